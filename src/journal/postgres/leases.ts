import { setTimeout } from 'node:timers';
import { GuardError } from '../../errors/app-error.ts';
import type { AccountLock, AccountLocks, LockHolder, LockRequest } from '../account-locks.ts';
import { lockWithin } from '../lock-within.ts';
import { numberOf, textOf } from '../tables/columns.ts';
import type { Connection } from './connection.ts';

/** How long a lease holds without being renewed, by the server's clock. */
const LEASE_MS = 30_000;
const RENEW_EVERY_MS = 5_000;
/** The answer to a renewal may have taken its time, so a lease is given up before it ends. */
const MARGIN_MS = 1_000;

const ACQUIRE = `
  INSERT INTO leases (account_key, fence, holder, operator, host, pid, birth, run_id, since, expires_at)
  VALUES (?, 1, ?, ?, ?, ?, ?, ?, clock_timestamp(), clock_timestamp() + ? * interval '1 millisecond')
  ON CONFLICT (account_key) DO UPDATE SET fence = leases.fence + 1, holder = excluded.holder, operator = excluded.operator,
    host = excluded.host, pid = excluded.pid, birth = excluded.birth, run_id = excluded.run_id, since = excluded.since,
    expires_at = excluded.expires_at
  WHERE leases.expires_at <= clock_timestamp()
  RETURNING fence`;
const RENEW = `
  UPDATE leases SET expires_at = clock_timestamp() + ? * interval '1 millisecond'
  WHERE account_key = ? AND holder = ? AND fence = ? AND expires_at > clock_timestamp()`;
const RELEASE = `
  UPDATE leases SET holder = '', expires_at = clock_timestamp() WHERE account_key = ? AND holder = ? AND fence = ?`;
const HOLDER = `
  SELECT operator, host, pid, birth, run_id, to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS since
  FROM leases WHERE account_key = ? AND expires_at > clock_timestamp()`;

/** The leases of one journal: what its writes are checked against, here and in the database. */
export interface Leases {
  readonly locks: AccountLocks;
  /** The keys of all that was locked and not released: a commit of the journal needs every one of them. */
  keys(): readonly string[];
  /** The database has said that they do not hold any more. */
  lose(): void;
  /** Releases what is still held, and ends the connection. */
  close(): Promise<void>;
}

interface Lease {
  readonly accountKey: string;
  readonly fence: number;
  /** Until when it certainly holds, by each clock of this process. */
  untilMs: readonly number[];
  isLost: boolean;
  isReleased: boolean;
}

interface LeaseSettings {
  /** What the sessions of this journal are known by. */
  readonly holder: string;
  /** Opens a connection of the leases' own, so that a renewal does not wait behind the journal. */
  readonly open: () => Promise<Connection>;
  /** Makes durable what was written under a lease before the next holder comes in. */
  readonly flush: () => Promise<void>;
  /** Clocks that all have to agree: one that cannot be set, and one that goes on while the machine sleeps. */
  readonly clocks: readonly (() => number)[];
}

/**
 * Leases in the database in place of the locks of one machine. All times are the server's; this process only counts how long ago
 * it asked.
 */
export function openLeases(settings: LeaseSettings): Leases {
  const { holder, flush, clocks } = settings;
  const held = new Map<string, Lease>();
  const { connected, disconnect } = reconnecting(settings.open);
  const session = { holder, connected, clocks };

  async function lock(request: LockRequest): Promise<AccountLock> {
    const lease = await acquire(request, session);
    held.set(lease.accountKey, lease);
    renewLater(lease);
    return { release: () => release(lease) };
  }

  function renewLater(lease: Lease): void {
    const timer = setTimeout(async () => {
      if (lease.isReleased || lease.isLost) return;
      await renew(lease, session);
      renewLater(lease);
    }, RENEW_EVERY_MS);
    timer.unref();
  }

  async function release(lease: Lease): Promise<void> {
    if (lease.isReleased) return;
    lease.isReleased = true;
    // What cannot be written or released here: the journal says so by itself, and the lease ends by itself.
    await flush().catch(() => undefined);
    held.delete(lease.accountKey);
    await connected()
      .then((database) => database.query(RELEASE, [lease.accountKey, holder, lease.fence]))
      .catch(() => undefined);
  }

  return {
    locks: {
      reach: 'database',
      isHeld: (accountKey) => {
        const lease = held.get(accountKey);
        if (lease === undefined || lease.isLost) return false;
        return clocks.every((nowMs, index) => nowMs() < (lease.untilMs[index] ?? 0));
      },
      holderOf: async (accountKey) => holderIn(await connected(), accountKey),
      lock: (request) => lockWithin(request, () => lock(request)),
    },
    keys: () => [...held.keys()],
    lose: () => {
      for (const lease of held.values()) lease.isLost = true;
    },
    close: async () => {
      for (const lease of held.values()) await release(lease);
      await disconnect();
    },
  };
}

type LeaseSession = Pick<LeaseSettings, 'holder' | 'clocks'> & {
  readonly connected: () => Promise<Connection>;
};

/** @throws GuardError ACCOUNT_LOCKED while another lease of it holds */
async function acquire({ accountKey, holder: who }: LockRequest, session: LeaseSession): Promise<Lease> {
  const { holder, connected, clocks } = session;
  const untilMs = untilFrom(clocks);
  const database = await connected();
  const { operator = '', host, pid, birth, runId } = who;
  const { rows } = await database.query(ACQUIRE, [
    ...[accountKey, holder, operator, host, pid, birth, runId],
    LEASE_MS,
  ]);
  const [row] = rows;
  if (row === undefined) throw await alreadyHeld(database, accountKey);
  return { accountKey, fence: numberOf(row, 'fence'), untilMs, isLost: false, isReleased: false };
}

/** A lease that is asked for now certainly holds so long, however long the answer takes. */
const untilFrom = (clocks: LeaseSession['clocks']): readonly number[] =>
  clocks.map((nowMs) => nowMs() + LEASE_MS - MARGIN_MS);

async function renew(lease: Lease, { holder, connected, clocks }: LeaseSession): Promise<void> {
  const untilMs = untilFrom(clocks);
  try {
    const database = await connected();
    const { changes } = await database.query(RENEW, [LEASE_MS, lease.accountKey, holder, lease.fence]);
    if (changes > 0) lease.untilMs = untilMs;
    else lease.isLost = true;
  } catch {
    // The server may be back before the lease ends.
  }
}

/** A connection that is opened when it is needed, and anew after it was lost. */
function reconnecting(open: () => Promise<Connection>): {
  readonly connected: () => Promise<Connection>;
  readonly disconnect: () => Promise<void>;
} {
  let connection: Promise<Connection> | null = null;
  return {
    connected: () => {
      if (connection !== null) return connection;
      const opening = open();
      connection = opening;
      const forget = (): void => {
        if (connection === opening) connection = null;
      };
      opening.then((each) => each.onLost(forget), forget);
      return opening;
    },
    disconnect: async () => {
      const present = connection;
      connection = null;
      await present?.then((each) => each.close()).catch(() => undefined);
    },
  };
}

/** Whose lease holds now, by the server's clock. */
async function holderIn(database: Connection, accountKey: string): Promise<LockHolder | null> {
  const [row] = (await database.query(HOLDER, [accountKey])).rows;
  if (row === undefined) return null;
  return {
    pid: numberOf(row, 'pid'),
    birth: textOf(row, 'birth'),
    runId: textOf(row, 'run_id'),
    startedAt: textOf(row, 'since'),
    host: textOf(row, 'host'),
    stateDir: database.name,
    operator: textOf(row, 'operator') || undefined,
  };
}

async function alreadyHeld(database: Connection, accountKey: string): Promise<GuardError> {
  const held = await holderIn(database, accountKey);
  const who =
    held === null
      ? 'another run'
      : `run ${held.runId}${byOperator(held)} (pid ${held.pid} on ${held.host}, since ${held.startedAt})`;
  return new GuardError(`The account is in use by ${who}.`, {
    code: 'ACCOUNT_LOCKED',
    hint: 'Wait until that run ends, or end it with Ctrl-C, then type the command again. A process that was killed lets go after 30 s.',
  });
}

const byOperator = ({ operator }: LockHolder): string => (operator ? ` of ${operator}` : '');
