import type { AccountTimeline, TimelineData } from '../page-content.ts';
import { element, shape } from './element.ts';

const HEIGHT = 120;
const LEFT = 40;
const BOTTOM = 18;
/** The width that paper gets, and the first drawing before the page has a width. */
const DEFAULT_WIDTH = 1000;
const NARROWEST = 260;

/** Calls per second of each account against its limit. The same drawing serves the screen and paper. */
export function timelineSection(data: TimelineData): HTMLElement {
  const mean = data.step === 1 ? '' : `, averaged over ${data.step} s`;
  const note = `Changing calls per second${mean}. The dashed line is the limit of the account; shaded is where the provider asked to wait. Times are UTC.`;
  return element(
    'section',
    { class: 'block' },
    element('h2', {}, 'Calls over time'),
    element('p', { class: 'note' }, note),
    data.accounts.map((account) => accountFigure(data, account)),
  );
}

function accountFigure(data: TimelineData, account: AccountTimeline): HTMLElement {
  const readout = element('output');
  const caption = element(
    'figcaption',
    {},
    `${account.name} `,
    element('span', {}, `limit ${account.limit} per second`),
    readout,
  );
  let drawing = draw(data, account, DEFAULT_WIDTH);
  const plot = element('div', { class: 'plot' }, drawing);
  new ResizeObserver(() => {
    const next = draw(data, account, Math.max(NARROWEST, plot.clientWidth));
    drawing.replaceWith(next);
    drawing = next;
  }).observe(plot);
  plot.addEventListener('pointermove', ({ clientX }) => {
    const { left, width } = plot.getBoundingClientRect();
    const share = (clientX - left - LEFT) / Math.max(1, width - LEFT);
    readout.textContent = textAt(data, account, share);
  });
  plot.addEventListener('pointerleave', () => {
    readout.textContent = '';
  });
  return element('figure', { class: 'timeline' }, caption, plot);
}

/** The time and the rate at a share of the drawing's width; empty outside it. */
function textAt(data: TimelineData, { rates }: AccountTimeline, share: number): string {
  const place = Math.floor(share * (rates.length - 1));
  const rate = share < 0 ? undefined : rates[place];
  if (rate === undefined) return '';
  return `${clockText(data.start + place * data.step)} UTC: ${rate.toFixed(1)} calls per second`;
}

const clockText = (second: number): string => new Date(second * 1000).toISOString().slice(11, 19);

function draw(data: TimelineData, account: AccountTimeline, width: number): SVGElement {
  const span = Math.max(1, account.rates.length - 1) * data.step;
  const floor = HEIGHT - BOTTOM;
  const highest = Math.max(account.limit, ...account.rates) * 1.15;
  const x = (second: number): number =>
    LEFT + Math.min(1, Math.max(0, (second - data.start) / span)) * (width - LEFT);
  const y = (rate: number): number => floor * (1 - rate / highest);
  const steps = account.rates.map(
    (rate, place) => `V${y(rate).toFixed(1)}H${x(data.start + (place + 1) * data.step).toFixed(1)}`,
  );
  const line = (kind: string, at: number): SVGElement =>
    shape('line', { class: kind, x1: LEFT, x2: width, y1: at.toFixed(1), y2: at.toFixed(1) });
  const label = (text: string, at: { x: number; y: number }, anchor: string): SVGElement =>
    shape('text', { class: 'label', ...at, 'text-anchor': anchor }, text);
  const times = [0, span / 2, span].map((offset, place) => {
    const anchor = ['start', 'middle', 'end'][place] ?? 'middle';
    return label(clockText(data.start + offset), { x: x(data.start + offset), y: HEIGHT - 4 }, anchor);
  });
  const most = Math.max(...account.rates);
  return shape(
    'svg',
    {
      class: 'drawing',
      viewBox: `0 0 ${width} ${HEIGHT}`,
      width: '100%',
      role: 'img',
      'aria-label': `Calls per second of ${account.name}: at most ${most}, limit ${account.limit}`,
    },
    account.pauses.map(([from, until]) =>
      shape('rect', {
        class: 'pause',
        x: x(from).toFixed(1),
        y: 0,
        width: Math.max(1, x(until) - x(from)).toFixed(1),
        height: floor,
      }),
    ),
    shape('path', { class: 'rate', d: `M${LEFT},${floor}${steps.join('')}V${floor}Z` }),
    line('limit', y(account.limit)),
    line('axis', floor),
    label(String(account.limit), { x: LEFT - 6, y: y(account.limit) + 4 }, 'end'),
    label('0', { x: LEFT - 6, y: floor }, 'end'),
    times,
  );
}
