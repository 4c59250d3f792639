/// <reference lib="dom" />
import type { PageRows } from './page-model.ts';

/** Takes the rows out of the page's data elements, which are emptied: the text is not kept beside the rows. */
export function readRows(): PageRows | null {
  const table = document.getElementById('table');
  if (table === null) return null;
  const rows: string[][] = [];
  for (const element of document.querySelectorAll('script.row-data')) {
    for (const row of JSON.parse(element.textContent ?? '[]')) rows.push(row);
    element.remove();
  }
  return { ...JSON.parse(table.textContent ?? '{}'), rows };
}
