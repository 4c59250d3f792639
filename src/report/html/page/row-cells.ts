import { wordDifference } from '../../../domain/word-difference.ts';
import { element } from './element.ts';
import type { PageRows } from './page-model.ts';

/** A column of the list: its header, its width, and the column of the data that it is sorted by. */
export interface ShownColumn {
  readonly label: string;
  readonly shape: string;
  readonly width: string;
  readonly column: number;
}

/** How the cells of this page's rows are made. */
export interface Cells {
  readonly shown: readonly ShownColumn[];
  fill(cell: HTMLElement, row: readonly string[], column: ShownColumn): void;
}

const WIDTHS: Readonly<Record<string, string>> = {
  number: '3.5rem',
  code: '8rem',
  kind: '7.5rem',
  before: 'minmax(14rem, 1.9fr)',
  address: 'minmax(14rem, 1.9fr)',
};

/** The columns that the list shows, and how each of their cells is filled. */
export function cellsOf(model: PageRows): Cells {
  const { columns, rows, kinds } = model;
  const [after, asked, suggested] = ['after', 'asked', 'suggested'].map((name) =>
    columns.findIndex(({ shape }) => shape === name),
  );
  const kindOf = new Map(kinds.map((kind) => [kind.key, kind]));
  const textAt = (row: readonly string[], column: number | undefined): string => row[column ?? -1] ?? '';
  const shown = columns.flatMap(({ label, shape }, column) => {
    const width = shape === 'text' ? textWidth(rows, column) : WIDTHS[shape];
    if (width === undefined) return [];
    return [{ label: shape === 'before' ? 'Address' : label, shape, width, column }];
  });

  /** The change; where nothing is changed yet, what was asked for beside what the provider suggests. */
  function address(row: readonly string[], before: string, now: string): (HTMLElement | string)[] {
    if (before !== '' || now !== '') return difference(before, now);
    const [wanted, offered] = [textAt(row, asked), textAt(row, suggested)];
    if (offered === '') return [element('span', { class: 'aside' }, wanted)];
    return [element('span', { class: 'aside' }, 'suggested: '), ...difference(wanted, offered)];
  }

  function fill(cell: HTMLElement, row: readonly string[], { shape, column }: ShownColumn): void {
    const text = textAt(row, column);
    if (shape === 'kind') {
      const kind = kindOf.get(text);
      cell.append(element('span', { class: `badge tone-${kind?.tone ?? 'quiet'}` }, kind?.label ?? text));
    } else if (shape === 'before') {
      cell.append(...address(row, text, after === -1 ? text : textAt(row, after)));
    } else {
      cell.append(element('span', { class: 'text' }, text));
      if (text !== '') cell.title = text;
    }
  }

  return { shown, fill };
}

/** Two texts as one, with what was removed and added marked. */
export function difference(before: string, now: string): (HTMLElement | string)[] {
  return wordDifference(before, now).flatMap(({ kind, text }) => [
    element(kind === 'same' ? 'span' : kind === 'added' ? 'ins' : 'del', {}, text),
    ' ',
  ]);
}

/** As wide as its longest text when that is short; otherwise a share of the space, larger for longer texts. */
function textWidth(rows: PageRows['rows'], column: number): string {
  const step = Math.max(1, Math.floor(rows.length / 500));
  let longest = 0;
  for (let index = 0; index < rows.length; index += step) {
    longest = Math.max(longest, (rows[index]?.[column] ?? '').length);
  }
  if (longest <= 18) return `${Math.max(4, longest * 0.46 + 0.5)}rem`;
  return `minmax(8rem, ${Math.min(1.8, Math.max(0.8, longest / 40)).toFixed(1)}fr)`;
}
