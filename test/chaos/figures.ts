import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** One line of the table in docs/reliability.md: what was tried, and what came of it. */
export interface Figure {
  /** Unique: a later figure replaces an earlier one of the same name. */
  readonly what: string;
  readonly tried: string;
  readonly violations: number;
  /** UTC, `2026-11-26`. */
  readonly date: string;
  /** What repeats it. */
  readonly command: string;
}

export const PAGE = fileURLToPath(new URL('../../docs/reliability.md', import.meta.url));
const BEGIN = '<!-- figures: written by npm run test:chaos -->';
const END = '<!-- end of figures -->';
const HEAD = ['| what | tried | violations | date | command |', '|---|---|---|---|---|'];
const LINE = /^\| (.+?) \| (.+?) \| (\d+) \| (\d{4}-\d{2}-\d{2}) \| `(.+?)` \|$/;

/** The lines of the table as they are between its markers. */
export function renderFigures(figures: readonly Figure[]): string {
  const lines = [...figures]
    .sort((left, right) => left.what.localeCompare(right.what, 'en'))
    .map(
      ({ what, tried, violations, date, command }) =>
        `| ${what} | ${tried} | ${violations} | ${date} | \`${command}\` |`,
    );
  return ['', ...HEAD, ...lines, ''].join('\n');
}

/** The table of a page. @throws Error when the markers are missing or a line has another shape */
export function parseFigures(page: string): Figure[] {
  const [, rest] = page.split(`${BEGIN}\n`);
  const [table] = rest?.split(`\n${END}`) ?? [];
  if (table === undefined || !page.includes(END)) throw new Error(`${BEGIN} ... ${END} is not in the page`);
  const lines = table.split('\n').filter((line) => line !== '' && !HEAD.includes(line));
  return lines.map((line) => {
    const [, what = '', tried = '', violations = '', date = '', command = ''] = LINE.exec(line) ?? [];
    if (what === '') throw new Error(`not a line of the table of figures: ${line}`);
    return { what, tried, violations: Number(violations), date, command };
  });
}

/** The page with these figures in its table, in place of earlier ones of the same names. */
export function withFigures(page: string, figures: readonly Figure[]): string {
  const names = new Set(figures.map(({ what }) => what));
  const kept = parseFigures(page).filter(({ what }) => !names.has(what));
  const start = page.indexOf(BEGIN) + BEGIN.length;
  return `${page.slice(0, start)}\n${renderFigures([...kept, ...figures])}\n${page.slice(page.indexOf(END))}`;
}

/** Writes figures into docs/reliability.md. */
export async function saveFigures(figures: readonly Figure[]): Promise<void> {
  if (figures.length === 0) return;
  await writeFile(PAGE, withFigures(await readFile(PAGE, 'utf8'), figures));
}
