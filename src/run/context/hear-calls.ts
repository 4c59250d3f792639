import type { CallEvent } from '../../domain/call-event.ts';
import type { RunLog } from '../../report/run-log.ts';
import type { RunWatcher } from './run-watcher.ts';

/** Gives each call of a run to its log, and to whoever watches. */
export function hearCalls(log: RunLog, watcher: Pick<RunWatcher, 'called'>): (call: CallEvent) => void {
  return (call) => {
    log.note(call);
    watcher.called(call);
  };
}
