import { commandError } from '../../errors/command-errors.ts';
import { numberOf } from '../tables/columns.ts';
import type { Connection } from './connection.ts';
import { VERSION_1 } from './tables-sql.ts';
import { WORKER_ROLE } from './worker-role.ts';

/** The steps from an empty schema to the present one. A step that was released is never changed. */
const STEPS: readonly string[] = [VERSION_1];

/** Any number that is ours: one program at a time changes the schema. */
const SCHEMA_LOCK = 911_911_911;

const VERSION_TABLE = `
CREATE SCHEMA IF NOT EXISTS e911;
SET LOCAL search_path = e911;
CREATE TABLE IF NOT EXISTS schema_version (
  version bigint NOT NULL PRIMARY KEY,
  migrated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  migrated_by name NOT NULL DEFAULT session_user
);
`;

/** Everything from an empty database to the present version, for an administrator: `e911 schema postgres`. */
export function schemaSql(): string {
  const steps = STEPS.map(
    (sql, index) => `${sql}INSERT INTO schema_version (version) VALUES (${index + 1});\n`,
  );
  return `BEGIN;${VERSION_TABLE}${steps.join('')}${WORKER_ROLE}COMMIT;\n`;
}

/**
 * Brings the schema `e911` of a database up to date.
 * @throws JournalError (JOURNAL_NEWER) when a newer version of the program has changed it; (JOURNAL_NOT_ALLOWED) when this login
 * may neither use nor make it
 */
export async function migrate(connection: Connection): Promise<void> {
  if ((await versionOf(connection)) === STEPS.length) return;
  await connection.query('BEGIN');
  try {
    await connection.query('SELECT pg_advisory_xact_lock(?)', [SCHEMA_LOCK]);
    // Read once more under the lock: another process may have made the same tables.
    const version = await versionOf(connection);
    if (version > STEPS.length) {
      throw commandError('journalNewerSchema', { name: connection.name, version, reads: STEPS.length });
    }
    if (version < STEPS.length) {
      await connection.script(VERSION_TABLE);
      for (const [index, sql] of STEPS.entries()) {
        if (index < version) continue;
        await connection.script(sql);
        await connection.query('INSERT INTO schema_version (version) VALUES (?)', [index + 1]);
      }
      await connection.script(WORKER_ROLE);
    }
    await connection.query('COMMIT');
  } catch (cause) {
    await connection.query('ROLLBACK').catch(() => undefined);
    throw cause;
  }
}

/** 0 for a database without the schema. */
async function versionOf(connection: Connection): Promise<number> {
  const { rows } = await connection.query(
    "SELECT count(*) AS found FROM pg_tables WHERE schemaname = 'e911' AND tablename = 'schema_version'",
  );
  if (numberOf(rows[0] ?? {}, 'found') === 0) return 0;
  const versions = await connection.query(
    'SELECT COALESCE(MAX(version), 0) AS version FROM e911.schema_version',
  );
  return numberOf(versions.rows[0] ?? {}, 'version');
}
