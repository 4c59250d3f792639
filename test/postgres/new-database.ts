import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { sharedServer } from './server.ts';

/** A database of a test server. */
export interface TestDatabase {
  /** With its password, for `--state` and for the journal. */
  readonly url: string;
  /** Every lease runs out, as when 30 s have passed. */
  expireLeases(): Promise<void>;
  drop(): Promise<void>;
}

/** An empty database of a server, of the shared one when none is given. */
export async function newDatabase(server?: { readonly url: string }): Promise<TestDatabase> {
  const { url: root } = server ?? (await sharedServer());
  const name = `t_${randomBytes(6).toString('hex')}`;
  await asOwner(`${root}/postgres`, `CREATE DATABASE ${name}`);
  const url = `${root}/${name}`;
  return {
    url,
    expireLeases: async () => {
      const [{ has } = { has: false }] = (await asOwner(
        url,
        "SELECT to_regclass('e911.leases') IS NOT NULL AS has",
      )) as { has: boolean }[];
      if (has) await asOwner(url, 'UPDATE e911.leases SET expires_at = clock_timestamp()');
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
