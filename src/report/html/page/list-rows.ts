import { element } from './element.ts';
import { findRows } from './find-rows.ts';
import { listControls } from './list-controls.ts';
import { listHead } from './list-head.ts';
import type { PageRows } from './page-model.ts';
import type { Cells } from './row-cells.ts';
import { type RowView, rowView } from './row-view.ts';

/** The list of rows in the page. */
export interface RowList {
  /** Controls, list, and what is said when no row is left. */
  readonly elements: readonly HTMLElement[];
  /** The rows as they are listed now. */
  order(): Uint32Array;
  /** Puts the keyboard on the row at this place of the list, scrolled into view. */
  focus(place: number): void;
}

/**
 * Lists the rows with controls to search, filter and sort. `open` is called with the place in the list of the row that the
 * reader wants to see whole.
 */
export function listRows(model: PageRows, cells: Cells, open: (place: number) => void): RowList {
  const find = findRows(model);
  const list = element('div', { class: 'list', role: 'table', 'aria-label': 'Rows' });
  const none = element('p', { class: 'none' }, 'No rows match. Clear the search or a filter.');
  const controls = listControls(model, () => refresh());
  const head = listHead(cells.shown, () => refresh());
  let order: Uint32Array = new Uint32Array(0);
  const view = rowView({ list, head: head.element, order: () => order, make: rowElement });
  list.style.setProperty('--columns', cells.shown.map(({ width }) => width).join(' '));
  list.append(head.element, view.element);
  listenForRows(view, open, () => order.length);

  function rowElement(place: number): HTMLElement {
    const row = model.rows[order[place] ?? 0] ?? [];
    const filled = cells.shown.map((column) => {
      const cell = element('div', { class: `cell shape-${column.shape}`, role: 'cell' });
      cells.fill(cell, row, column);
      return cell;
    });
    return element(
      'div',
      { class: 'list-row', role: 'row', 'aria-rowindex': place + 2, 'data-place': place },
      filled,
    );
  }

  function refresh(): void {
    order = find({ ...controls.chosen(), ...head.sorting() });
    controls.say(order.length);
    none.hidden = order.length > 0;
    list.setAttribute('aria-rowcount', String(order.length + 1));
    view.reset();
  }
  refresh();

  return { elements: [controls.element, list, none], order: () => order, focus: view.focus };
}

/** Opens rows by click and by key, and moves between them by key. */
function listenForRows(view: RowView, open: (place: number) => void, count: () => number): void {
  view.element.addEventListener('click', (event) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-place]') : null;
    // Selecting text to copy it is not a request to open the row.
    if (row === null || String(window.getSelection()) !== '') return;
    const place = Number(row.dataset['place']);
    view.activate(place);
    open(place);
  });
  view.element.addEventListener('keydown', (event) => {
    const active = view.active();
    const page = view.rowsPerPage();
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: count() - 1,
    };
    const move = moves[event.key];
    if (move !== undefined) view.focus(move);
    else if (event.key === 'Enter' || event.key === ' ') open(active);
    else return;
    event.preventDefault();
  });
}
