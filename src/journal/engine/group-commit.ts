import type { Database } from './driver.ts';
import { isWithoutEffect } from './engine-errors.ts';
import { type PendingCommit, pendingCommit } from './pending-commit.ts';
import type { Statement } from './statement.ts';

/**
 * Start here for the promise "durable before the call leaves". What is written side by side shares one transaction and one
 * durable commit, so that many calls that are due together cost one fsync. Transactions follow one another on one connection:
 * when a write is durable, everything that was written before it is durable too.
 */
export interface GroupCommit {
  /**
   * A statement whose writes go into the open transaction. Every later read sees them; a crash keeps them only after
   * `committed`. A write fails when an earlier commit failed: what that one lost, nothing later may build on.
   */
  prepare(sql: string): Statement;
  /** Resolves when everything written so far is durable. @throws JournalError when it cannot be made so. */
  committed(): Promise<void>;
  /** Does several writes, one after another, that are durable with one commit. */
  together<T>(work: () => Promise<T>): Promise<T>;
  /** Commits what is open, at once. @throws JournalError */
  end(): Promise<void>;
}

/** What belongs to each commit beside the database. */
export interface CommitHooks {
  /** Makes durable what must not be missing once the commit is; may write within the transaction. */
  readonly before: () => void;
  readonly after: () => void;
}

/** Group commit on an SQLite database that nothing else writes to through this connection. */
export function groupCommit(
  database: Database,
  hooks?: CommitHooks,
): GroupCommit & {
  /** Opens a commit without a statement, for what `before` makes durable. */
  begin(): void;
} {
  let batch: PendingCommit | null = null;
  let failure: { readonly cause: unknown } | null = null;

  function open(): void {
    if (failure) throw failure.cause;
    if (batch) return;
    database.exec('BEGIN IMMEDIATE');
    batch = pendingCommit();
    // After the callbacks of this turn, so that answers that arrived side by side go into one commit.
    setImmediate(commit);
  }

  function commit(): void {
    const present = batch;
    if (!present) return;
    try {
      hooks?.before();
      database.exec('COMMIT');
      batch = null;
      hooks?.after();
      present.resolve();
    } catch (cause) {
      giveUp(cause);
    }
  }

  function giveUp(cause: unknown): void {
    failure = { cause };
    const present = batch;
    batch = null;
    try {
      database.exec('ROLLBACK');
    } catch {
      // SQLite has rolled back by itself, as it does when the disk is full.
    }
    present?.reject(cause);
  }

  return {
    prepare: (sql) => {
      const statement = database.prepare(sql);
      const written = <T>(work: () => T): T => {
        open();
        try {
          return work();
        } catch (cause) {
          if (!isWithoutEffect(cause)) giveUp(cause);
          throw cause;
        }
      };
      // Each does its work before it returns, so that statements take effect in the order of the calls.
      return {
        run: async (params) => written(() => statement.run(params)),
        queue: async (params, unchanged) => {
          const { changes } = written(() => statement.run(params));
          if (changes === 0 && unchanged) throw unchanged();
        },
        write: async (params) => written(() => statement.get(params)),
        get: async (params) => statement.get(params),
        all: async (params) => statement.all(params),
      };
    },
    committed: async () => {
      if (failure) throw failure.cause;
      await batch?.durable;
    },
    begin: open,
    // SQLite answers within the turn, and a commit comes after it.
    together: (work) => work(),
    end: async () => {
      commit();
      if (failure) throw failure.cause;
    },
  };
}
