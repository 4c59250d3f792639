import type { Client, ClientConfig, QueryResult } from 'pg';
import { type AppError, JournalError } from '../../errors/app-error.ts';
import { bindable, type SqlValue } from '../engine/binding.ts';
import type { SqlRow } from '../engine/statement.ts';
import { shownPlace } from '../state-place.ts';
import { driverUrl } from './driver-url.ts';
import { decodeJson, encodeJson } from './json-text.ts';
import { postgresError } from './postgres-errors.ts';

/** What a statement came to. */
interface Answer {
  /** `COMMIT`, or `ROLLBACK` for a COMMIT that the server did not carry out. */
  readonly command: string;
  readonly changes: number;
  readonly rows: SqlRow[];
}

/** One connection. Statements are sent at once and carried out in the order of the calls. */
export interface Connection {
  /** The place without its password. */
  readonly name: string;
  /** @throws JournalError; GuardError LEASE_LOST from `require_leases` */
  query(sql: string, params?: readonly SqlValue[], statement?: string): Promise<Answer>;
  /** Several statements without parameters. @throws JournalError */
  script(sql: string): Promise<void>;
  /** Calls back when the connection is lost, at once if it is. */
  onLost(tell: (cause: AppError) => void): void;
  /** Closing twice is allowed. */
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 15_000;
/** A statement without an answer for so long ends the connection. */
const ANSWER_TIMEOUT_MS = 120_000;

/**
 * What every session of the program is set to. A process that was stopped inside a transaction holds up others for no longer than
 * the time given here.
 */
const SESSION = `
  SELECT set_config('search_path', 'e911', false), set_config('synchronous_commit', 'on', false),
    set_config('idle_in_transaction_session_timeout', '15s', false), set_config('lock_timeout', '60s', false),
    set_config('default_transaction_isolation', 'read committed', false), set_config('e911.holder', ?, false)`;

/**
 * Connects to a database.
 * @param holder what the locks of this process are held by
 * @throws JournalError JOURNAL_NO_PG, JOURNAL_UNREACHABLE, JOURNAL_LOGIN_REFUSED, JOURNAL_NO_DATABASE
 */
export async function connect(url: string, holder: string): Promise<Connection> {
  const name = shownPlace({ kind: 'postgres', url });
  const client = await newClient(url, name);
  let lost: AppError | null = null;
  let tell: ((cause: AppError) => void) | null = null;
  let isClosed = false;
  const lose = (cause: unknown): void => {
    if (lost !== null || isClosed) return;
    lost = postgresError(name, cause);
    tell?.(lost);
  };
  client.on('error', lose);
  client.on('end', () => lose(new Error('the connection ended')));
  const sent = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isClosed) throw closed();
    if (lost !== null) throw lost;
    try {
      return await work();
    } catch (cause) {
      throw lost ?? postgresError(name, cause);
    }
  };
  const query: Connection['query'] = (sql, params = [], statement) =>
    sent(async () => {
      const values = bindable(params).map((value) => (typeof value === 'string' ? encodeJson(value) : value));
      const text = numbered(sql);
      const result: QueryResult<SqlRow> = await client.query(
        statement === undefined ? { text, values } : { name: statement, text, values },
      );
      return { command: result.command, changes: result.rowCount ?? 0, rows: result.rows };
    });
  try {
    await client.connect();
    await query(SESSION, [holder]);
  } catch (cause) {
    isClosed = true;
    await client.end().catch(() => undefined);
    throw postgresError(name, cause);
  }
  return {
    name,
    query,
    script: (sql) => sent(async () => void (await client.query(sql))),
    onLost: (told) => {
      tell = told;
      if (lost !== null) told(lost);
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await client.end().catch(() => undefined);
    },
  };
}

/** @throws JournalError (JOURNAL_UNREACHABLE) for a URL that the driver cannot read */
async function newClient(url: string, name: string): Promise<Client> {
  const { default: pg } = await importPg();
  const config: ClientConfig = {
    connectionString: driverUrl(url),
    fallback_application_name: 'e911',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    keepAlive: true,
    pipeline: true,
    types: { getTypeParser: parserOf },
  };
  try {
    return new pg.Client(config);
  } catch (cause) {
    throw postgresError(name, cause);
  }
}

async function importPg(): Promise<typeof import('pg')> {
  try {
    return await import('pg');
  } catch (cause) {
    throw new JournalError('The package pg, which a state in PostgreSQL needs, is not installed.', {
      code: 'JOURNAL_NO_PG',
      hint: 'Install it beside e911: npm install pg, or name a state folder with --state.',
      cause,
    });
  }
}

/** OIDs of int8, int2, int4, float4, float8, and numeric. Source: pg_type.dat of PostgreSQL */
const NUMBERS: ReadonlySet<number> = new Set([20, 21, 23, 700, 701, 1700]);

const JSON_TYPE = 114;

/** A number that a column of the journal can hold is a safe integer or a float; anything else stays the text that it is. */
function parserOf(oid: number): (text: string) => SqlValue {
  if (NUMBERS.has(oid)) return Number;
  return oid === JSON_TYPE ? decodeJson : (text) => text;
}

/** `?` outside of quotes as `$1`, `$2`, ... */
function numbered(sql: string): string {
  let count = 0;
  return sql.replace(/'[^']*'|\?/g, (found) => {
    if (found !== '?') return found;
    count += 1;
    return `$${count}`;
  });
}

function closed(): JournalError {
  return new JournalError('Internal error: the journal is closed.', {
    code: 'JOURNAL_CLOSED',
    hint: 'This is a bug; please report it with the run ID.',
  });
}
