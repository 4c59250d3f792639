/// <reference lib="dom" />

import type { RowList } from './list-rows.ts';
import type { PageParts } from './page-model.ts';

/** Starts the script of a page: the list of rows where there are rows, the chart where there is a run over time. */
export function startPage(parts: PageParts): void {
  document.documentElement.classList.add('scripted');
  parts.drawTimeline();
  const host = document.getElementById('rows');
  const model = parts.readRows();
  if (host === null || model === null) return;
  const cells = parts.showCells(model, parts.wordDifference);
  let list: RowList | null = null;
  const listed = (): RowList => {
    if (list === null) throw new Error('the rows are not listed yet');
    return list;
  };
  const show = parts.showRow(model, cells, listed);
  list = parts.listRows(model, cells, parts, host, show);
  parts.printRows(model, cells, list, host);
}
