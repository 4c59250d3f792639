import type { JournalError } from '../errors/app-error.ts';
import { type Connection, connect } from '../journal/postgres/connection.ts';
import { numberOf } from '../journal/tables/columns.ts';
import { pgBoss } from './pg-boss.ts';

/** The schema of the queue, beside `e911`, which is the journal's. */
export const QUEUE_SCHEMA = 'e911_queue';
/** The one kind of job: an account of a run. */
export const QUEUE = 'accounts';

const QUEUE_OPTIONS = '{"policy":"standard"}';

/** The role of the journal's migration adds jobs and takes them; the queue holds no history that it could change. */
const GRANTS = `
DO $do$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'e911_worker') THEN
    GRANT USAGE ON SCHEMA ${QUEUE_SCHEMA} TO e911_worker;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${QUEUE_SCHEMA} TO e911_worker;
  END IF;
END $do$;
`;

/** The queue of an empty database, for an administrator: `e911 schema postgres` prints it after the journal. */
export async function queueSql(): Promise<string> {
  const { getConstructionPlans } = await pgBoss();
  return `${getConstructionPlans(QUEUE_SCHEMA)};\nSELECT ${QUEUE_SCHEMA}.create_queue('${QUEUE}', '${QUEUE_OPTIONS}');\n${GRANTS}`;
}

/**
 * Makes the queue of a database where it is not there.
 * @throws JournalError as `connect` does; (JOURNAL_NOT_ALLOWED) when this login may neither use nor make it
 */
export async function prepareQueue(url: string): Promise<void> {
  const connection = await connect(url, '');
  try {
    if (await isMade(connection)) return;
    await connection.script(await queueSql()).catch(async (cause: JournalError) => {
      // Another process may have made it in between.
      if (!(await isMade(connection))) throw cause;
    });
  } finally {
    await connection.close();
  }
}

async function isMade(connection: Connection): Promise<boolean> {
  const { rows } = await connection.query(
    "SELECT count(*) AS found FROM pg_tables WHERE schemaname = ? AND tablename = 'version'",
    [QUEUE_SCHEMA],
  );
  if (numberOf(rows[0] ?? {}, 'found') === 0) return false;
  const queues = await connection.query(
    `SELECT count(*) AS found FROM ${QUEUE_SCHEMA}.queue WHERE name = ?`,
    [QUEUE],
  );
  return numberOf(queues.rows[0] ?? {}, 'found') > 0;
}
