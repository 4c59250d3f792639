import type { PostgresPlace, StatePlace } from '../journal/state-place.ts';
import type { RunHost, RunReport } from '../run/context/run-options.ts';
import { runOptionsSchema } from '../run/context/run-options.ts';
import type { HandedOver } from '../run/perform-run.ts';
import { handOver, requireDatabase } from '../worker/hand-over.ts';
import { performWorker, type WorkerReport } from '../worker/perform-worker.ts';
import { queueSql } from '../worker/queue-schema.ts';
import type { GivenOptions } from './sheet-runs.ts';

/** Confirms a sheet or a plan, and leaves its changes to the workers. @throws as `handOver` does */
export function handOverSheet(
  {
    state,
    sheet,
    given,
  }: { readonly state: StatePlace; readonly sheet: string; readonly given: GivenOptions },
  host: RunHost,
): Promise<RunReport | HandedOver> {
  return handOver(runOptionsSchema.parse({ ...given, command: 'apply', state, input: sheet }), host);
}

/** Carries out what is handed over until the host is asked to stop. @throws as `performWorker` does */
export async function workForTeam(
  work: { readonly state: PostgresPlace; readonly places: number },
  host: RunHost,
): Promise<WorkerReport> {
  return performWorker(work, host);
}

/** The SQL of the queue, for an administrator. */
export function queueOfTeam(): Promise<string> {
  return queueSql();
}

/** The database of a place for a worker. @throws UsageError TEAM_NEEDS_DATABASE */
export function placeOfWorker(state: StatePlace): PostgresPlace {
  return requireDatabase(state, 'A worker');
}

export { runProgress } from '../worker/run-progress.ts';
