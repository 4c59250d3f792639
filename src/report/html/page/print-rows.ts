import { element } from './element.ts';
import type { RowList } from './list-rows.ts';
import type { PageRows } from './page-model.ts';
import type { Cells } from './row-cells.ts';

/** Rows on paper at most; whoever needs more has the file. */
const MOST_ROWS = 5_000;

/** Before printing, adds the rows that are listed now as an ordinary table, and removes it again after printing. */
export function printRows(model: PageRows, cells: Cells, list: RowList, host: HTMLElement): void {
  let printed: HTMLElement | null = null;
  window.addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('details')) details.open = true;
    printed?.remove();
    printed = printedRows(model, cells, list.order());
    host.append(printed);
  });
  window.addEventListener('afterprint', () => {
    printed?.remove();
    printed = null;
  });
}

function printedRows(model: PageRows, cells: Cells, order: Uint32Array): HTMLElement {
  const head = cells.shown.map(({ label }) => element('th', { scope: 'col' }, label));
  const body = Array.from(order.subarray(0, MOST_ROWS), (index) => {
    const row = model.rows[index] ?? [];
    const line = cells.shown.map((column) => {
      const cell = element('td', { class: `shape-${column.shape}` });
      cells.fill(cell, row, column);
      return cell;
    });
    return element('tr', {}, line);
  });
  const note = noteOf(order.length, model);
  return element(
    'div',
    { class: 'printed' },
    note === '' ? null : element('p', { class: 'note' }, note),
    element(
      'table',
      { class: 'print-rows' },
      element('thead', {}, element('tr', {}, head)),
      element('tbody', {}, body),
    ),
  );
}

function noteOf(listed: number, { rows, file }: PageRows): string {
  const text = (count: number): string => count.toLocaleString('en-US');
  if (listed > MOST_ROWS) {
    return `The first ${text(MOST_ROWS)} of ${text(listed)} rows. All of them are in ${file}.`;
  }
  return listed < rows.length ? `${text(listed)} of ${text(rows.length)} rows, as filtered.` : '';
}
