import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { JournalError } from '../../errors/app-error.ts';
import { commandError } from '../../errors/command-errors.ts';
import type { AccountLocks } from '../account-locks.ts';
import type { Journal } from '../journal.ts';
import { accountMemoryTable } from '../tables/account-memory-table.ts';
import { addressTable } from '../tables/address-table.ts';
import { callSeconds } from '../tables/call-seconds.ts';
import { callTable } from '../tables/call-table.ts';
import { decisionTable } from '../tables/decision-table.ts';
import { gapTable } from '../tables/gap-table.ts';
import { knownObjectTable } from '../tables/known-object-table.ts';
import { operationTable } from '../tables/operation-table.ts';
import { partTable } from '../tables/part-table.ts';
import { rowTable } from '../tables/row-table.ts';
import { runStageTable } from '../tables/run-stage-table.ts';
import { runTable } from '../tables/run-table.ts';
import { settingsTable } from '../tables/settings-table.ts';
import { snapshotTable } from '../tables/snapshot-table.ts';
import { writtenAddresses } from '../tables/written-addresses.ts';
import { type Connection, connect } from './connection.ts';
import { type Leases, openLeases } from './leases.ts';
import { migrate } from './migrations.ts';
import { postgresCommits } from './postgres-commits.ts';

/** What this process measures the time since a renewal with; tests replace it. */
const PROCESS_CLOCKS: readonly (() => number)[] = [() => performance.now(), () => Date.now()];

/**
 * Opens the journal in a PostgreSQL database, and makes its schema when it is not there.
 * @throws JournalError JOURNAL_NO_PG, JOURNAL_NO_SERVER, JOURNAL_LOGIN_REFUSED, JOURNAL_NO_DATABASE,
 * JOURNAL_NO_RIGHTS, JOURNAL_NEWER
 */
export async function openPostgresJournal(url: string, clocks = PROCESS_CLOCKS): Promise<Journal> {
  const holder = randomUUID();
  const connection = await connect(url, holder).catch((cause: unknown) => {
    throw atStart(cause);
  });
  try {
    await migrate(connection).catch((cause: unknown) => {
      throw atStart(cause);
    });
    return journalOn(connection, { open: () => connect(url, holder), holder, clocks });
  } catch (cause) {
    await connection.close();
    throw cause;
  }
}

/** What the same failure is called before anything can have been sent. */
const AT_START: Readonly<Record<string, { readonly code: string; readonly hint: string }>> = {
  JOURNAL_UNREACHABLE: {
    code: 'JOURNAL_NO_SERVER',
    hint: 'Check that the server runs and can be reached, then type the same command again.',
  },
  JOURNAL_NOT_ALLOWED: {
    code: 'JOURNAL_NO_RIGHTS',
    hint: 'An administrator makes the tables (e911 schema postgres) and grants the role: GRANT e911_worker TO your_login.',
  },
};

function atStart(cause: unknown): unknown {
  const named = cause instanceof JournalError ? AT_START[cause.code] : undefined;
  return cause instanceof JournalError && named
    ? new JournalError(cause.message, { ...named, cause })
    : cause;
}

function journalOn(
  connection: Connection,
  session: {
    readonly open: () => Promise<Connection>;
    readonly holder: string;
    readonly clocks: readonly (() => number)[];
  },
): Journal {
  const commits = postgresCommits(connection, { keys: () => leases.keys(), lose: () => leases.lose() });
  const leases: Leases = openLeases({ ...session, flush: commits.committed });
  const calls = callTable(commits);
  return {
    ...runTable(commits),
    ...runStageTable(commits),
    ...rowTable(commits),
    ...decisionTable(commits),
    ...partTable(commits),
    ...operationTable(commits, { note: () => undefined }),
    ...gapTable(commits),
    // A second witness of gaps is for a file that may be lost or replaced: the database has its backups.
    unknownGaps: async () => [],
    closeUnknownGap: async () => undefined,
    ...addressTable(commits),
    ...snapshotTable(commits),
    ...calls,
    intend: (call) => intendUnderLease(calls, leases.locks, call),
    ...writtenAddresses(commits),
    ...callSeconds(commits),
    ...accountMemoryTable(commits),
    ...knownObjectTable(commits),
    ...settingsTable(commits),
    locks: leases.locks,
    check: () => migrate(connection),
    flush: commits.committed,
    close: async () => {
      try {
        await leases.close();
        await commits.end();
      } finally {
        await connection.close();
      }
    },
  };
}

/**
 * The database takes an intent only under a lease that holds. Between its commit and the sending, the clock of this process has
 * the last word.
 */
async function intendUnderLease(
  calls: Pick<Journal, 'intend' | 'conclude'>,
  locks: AccountLocks,
  call: Parameters<Journal['intend']>[0],
): Promise<number> {
  const { accountKey } = call;
  if (!locks.isHeld(accountKey)) throw commandError('leaseLost', { accountKey });
  const callId = await calls.intend(call);
  if (locks.isHeld(accountKey)) return callId;
  // Whoever holds the account now checks the effect if this cannot be written.
  const end = { state: 'not-sent', finishedAt: call.sentAt, error: 'LEASE_LOST' } as const;
  await calls.conclude(callId, end).catch(() => undefined);
  throw commandError('leaseLost', { accountKey });
}
