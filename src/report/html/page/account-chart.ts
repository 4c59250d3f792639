import type { AccountChart, ResultKind } from '../page-content.ts';
import { element, shape } from './element.ts';

const BAR_WIDTH = 480;
const BAR_HEIGHT = 16;
const SPACE = 1;

/** Results per account as bars of one scale, each with its counts beside it as text: read without colors, and on paper. */
export function chartSection({ title, kinds, accounts }: AccountChart): HTMLElement {
  const used = kinds.filter(({ key }) => accounts.some(({ counts }) => (counts[key] ?? 0) > 0));
  const totals = accounts.map(({ counts }) => used.reduce((sum, { key }) => sum + (counts[key] ?? 0), 0));
  const largest = Math.max(1, ...totals);
  const head = [
    element('th', { scope: 'col' }, 'Account'),
    element('td'),
    [...used.map(({ label }) => label), 'rows'].map((label) =>
      element('th', { scope: 'col', class: 'count' }, label),
    ),
  ];
  const rows = accounts.map(({ name, note, counts }, index) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, name, note === '' ? null : element('small', {}, note)),
      element('td', { class: 'bar' }, bar(used, counts, largest)),
      used.map(({ key, label }) =>
        element('td', { class: 'count', 'data-label': label }, countText(counts[key] ?? 0)),
      ),
      element('td', { class: 'count total', 'data-label': 'rows' }, countText(totals[index] ?? 0)),
    ),
  );
  const table = element(
    'table',
    { class: 'fixed stacked chart' },
    element('thead', {}, element('tr', {}, head)),
    element('tbody', {}, rows),
  );
  return element(
    'section',
    { class: 'block' },
    element('h2', {}, title),
    legend(used),
    element('div', { class: 'wide' }, table),
  );
}

function legend(kinds: readonly ResultKind[]): HTMLElement {
  const items = kinds.map((kind) => {
    const swatch = shape('rect', { width: 10, height: 10, rx: 2, class: fillOf(kinds, kind) });
    const svg = shape('svg', { class: 'swatch', width: 10, height: 10, 'aria-hidden': 'true' }, swatch);
    return element('li', {}, svg, kind.label);
  });
  return element('ul', { class: 'legend' }, items);
}

/** 12345 -> `12,345`; zero is a dash, which the eye skips. */
const countText = (value: number): string => (value === 0 ? '–' : value.toLocaleString('en-US'));

function bar(
  kinds: readonly ResultKind[],
  counts: Readonly<Record<string, number>>,
  largest: number,
): SVGElement {
  let x = 0;
  const parts = kinds.flatMap((kind) => {
    const value = counts[kind.key] ?? 0;
    if (value === 0) return [];
    // One row among thousands is still visible.
    const width = Math.max(3, (value / largest) * BAR_WIDTH);
    const from = x;
    x += width;
    const place = { x: from.toFixed(1), width: Math.max(2, width - SPACE).toFixed(1), height: BAR_HEIGHT };
    const label = shape('title', {}, `${kind.label}: ${value.toLocaleString('en-US')}`);
    return [shape('rect', { ...place, rx: 1.5, class: fillOf(kinds, kind) }, label)];
  });
  const box = {
    viewBox: `0 0 ${Math.max(BAR_WIDTH, Math.ceil(x))} ${BAR_HEIGHT}`,
    width: '100%',
    height: BAR_HEIGHT,
    preserveAspectRatio: 'none',
    'aria-hidden': 'true',
  };
  return shape('svg', box, parts);
}

/** Where two kinds share a tone, the second is drawn lighter. */
function fillOf(kinds: readonly ResultKind[], { key, tone }: ResultKind): string {
  const earlier = kinds.slice(
    0,
    kinds.findIndex((kind) => kind.key === key),
  );
  return `fill-${tone}${earlier.some((kind) => kind.tone === tone) ? ' second' : ''}`;
}
