/// <reference lib="dom" />
import type { PageParts, PageRows } from './page-model.ts';
import type { Cells } from './show-cells.ts';

/** The list of rows in the page. */
export interface RowList {
  /** The rows as they are listed now. */
  order(): Uint32Array;
  /** Puts the keyboard on the row at this place of the list, scrolled into view. */
  focus(place: number): void;
}

/**
 * Lists the rows: only those in view are elements, so a hundred thousand scroll like ten. `open` is called with the place of
 * the row in the list that the reader wants to see whole.
 */
export function listRows(
  model: PageRows,
  cells: Cells,
  parts: Pick<PageParts, 'findRows' | 'listControls'>,
  host: HTMLElement,
  open: (place: number) => void,
): RowList {
  const rowHeight = 48;
  const overscan = 6;
  // Browsers draw nothing below some 17 million pixels; longer lists are scrolled in proportion.
  const mostPixels = 8_000_000;
  const { make } = cells;
  const find = parts.findRows(model);
  let sortBy: number | null = null;
  let descending = false;
  let active = 0;
  let order: Uint32Array = new Uint32Array(0);
  let drawnFirst = -1;

  const controls = parts.listControls(model, cells, () => refresh());
  const list = make('div', 'list');
  list.setAttribute('role', 'table');
  list.setAttribute('aria-label', 'Rows');
  list.style.setProperty('--columns', cells.shown.map(({ width }) => width).join(' '));
  const head = make('div', 'list-row list-head');
  head.setAttribute('role', 'row');
  const size = make('div', 'list-size');
  const shownRows = make('div', 'list-window');
  shownRows.setAttribute('role', 'rowgroup');
  const none = make('p', 'none', 'No row is like that.');
  none.hidden = true;
  size.append(shownRows);
  list.append(head, size);
  host.append(controls.element, list, none);

  const heads = cells.shown.map(({ label, column }) => {
    const cell = make('div', 'cell');
    cell.setAttribute('role', 'columnheader');
    const button = make('button', 'sort', label);
    button.type = 'button';
    button.addEventListener('click', () => {
      const again = sortBy === column;
      // Third click: back to the order of the sheet.
      if (again && descending) sortBy = null;
      else sortBy = column;
      descending = again && !descending;
      refresh();
    });
    cell.append(button);
    head.append(cell);
    return { cell, column };
  });

  const wholeHeight = (): number => order.length * rowHeight;
  const viewHeight = (): number => Math.max(rowHeight, list.clientHeight - head.offsetHeight);
  /** Pixels of the list for one pixel of the scroll bar. */
  function stretch(): number {
    const whole = wholeHeight();
    return whole <= mostPixels ? 1 : (whole - viewHeight()) / (mostPixels - viewHeight());
  }

  function refresh(): void {
    order = find({ ...controls.chosen(), sortBy, descending });
    for (const { cell, column } of heads) {
      cell.setAttribute('aria-sort', column !== sortBy ? 'none' : descending ? 'descending' : 'ascending');
    }
    controls.say(order.length);
    active = 0;
    none.hidden = order.length > 0;
    list.setAttribute('aria-rowcount', String(order.length + 1));
    size.style.height = `${Math.min(wholeHeight(), mostPixels)}px`;
    list.scrollTop = 0;
    draw(true);
  }

  function draw(anew: boolean): void {
    const from = list.scrollTop * stretch();
    const first = Math.max(0, Math.floor(from / rowHeight) - overscan);
    shownRows.style.transform = `translateY(${list.scrollTop - from + first * rowHeight}px)`;
    if (!anew && first === drawnFirst) return;
    drawnFirst = first;
    const hadFocus = shownRows.contains(document.activeElement);
    const last = Math.min(order.length, first + Math.ceil(viewHeight() / rowHeight) + 2 * overscan);
    const drawn: HTMLElement[] = [];
    for (let place = first; place < last; place++) drawn.push(rowElement(place));
    shownRows.replaceChildren(...drawn);
    if (hadFocus) drawn[active - first]?.focus({ preventScroll: true });
  }

  function rowElement(place: number): HTMLElement {
    const row = model.rows[order[place] ?? 0] ?? [];
    const element = make('div', 'list-row');
    element.setAttribute('role', 'row');
    element.setAttribute('aria-rowindex', String(place + 2));
    element.dataset['place'] = String(place);
    element.tabIndex = place === active ? 0 : -1;
    for (const column of cells.shown) {
      const cell = make('div', `cell shape-${column.shape}`);
      cell.setAttribute('role', 'cell');
      cells.fill(cell, row, column);
      element.append(cell);
    }
    return element;
  }

  function focus(place: number): void {
    active = Math.max(0, Math.min(order.length - 1, place));
    const top = active * rowHeight;
    const from = list.scrollTop * stretch();
    if (top < from) list.scrollTop = top / stretch();
    else if (top + rowHeight > from + viewHeight())
      list.scrollTop = (top + rowHeight - viewHeight()) / stretch();
    draw(true);
    shownRows.querySelector<HTMLElement>(`[data-place="${active}"]`)?.focus({ preventScroll: true });
  }

  const placeOf = (event: Event): number => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-place]') : null;
    return row === null ? -1 : Number(row.dataset['place']);
  };
  shownRows.addEventListener('click', (event) => {
    const place = placeOf(event);
    // Selecting text to copy it is no request to open the row.
    if (place < 0 || String(window.getSelection()) !== '') return;
    active = place;
    open(place);
  });
  shownRows.addEventListener('keydown', (event) => {
    const page = Math.max(1, Math.floor(viewHeight() / rowHeight) - 1);
    const moves: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: order.length - 1,
    };
    const move = moves[event.key];
    if (move !== undefined) focus(move);
    else if (event.key === 'Enter' || event.key === ' ') open(active);
    else return;
    event.preventDefault();
  });
  list.addEventListener('scroll', () => window.requestAnimationFrame(() => draw(false)), { passive: true });
  new ResizeObserver(() => draw(true)).observe(list);
  refresh();

  return { order: () => order, focus };
}
