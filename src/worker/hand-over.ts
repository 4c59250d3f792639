import { commandError } from '../errors/command-errors.ts';
import { namedPlace, type PostgresPlace, type StatePlace } from '../journal/state-place.ts';
import type { RunHost, RunOptions, RunReport } from '../run/context/run-options.ts';
import { confirmRun, type HandedOver } from '../run/perform-run.ts';
import { openQueue } from './work-queue.ts';

/**
 * A run up to its confirmation, with everything that comes before; then its accounts wait for workers. A run with nothing to change
 * ends here.
 * @throws UsageError TEAM_NEEDS_DATABASE; as `confirmRun` and `openQueue` do
 */
export async function handOver(options: RunOptions, host: RunHost): Promise<RunReport | HandedOver> {
  const place = requireDatabase(options.state, '--detach');
  // Before anything else: who cannot hand over must not be asked to confirm.
  const queue = await openQueue(place);
  try {
    const end = await confirmRun(options, host);
    if (!('handedOver' in end)) return end;
    const { runId, accounts } = end.handedOver;
    await queue.add(accounts.map((account) => ({ runId, account })));
    return end;
  } finally {
    await queue.close();
  }
}

/** @throws UsageError TEAM_NEEDS_DATABASE for a folder: another machine cannot see it */
export function requireDatabase(state: StatePlace, what: string): PostgresPlace {
  if (state.kind === 'postgres') return state;
  throw commandError('teamNeedsDatabase', { what, state: namedPlace(state) });
}
