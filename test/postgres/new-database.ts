import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { sharedServer } from './server.ts';

/** A database of a test server. */
export interface TestDatabase {
  /** With its password, for `--state` and for the journal. */
  readonly url: string;
  /** Every lease runs out, as when 30 s have passed. */
  expireLeases(): Promise<void>;
  /** A process died: what it had sent is carried out or lost, and its leases run out. */
  outliveProcess(): Promise<void>;
  drop(): Promise<void>;
}

/** Waits in the server, for ten seconds at most, until no other session is in the database. */
const UNTIL_ALONE = `DO $$ BEGIN
  FOR round IN 1..5000 LOOP
    PERFORM pg_stat_clear_snapshot();
    EXIT WHEN NOT EXISTS (
      SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend');
    PERFORM pg_sleep(0.002);
  END LOOP; END $$`;

/** An empty database of a server, of the shared one when none is given. */
export async function newDatabase(server?: { readonly url: string }): Promise<TestDatabase> {
  const { url: root } = server ?? (await sharedServer());
  const name = `t_${randomBytes(6).toString('hex')}`;
  await asOwner(`${root}/postgres`, `CREATE DATABASE ${name}`);
  const url = `${root}/${name}`;
  const expireLeases = async (): Promise<void> => {
    const [{ has } = { has: false }] = (await asOwner(
      url,
      "SELECT to_regclass('e911.leases') IS NOT NULL AS has",
    )) as { has: boolean }[];
    if (has) await asOwner(url, 'UPDATE e911.leases SET expires_at = clock_timestamp()');
  };
  return {
    url,
    expireLeases,
    outliveProcess: async () => {
      await asOwner(url, UNTIL_ALONE);
      await expireLeases();
    },
    drop: async () => {
      await asOwner(`${root}/postgres`, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/** Runs SQL as the superuser of the test server, and returns the rows of the last statement. */
export async function asOwner(url: string, ...statements: readonly string[]): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: unknown[] = [];
    for (const sql of statements) rows = (await client.query<Record<string, unknown>>(sql)).rows;
    return rows;
  } finally {
    await client.end();
  }
}
