import type { Timeline, TimelineData } from './page-content.ts';

// As many as can be told apart on a screen, whatever the length of the run.
const MOST_POINTS = 600;

/** Groups the seconds into at most `MOST_POINTS` steps of whole seconds; null when nothing was sent. */
export function timelineData(timeline: Timeline): TimelineData | null {
  const { seconds, limits, pauses } = timeline;
  if (seconds.length === 0) return null;
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  for (const { second } of seconds) {
    start = Math.min(start, second);
    end = Math.max(end, second);
  }
  const step = Math.max(1, Math.ceil((end - start + 1) / MOST_POINTS));
  // One more, empty, so that the last step has a right edge.
  const points = Math.floor((end - start) / step) + 2;
  const accounts = limits.flatMap(({ account, perSecond }) => {
    const own = seconds.filter((each) => each.account === account);
    if (own.length === 0) return [];
    const rates = new Array<number>(points).fill(0);
    for (const { second, calls } of own) {
      const place = Math.floor((second - start) / step);
      rates[place] = (rates[place] ?? 0) + calls / step;
    }
    return [
      {
        name: account,
        limit: perSecond,
        rates: rates.map((rate) => Math.round(rate * 100) / 100),
        pauses: pauses
          .filter((pause) => pause.account === account)
          .map(({ fromMs, untilMs }) => [fromMs / 1000, untilMs / 1000] as const),
      },
    ];
  });
  return { start, step, accounts };
}
