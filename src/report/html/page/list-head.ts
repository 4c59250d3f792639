import { element } from './element.ts';
import type { RowQuery } from './page-model.ts';
import type { ShownColumn } from './row-cells.ts';

/** The header row of the list, by which it is sorted. */
interface ListHead {
  readonly element: HTMLElement;
  sorting(): Pick<RowQuery, 'sortBy' | 'descending'>;
}

/** The header row; `changed` is called when the reader chooses another order. */
export function listHead(shown: readonly ShownColumn[], changed: () => void): ListHead {
  let sortBy: number | null = null;
  let descending = false;
  const heads = shown.map(({ label, column }) => {
    const button = element('button', { class: 'sort', type: 'button' }, label);
    const cell = element('div', { class: 'cell', role: 'columnheader', 'aria-sort': 'none' }, button);
    button.addEventListener('click', () => {
      const again = sortBy === column;
      // The third click returns to the order of the sheet.
      sortBy = again && descending ? null : column;
      descending = again && !descending;
      for (const head of heads) head.cell.setAttribute('aria-sort', sortOf(head.column));
      changed();
    });
    return { cell, column };
  });

  const sortOf = (column: number): string =>
    column !== sortBy ? 'none' : descending ? 'descending' : 'ascending';

  return {
    element: element(
      'div',
      { class: 'list-row list-head', role: 'row' },
      heads.map(({ cell }) => cell),
    ),
    sorting: () => ({ sortBy, descending }),
  };
}
