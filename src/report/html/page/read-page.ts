import { unpackRows } from '../packed-rows.ts';
import type { PageData } from '../page-content.ts';

/** What the page shows, apart from its rows. */
export function readPage(): PageData {
  return JSON.parse(document.getElementById('page-data')?.textContent ?? '');
}

/** Takes the rows out of the page's data elements and removes these: the text is not kept beside the rows. */
export function readRows(): string[][] {
  const rows: string[][] = [];
  for (const data of document.querySelectorAll('script.row-data')) {
    for (const row of unpackRows(JSON.parse(data.textContent ?? '[]'))) rows.push(row);
    data.remove();
  }
  return rows;
}
