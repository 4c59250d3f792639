/// <reference lib="dom" />
import type { PageParts, PageRows } from './page-model.ts';

/** A column of the list: what it is headed by, how wide it is, and which column of the data it is sorted by. */
export interface ShownColumn {
  readonly label: string;
  readonly shape: string;
  readonly width: string;
  readonly column: number;
}

/** Makes cells as elements. Text only ever becomes text: nothing of a row is read as markup. */
export interface Cells {
  readonly shown: readonly ShownColumn[];
  fill(element: HTMLElement, row: readonly string[], column: ShownColumn): void;
  difference(before: string, after: string): Node;
  make<Name extends keyof HTMLElementTagNameMap>(
    name: Name,
    className: string,
    text?: string,
  ): HTMLElementTagNameMap[Name];
}

/** How the cells of this page's rows are made. */
export function showCells(model: PageRows, wordDifference: PageParts['wordDifference']): Cells {
  const widths: Record<string, string> = {
    number: '3.5rem',
    code: '8rem',
    kind: '7.5rem',
    before: 'minmax(14rem, 1.9fr)',
  };
  const after = model.columns.findIndex(({ shape }) => shape === 'after');
  const asked = model.columns.findIndex(({ shape }) => shape === 'asked');
  const suggested = model.columns.findIndex(({ shape }) => shape === 'suggested');
  const kindOf = new Map(model.kinds.map((kind) => [kind.key, kind]));
  const shown = model.columns.flatMap(({ label, shape }, column) => {
    const width = shape === 'text' ? textWidth(column) : widths[shape];
    return width === undefined
      ? []
      : [{ label: shape === 'before' ? 'Address' : label, shape, width, column }];
  });

  /** As wide as its longest text when that is short, else a share of what is left, more of it for longer texts. */
  function textWidth(column: number): string {
    const step = Math.max(1, Math.floor(model.rows.length / 500));
    let longest = 0;
    for (let index = 0; index < model.rows.length; index += step)
      longest = Math.max(longest, (model.rows[index]?.[column] ?? '').length);
    if (longest <= 18) return `${Math.max(4, longest * 0.46 + 0.5)}rem`;
    return `minmax(8rem, ${Math.min(1.8, Math.max(0.8, longest / 40)).toFixed(1)}fr)`;
  }

  const make: Cells['make'] = (name, className, text = '') => {
    const element = document.createElement(name);
    if (className !== '') element.className = className;
    if (text !== '') element.textContent = text;
    return element;
  };

  function difference(before: string, now: string): Node {
    const fragment = document.createDocumentFragment();
    for (const { kind, text } of wordDifference(before, now)) {
      const name = kind === 'same' ? 'span' : kind === 'added' ? 'ins' : 'del';
      fragment.append(make(name, '', text), ' ');
    }
    return fragment;
  }

  /** The change; where nothing is changed yet, what was asked for beside what the provider suggests. */
  function fillAddress(element: HTMLElement, row: readonly string[], before: string, now: string): void {
    const [wanted, offered] = [row[asked] ?? '', row[suggested] ?? ''];
    if (before !== '' || now !== '') element.append(difference(before, now));
    else if (offered === '') element.append(make('span', 'aside', wanted));
    else element.append(make('span', 'aside', 'suggested: '), difference(wanted, offered));
  }

  function fill(element: HTMLElement, row: readonly string[], { shape, column }: ShownColumn): void {
    const text = row[column] ?? '';
    if (shape === 'kind') {
      const kind = kindOf.get(text);
      element.append(make('span', `badge tone-${kind?.tone ?? 'quiet'}`, kind?.label ?? text));
    } else if (shape === 'before') {
      fillAddress(element, row, text, after < 0 ? text : (row[after] ?? ''));
    } else {
      element.append(make('span', 'text', text));
      if (text !== '') element.title = text;
    }
  }

  return { shown, fill, difference, make };
}
