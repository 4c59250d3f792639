/// <reference lib="dom" />

import type { RowList } from './list-rows.ts';
import type { PageRows } from './page-model.ts';
import type { Cells } from './show-cells.ts';

/** Before printing, puts the rows that are listed now into the page as an ordinary table, and takes them out again after. */
export function printRows(model: PageRows, cells: Cells, list: RowList, host: HTMLElement): void {
  // Some two hundred sheets of paper; whoever needs more has the file.
  const mostRows = 5_000;
  const { make, shown } = cells;
  let printed: HTMLElement | null = null;

  function table(): HTMLElement {
    const order = list.order();
    const element = make('table', 'print-rows');
    const head = element.createTHead().insertRow();
    for (const { label } of shown) {
      const cell = make('th', '', label);
      cell.scope = 'col';
      head.append(cell);
    }
    const body = element.createTBody();
    for (const index of order.subarray(0, mostRows)) {
      const row = body.insertRow();
      for (const column of shown) {
        const cell = row.insertCell();
        cell.className = `shape-${column.shape}`;
        cells.fill(cell, model.rows[index] ?? [], column);
      }
    }
    const wrap = make('div', 'printed');
    const many = (count: number): string => count.toLocaleString('en-US');
    if (order.length > mostRows) {
      const text = `The first ${many(mostRows)} of ${many(order.length)} rows. All of them are in ${model.file}.`;
      wrap.append(make('p', 'note', text));
    } else if (order.length < model.rows.length) {
      wrap.append(
        make('p', 'note', `${many(order.length)} of ${many(model.rows.length)} rows, as filtered.`),
      );
    }
    wrap.append(element);
    return wrap;
  }

  window.addEventListener('beforeprint', () => {
    for (const more of document.querySelectorAll('details')) more.open = true;
    printed?.remove();
    printed = table();
    host.append(printed);
  });
  window.addEventListener('afterprint', () => {
    printed?.remove();
    printed = null;
  });
}
