import type { Figure, Spread } from './figure.ts';
import { ratioOf } from './figure.ts';

/** A figure as bench/results.json has it. */
export interface KeptFigure extends Figure {
  /** UTC, `2026-11-27`. */
  readonly date: string;
  /** `2 shared cores, Node 20`, and whether the bench kept the disk busy. */
  readonly machine: string;
  /** Processes that ran or waited when the bench began, the least of what others did beside it. */
  readonly load: number;
}

const BEGIN = '<!-- figures: written by npm run bench -->';
const END = '<!-- end of figures -->';
const HEAD = [
  '| what | measured | beside it in the same run | ratio | goal | machine | date |',
  '|---|---|---|---|---|---|---|',
];

/** The table of the README: least / middle / most, and the ratio to the yardstick of the same run. */
function renderTable(figures: readonly KeptFigure[]): string {
  const lines = figures.map((figure) => {
    const { what, unit, measured, beside, goal, machine, load, date } = figure;
    const ratio = ratioOf(figure);
    const cells = [
      what,
      `${spread(measured)} ${unit}`.trim(),
      beside === null ? '' : `${spread(beside.measured)}: ${beside.what}`,
      ratio === null ? '' : `${number(ratio)}x`,
      goal,
      `${machine}, load ${load}`,
      date,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return ['', ...HEAD, ...lines, ''].join('\n');
}

/** The page with this table between its markers. @throws Error when the markers are missing */
export function withTable(page: string, figures: readonly KeptFigure[]): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${BEGIN} ... ${END} is not in the page`);
  return `${page.slice(0, begin + BEGIN.length)}\n${renderTable(figures)}\n${page.slice(end)}`;
}

/** Earlier figures, each replaced where it was measured again on the same kind of machine; new ones come last. */
export function withFigures(
  earlier: readonly KeptFigure[],
  measured: readonly KeptFigure[],
): readonly KeptFigure[] {
  const keyOf = ({ what, machine }: KeptFigure): string => `${what}\n${machine}`;
  const kept = new Map(earlier.map((figure) => [keyOf(figure), figure]));
  for (const figure of measured) kept.set(keyOf(figure), figure);
  return [...kept.values()];
}

function spread({ min, median, max }: Spread): string {
  const texts = [min, median, max].map(number);
  return texts.every((text) => text === texts[0]) ? (texts[0] ?? '') : texts.join(' / ');
}

/** Three digits are more than such a measurement repeats. */
function number(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}
