import { html, type Markup, scriptJson, trusted } from './markup.ts';
import type { Timeline } from './page-content.ts';

/** What the page's script draws: seconds since 1970, and calls per second at each `step` from `start` on. */
export interface TimelineData {
  readonly start: number;
  readonly step: number;
  readonly accounts: readonly {
    readonly name: string;
    readonly limit: number;
    readonly rates: readonly number[];
    readonly pauses: readonly (readonly [number, number])[];
  }[];
}

// As many as can be told apart on a screen, whatever the length of the run.
const MOST_POINTS = 600;
const WIDTH = 1000;
const HEIGHT = 110;
const LEFT = 40;
const BOTTOM = 18;

/** Calls per second of each account against its limit, drawn for paper; the page's script draws over it on a screen. */
export function timelineSection(timeline: Timeline): Markup | null {
  const data = timelineOf(timeline);
  if (data === null) return null;
  return html`<section class="block"><h2>The run over time</h2>
<p class="note">Changing calls per second${data.step === 1 ? null : html`, as means over ${data.step} s`}. The dashed line is the pace that the account is kept below; shaded is where the provider asked to wait. Times are UTC.</p>
${data.accounts.map(
  (
    account,
    index,
  ) => html`<figure class="timeline"><figcaption>${account.name} <span>limit ${account.limit} per second</span><output data-readout="${index}"></output></figcaption>
<div class="plot" data-plot="${index}"></div>${drawing(data, account)}</figure>`,
)}</section>`;
}

/** The data of the chart as a script element that is never run. */
export function timelineData(timeline: Timeline): Markup {
  const data = timelineOf(timeline);
  if (data === null) return trusted('');
  return trusted(`<script type="application/json" id="timeline-data">${scriptJson(data)}</script>\n`);
}

/** Puts the seconds into at most `MOST_POINTS` steps of whole seconds; null when nothing was sent. */
export function timelineOf(timeline: Timeline): TimelineData | null {
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

function drawing(data: TimelineData, account: TimelineData['accounts'][number]): Markup {
  const points = account.rates.length;
  const span = Math.max(1, points - 1) * data.step;
  const highest = Math.max(account.limit, ...account.rates) * 1.15;
  const x = (second: number): string =>
    (LEFT + Math.min(1, Math.max(0, (second - data.start) / span)) * (WIDTH - LEFT)).toFixed(1);
  const y = (rate: number): string => ((HEIGHT - BOTTOM) * (1 - rate / highest)).toFixed(1);
  let path = `M${x(data.start)},${y(0)}`;
  for (const [place, rate] of account.rates.entries()) {
    path += `V${y(rate)}H${x(data.start + (place + 1) * data.step)}`;
  }
  path += `V${y(0)}Z`;
  const ends = [data.start, data.start + span / 2, data.start + span];
  return html`<svg class="drawing" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="100%" role="img" aria-label="Calls per second of ${account.name}, at most ${Math.max(...account.rates)}, limit ${account.limit}">
${account.pauses.map(
  ([from, until]) =>
    html`<rect class="pause" x="${x(from)}" y="0" width="${Math.max(1, Number(x(until)) - Number(x(from))).toFixed(1)}" height="${HEIGHT - BOTTOM}"/>`,
)}
<path class="rate" d="${path}"/>
<line class="limit" x1="${LEFT}" x2="${WIDTH}" y1="${y(account.limit)}" y2="${y(account.limit)}"/>
<line class="axis" x1="${LEFT}" x2="${WIDTH}" y1="${HEIGHT - BOTTOM}" y2="${HEIGHT - BOTTOM}"/>
<text class="label" x="${LEFT - 6}" y="${y(account.limit)}" text-anchor="end" dominant-baseline="middle">${account.limit}</text>
<text class="label" x="${LEFT - 6}" y="${HEIGHT - BOTTOM}" text-anchor="end" dominant-baseline="middle">0</text>
${ends.map(
  (second, place) =>
    html`<text class="label" x="${x(second)}" y="${HEIGHT - 4}" text-anchor="${['start', 'middle', 'end'][place] ?? 'middle'}">${new Date(second * 1000).toISOString().slice(11, 19)}</text>`,
)}</svg>`;
}
