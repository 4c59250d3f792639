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
    number: '4.5rem',
    code: '9.5rem',
    kind: '8.5rem',
    text: 'minmax(7rem, 1fr)',
    before: 'minmax(14rem, 2.2fr)',
  };
  const after = model.columns.findIndex(({ shape }) => shape === 'after');
  const kindOf = new Map(model.kinds.map((kind) => [kind.key, kind]));
  const shown = model.columns.flatMap(({ label, shape }, column) => {
    const width = widths[shape];
    return width === undefined
      ? []
      : [{ label: shape === 'before' ? 'Address' : label, shape, width, column }];
  });

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

  function fill(element: HTMLElement, row: readonly string[], { shape, column }: ShownColumn): void {
    const text = row[column] ?? '';
    if (shape === 'kind') {
      const kind = kindOf.get(text);
      element.append(make('span', `badge tone-${kind?.tone ?? 'quiet'}`, kind?.label ?? text));
    } else if (shape === 'before') {
      element.append(difference(text, after < 0 ? text : (row[after] ?? '')));
    } else {
      element.append(make('span', 'text', text));
      if (text !== '') element.title = text;
    }
  }

  return { shown, fill, difference, make };
}
