import { AppError } from '../errors/app-error.ts';
import type { StatePlace } from '../journal/state-place.ts';
import { checkLateArrivals } from '../run/check-late-arrivals.ts';
import { watchProgress } from './screen/watch-progress.ts';
import { workspaceOf } from './session/open-workspace.ts';
import type { Session } from './session/session.ts';

/** Checks the calls that earlier runs left in doubt, with the config of the command; a sentence for each one to be told of. */
export async function checkInSession(session: Session, state: StatePlace): Promise<string[]> {
  const watcher = await watchProgress(session);
  try {
    const workspace = await workspaceOf(session);
    try {
      const { clock, random, host, pid } = session.io;
      const checking = { clock, random, host, pid, config: workspace.config, watcher };
      return await checkLateArrivals(state, checking);
    } finally {
      await workspace.close();
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [
      `Changes of earlier runs whose answers were lost could not be checked: ${error.message} ${error.hint}`.trim(),
    ];
  } finally {
    watcher.close();
  }
}
