import { setImmediate } from 'node:timers';
import { type AppError, GuardError, JournalError } from '../../errors/app-error.ts';
import { systemCode } from '../../errors/system-code.ts';
import { bindable, type SqlValue } from '../engine/binding.ts';
import { isWithoutEffect } from '../engine/engine-errors.ts';
import type { GroupCommit } from '../engine/group-commit.ts';
import { type PendingCommit, pendingCommit } from '../engine/pending-commit.ts';
import type { Statement } from '../engine/statement.ts';
import type { Connection } from './connection.ts';
import type { Leases } from './leases.ts';

/** A transaction is committed after this many writes, even if no caller waits for it. */
const MOST_WRITES = 1_000;

/** Locks the rows of the leases until the end of the transaction: another run takes them over only after it. */
const REQUIRE_LEASES = 'SELECT require_leases(?)';

/** So many answers may be due before a writer waits: more would fill the memory. */
const MOST_UNANSWERED = 256;

interface QueuedWrite {
  readonly sql: string;
  readonly params: readonly SqlValue[];
  /** Under which the server keeps the statement. */
  readonly name: string;
  readonly unchanged: (() => AppError) | undefined;
}

interface Batch extends PendingCommit {
  /** Someone waits for the commit. */
  isAwaited: boolean;
  /** The commit waits for writes that belong together; more of them begin only after it. */
  isDue: boolean;
  /** Writes that belong together and are under way. */
  holds: number;
  writes: number;
}

/**
 * Group commit on a connection to PostgreSQL. While one commit is under way, what is written meanwhile shares the next one. A
 * commit follows when someone waits for it, or when nothing is under way. It writes nothing unless every lease still holds.
 * @param leases what this journal has locked
 */
export function postgresCommits(connection: Connection, leases: Pick<Leases, 'keys' | 'lose'>): GroupCommit {
  const transactions = new Transactions(connection, leases);
  let statements = 0;
  const committed = (): Promise<void> => transactions.committed();
  return {
    prepare: (sql): Statement => {
      statements += 1;
      const name = `e911_${statements}`;
      const written = (params: readonly SqlValue[]) => {
        transactions.begin().writes += 1;
        return transactions.within(sql, params, name);
      };
      return {
        run: async (params) => ({ changes: (await written(params)).changes }),
        queue: (params, unchanged) => transactions.queue({ sql, params, name, unchanged }),
        write: async (params) => (await written(params)).rows[0] ?? null,
        get: async (params) => (await transactions.within(sql, params, name)).rows[0] ?? null,
        all: async (params) => (await transactions.within(sql, params, name)).rows,
      };
    },
    committed,
    together: (work) => transactions.together(work),
    end: committed,
  };
}

/** The transactions of one connection: at most one is open, and at most one commit is under way. */
class Transactions {
  readonly #connection: Connection;
  readonly #leases: Pick<Leases, 'keys' | 'lose'>;
  #open: Batch | null = null;
  #committing: Batch | null = null;
  #failure: { readonly cause: unknown } | null = null;
  #underWay = 0;
  #isScheduled = false;

  constructor(connection: Connection, leases: Pick<Leases, 'keys' | 'lose'>) {
    this.#connection = connection;
    this.#leases = leases;
    connection.onLost((cause) => this.#giveUp(cause));
  }

  /** The open transaction. @throws what an earlier one failed with */
  begin(): Batch {
    if (this.#failure) throw this.#failure.cause;
    if (this.#open) return this.#open;
    this.#open = newBatch();
    this.#send('BEGIN', []).catch((cause: unknown) => this.#giveUp(cause));
    this.#schedule();
    return this.#open;
  }

  /** A statement that fails takes its whole transaction with it. */
  async within(sql: string, params: readonly SqlValue[], name: string) {
    const batch = this.#open;
    try {
      return await this.#send(sql, params, name);
    } catch (cause) {
      if (batch !== null && !isUnbindable(cause)) this.#giveUp(cause);
      // What the server says of a transaction that failed before tells nothing.
      throw this.#failure === null ? cause : this.#failure.cause;
    }
  }

  /** Sends a write behind the others. Its failure is that of its transaction. */
  async queue({ sql, params, name, unchanged }: QueuedWrite): Promise<void> {
    bindable(params);
    this.begin().writes += 1;
    const statement =
      unchanged === undefined ? { sql, name } : { sql: mustChange(sql), name: `${name}_must` };
    const written = this.#send(statement.sql, params, statement.name).catch((cause: unknown) => {
      const failure = unchanged !== undefined && isUnchanged(cause) ? unchanged() : cause;
      this.#giveUp(failure);
      throw failure;
    });
    // Whoever writes or commits next hears of it.
    written.catch(() => undefined);
    if (this.#underWay > MOST_UNANSWERED) await written;
  }

  async together<T>(work: () => Promise<T>): Promise<T> {
    while (this.#open?.isDue) await this.#open.durable;
    const batch = this.begin();
    batch.holds += 1;
    try {
      return await work();
    } finally {
      batch.holds -= 1;
      this.#schedule();
    }
  }

  async committed(): Promise<void> {
    if (this.#failure) throw this.#failure.cause;
    if (this.#open) {
      this.#open.isAwaited = true;
      this.#schedule();
    }
    await (this.#open ?? this.#committing)?.durable;
  }

  /** After the callbacks of this turn, so that answers that arrived side by side go into one commit. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      void this.#commitIfDue();
    });
  }

  async #commitIfDue(): Promise<void> {
    const batch = this.#open;
    if (batch === null || this.#committing !== null) return;
    if (!batch.isAwaited && this.#underWay > 0 && batch.writes < MOST_WRITES) return;
    batch.isDue = true;
    if (batch.holds > 0) return;
    this.#open = null;
    this.#committing = batch;
    try {
      const { command } = await this.#commit(batch);
      // A transaction in which a statement failed is rolled back, and that is no error to the server.
      if (command !== 'COMMIT') throw notCommitted(this.#connection.name);
      // Rejected before, when a statement behind it failed: it is not told twice.
      this.#committing = null;
      batch.resolve();
      this.#schedule();
    } catch (cause) {
      this.#giveUp(cause);
    }
  }

  /** Both are sent at once: where a lease does not hold any more, the commit behind it rolls back. */
  async #commit({ writes }: Batch) {
    const keys = writes > 0 ? this.#leases.keys() : [];
    const [, committed] = await Promise.all([
      keys.length > 0 ? this.#send(REQUIRE_LEASES, [JSON.stringify(keys)], 'e911_leases') : null,
      this.#send('COMMIT', []),
    ]);
    return committed;
  }

  #giveUp(cause: unknown): void {
    if (this.#failure) return;
    this.#failure = { cause };
    if (cause instanceof GuardError) this.#leases.lose();
    for (const batch of [this.#committing, this.#open]) batch?.reject(cause);
    this.#committing = null;
    this.#open = null;
    this.#connection.query('ROLLBACK').catch(() => undefined);
  }

  async #send(sql: string, params: readonly SqlValue[], name?: string) {
    this.#underWay += 1;
    try {
      return await this.#connection.query(sql, params, name);
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#schedule();
    }
  }
}

/** The commit behind a statement is on its way when its answer comes: one that changes nothing has to fail in the server. */
const mustChange = (sql: string): string =>
  `WITH written AS (${sql} RETURNING 1) SELECT 1 / count(*) FROM written`;

/** Division by zero. Source: postgresql.org/docs/current/errcodes-appendix.html */
const isUnchanged = (cause: unknown): boolean =>
  cause instanceof JournalError && systemCode(cause.cause) === '22012';

const isUnbindable = (cause: unknown): boolean =>
  isWithoutEffect(cause) && cause instanceof JournalError && cause.code === 'JOURNAL_UNBINDABLE';

function notCommitted(name: string): JournalError {
  return new JournalError(`The journal in PostgreSQL (${name}) did not commit what was written.`, {
    code: 'JOURNAL_FAILED',
    hint: 'Type `e911 resume` to continue.',
  });
}

const newBatch = (): Batch => ({
  ...pendingCommit(),
  isAwaited: false,
  isDue: false,
  holds: 0,
  writes: 0,
});
