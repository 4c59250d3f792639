import { eventWatcher } from '../../api/event-watcher.ts';
import type { RunWatcher } from '../../run/context/run-watcher.ts';
import type { Session } from '../session/session.ts';

/** A watcher that prints all that it is told as lines of `--events` on stdout. */
export function printEvents({ io, terminal }: Session): Omit<Required<RunWatcher>, 'expect'> {
  return eventWatcher(io.clock, (event) => terminal.event(event));
}
