import { AppError } from '../errors/app-error.ts';
import type { StatePlace } from '../journal/state-place.ts';
import { checkLateArrivals, type LateCall } from '../run/check-late-arrivals.ts';
import { watchProgress } from './screen/watch-progress.ts';
import { workspaceOf } from './session/open-workspace.ts';
import type { Session } from './session/session.ts';

/** Checks the calls that earlier runs left in doubt, with the config of the command. */
export async function checkInSession(session: Session, state: StatePlace): Promise<LateCall[]> {
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
    const sentence = `Changes of earlier runs without an answer could not be checked: ${error.message} ${error.hint}`;
    return [{ sentence: sentence.trim(), runId: null }];
  } finally {
    watcher.close();
  }
}
