import type { Clock } from '../../domain/clock.ts';
import type { Pause } from '../../report/html/page-content.ts';

/** The times in which providers asked for nothing to be sent. */
export interface Pauses {
  /** Notes that an account is paused from now on for so many milliseconds. */
  note(account: string, pauseMs: number): void;
  /** In the order in which they began, per account without overlaps. */
  list(): readonly Pause[];
}

/** Notes pauses; those that overlap become one, so that a long throttled run does not pile them up. */
export function notePauses(clock: Clock): Pauses {
  const pauses: Pause[] = [];
  const lastOf = new Map<string, number>();
  return {
    note: (account, pauseMs) => {
      const fromMs = clock.wallMs();
      const untilMs = fromMs + pauseMs;
      const place = lastOf.get(account);
      const last = place === undefined ? undefined : pauses[place];
      if (place !== undefined && last !== undefined && fromMs <= last.untilMs) {
        pauses[place] = { ...last, untilMs: Math.max(last.untilMs, untilMs) };
        return;
      }
      lastOf.set(account, pauses.push({ account, fromMs, untilMs }) - 1);
    },
    list: () => pauses,
  };
}
