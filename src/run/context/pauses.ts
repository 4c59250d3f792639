import type { Clock } from '../../domain/clock.ts';
import { pauseText } from '../../domain/pause.ts';
import type { Pause } from '../../report/html/page-content.ts';
import type { RunWatcher } from './run-watcher.ts';

/** From here on a pause is told in a line that stays. */
const LONG_PAUSE_MS = 30_000;
/** Answers of one moment ask for nearly the same end. */
const SAME_END_MS = 2_000;

/** The times in which providers asked for nothing to be sent. */
export interface Pauses {
  /** Notes that an account is paused from now on for so many milliseconds, and shows until when. */
  note(account: string, pauseMs: number): void;
  /** In the order in which they began, per account without overlaps. */
  list(): readonly Pause[];
}

/** Notes pauses; those that overlap become one, so that a long throttled run does not pile them up. */
export function notePauses(clock: Clock, watcher: Pick<RunWatcher, 'waiting' | 'note'>): Pauses {
  const pauses: Pause[] = [];
  const lastOf = new Map<string, number>();
  const show = (account: string, pauseMs: number, isLater: boolean): void => {
    const text = pauseText(account, pauseMs, clock.wallMs());
    watcher.waiting(text, { account, forMs: pauseMs, isPaused: true });
    if (!isLater || pauseMs < LONG_PAUSE_MS) return;
    watcher.note(`${text}. Ctrl-C ends the command now; a shorter --max-pause stops this account alone.`);
  };
  return {
    note: (account, pauseMs) => {
      const fromMs = clock.wallMs();
      const untilMs = fromMs + pauseMs;
      const place = lastOf.get(account);
      const last = place === undefined ? undefined : pauses[place];
      show(account, pauseMs, last === undefined || untilMs > last.untilMs + SAME_END_MS);
      if (place !== undefined && last !== undefined && fromMs <= last.untilMs) {
        pauses[place] = { ...last, untilMs: Math.max(last.untilMs, untilMs) };
        return;
      }
      lastOf.set(account, pauses.push({ account, fromMs, untilMs }) - 1);
    },
    list: () => pauses,
  };
}
