import { html, type Markup } from './markup.ts';
import type { AccountChart, ResultKind } from './page-content.ts';

const BAR_WIDTH = 480;
const BAR_HEIGHT = 16;
const GAP = 1;

/** Results per account as bars of one scale, each with its counts beside it as text: read without colours, and on paper. */
export function accountChart(chart: AccountChart): Markup {
  const used = chart.kinds.filter(({ key }) => chart.accounts.some(({ counts }) => (counts[key] ?? 0) > 0));
  const totals = chart.accounts.map(({ counts }) =>
    used.reduce((sum, { key }) => sum + (counts[key] ?? 0), 0),
  );
  const largest = Math.max(1, ...totals);
  return html`<section class="block"><h2>${chart.title}</h2>
<ul class="legend">${used.map(
    ({ label, tone, key }) =>
      html`<li><svg class="swatch" width="10" height="10" aria-hidden="true"><rect width="10" height="10" rx="2" class="fill-${tone} ${patternOf(used, key)}"/></svg>${label}</li>`,
  )}</ul>
<div class="wide"><table class="fixed chart"><thead><tr><th scope="col">Account</th><td></td>${used.map(
    ({ label }) => html`<th scope="col" class="count">${label}</th>`,
  )}<th scope="col" class="count">rows</th></tr></thead>
<tbody>${chart.accounts.map(
    ({ name, note, counts }, index) =>
      html`<tr><th scope="row">${name}${
        note === '' ? null : html`<small>${note}</small>`
      }</th><td class="bar">${bar(used, counts, largest)}</td>${used.map(
        ({ key }) => html`<td class="count">${count(counts[key] ?? 0)}</td>`,
      )}<td class="count total">${count(totals[index] ?? 0)}</td></tr>\n`,
  )}</tbody></table></div></section>`;
}

/** 12345 -> `12,345`; nothing is written as a dash, which is easier to look past than a nought. */
const count = (value: number): string => (value === 0 ? '–' : value.toLocaleString('en-US'));

function bar(
  kinds: readonly ResultKind[],
  counts: Readonly<Record<string, number>>,
  largest: number,
): Markup {
  let x = 0;
  const parts = kinds.flatMap(({ key, label, tone }) => {
    const value = counts[key] ?? 0;
    if (value === 0) return [];
    // Even one row among thousands is to be seen.
    const width = Math.max(3, (value / largest) * BAR_WIDTH);
    const from = x;
    x += width;
    return [
      html`<rect x="${from.toFixed(1)}" width="${Math.max(2, width - GAP).toFixed(1)}" height="${BAR_HEIGHT}" rx="1.5" class="fill-${tone} ${patternOf(kinds, key)}"><title>${label}: ${value.toLocaleString('en-US')}</title></rect>`,
    ];
  });
  return html`<svg viewBox="0 0 ${Math.max(BAR_WIDTH, Math.ceil(x))} ${BAR_HEIGHT}" width="100%" height="${BAR_HEIGHT}" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}

/** Two kinds of one tone stand side by side: the second is drawn lighter. */
function patternOf(kinds: readonly ResultKind[], key: string): string {
  const kind = kinds.find((each) => each.key === key);
  const before = kinds.slice(
    0,
    kinds.findIndex((each) => each.key === key),
  );
  return before.some(({ tone }) => tone === kind?.tone) ? 'second' : '';
}
