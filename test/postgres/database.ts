import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { sharedServer } from './server.ts';

/** An empty database of the shared server, gone after the test. Returns its URL, for `--state` and for the journal. */
export async function testDatabase(server?: { readonly url: string }): Promise<string> {
  const { url } = server ?? (await sharedServer());
  const name = `t_${randomBytes(6).toString('hex')}`;
  await asOwner(`${url}/postgres`, `CREATE DATABASE ${name}`);
  onTestFinished(async () => {
    await asOwner(`${url}/postgres`, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });
  return `${url}/${name}`;
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
