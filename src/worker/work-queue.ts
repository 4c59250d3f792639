import { createHash } from 'node:crypto';
import { z } from 'zod';
import { driverUrl } from '../journal/postgres/driver-url.ts';
import { postgresError } from '../journal/postgres/postgres-errors.ts';
import { type PostgresPlace, shownPlace } from '../journal/state-place.ts';
import { pgBoss } from './pg-boss.ts';
import { prepareQueue, QUEUE, QUEUE_SCHEMA } from './queue-schema.ts';

/** One account of a confirmed run. */
const accountJob = z.object({ runId: z.string(), account: z.string() });
export type AccountJob = z.infer<typeof accountJob>;

/** A job that was taken: it comes back by itself unless it is said to be over. */
export interface TakenJob extends AccountJob {
  readonly id: string;
}

/**
 * What is to be carried out, for any process that has the accounts. A job says "see to this account of this run": whoever takes it
 * looks, puts it back, and starts work if no other process has the account. A job is never held for long, and a killed process holds none.
 */
export interface WorkQueue {
  /** Adding a job again changes nothing. @throws JournalError */
  add(jobs: readonly AccountJob[]): Promise<void>;
  /** The job that has waited longest; null when none is due. @throws JournalError */
  take(): Promise<TakenJob | null>;
  /** Somebody looks at it again after `LOOK_AGAIN_S`. @throws JournalError */
  putBack(job: TakenJob): Promise<void>;
  /** Nothing is left to do for it. @throws JournalError */
  finish(job: TakenJob): Promise<void>;
  close(): Promise<void>;
}

/** With the 30 s that a lease holds, an account of a killed process has another one before a minute is over. */
const LOOK_AGAIN_S = 10;
/** Who was killed between taking a job and putting it back, within milliseconds, holds it for so long. */
const LOOK_TAKES_S = 15;
const MAINTENANCE_EVERY_S = 5;
/** A job lives as long as its run may. */
const KEPT_DAYS = 365;
const NO_LIMIT = 1_000_000_000;

/**
 * Opens the queue of a database, and makes it when it is not there.
 * @throws JournalError as `prepareQueue` does; JOURNAL_NO_PG
 */
export async function openQueue(place: PostgresPlace): Promise<WorkQueue> {
  const { url } = place;
  const PgBoss = await pgBoss();
  await prepareQueue(url);
  const boss = new PgBoss({
    connectionString: driverUrl(url),
    application_name: 'e911',
    schema: QUEUE_SCHEMA,
    max: 2,
    migrate: false,
    schedule: false,
    maintenanceIntervalSeconds: MAINTENANCE_EVERY_S,
  });
  // What fails in the background is tried again there; what is asked for fails where it is asked.
  boss.on('error', () => undefined);
  const asked = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      throw postgresError(shownPlace(place), cause);
    }
  };
  await asked(() => boss.start());
  return {
    add: (jobs) =>
      asked(async () => {
        for (const job of jobs) {
          await boss.send(QUEUE, job, {
            ...{ id: idOf(job), retryLimit: NO_LIMIT, retryDelay: LOOK_AGAIN_S },
            ...{ expireInSeconds: LOOK_TAKES_S, retentionDays: KEPT_DAYS },
          });
        }
      }),
    take: () =>
      asked(async () => {
        const [job] = await boss.fetch<unknown>(QUEUE);
        return job === undefined ? null : { ...accountJob.parse(job.data), id: job.id };
      }),
    putBack: ({ id }) => asked(() => boss.fail(QUEUE, id)),
    finish: ({ id }) => asked(() => boss.complete(QUEUE, id)),
    close: () => boss.stop({ graceful: false, wait: true }).catch(() => undefined),
  };
}

/** The same UUID for the same job. */
function idOf({ runId, account }: AccountJob): string {
  const hex = createHash('sha256').update(`${runId}\n${account}`).digest('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
