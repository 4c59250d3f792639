import type { PageData } from '../page-content.ts';
import { chartSection } from './account-chart.ts';
import { element } from './element.ts';
import { listRows } from './list-rows.ts';
import {
  factsSection,
  figuresSection,
  fileLink,
  headSection,
  nextSection,
  noticeSection,
  problemsSection,
  signatureSection,
  tableSection,
} from './page-sections.ts';
import { printRows } from './print-rows.ts';
import { readPage, readRows } from './read-page.ts';
import { cellsOf } from './row-cells.ts';
import { rowSheet } from './row-sheet.ts';
import { timelineSection } from './timeline.ts';

/** Fills the page from its data: from what needs attention down to the rows and what identifies the report. */
function showPage(page: PageData): void {
  const main = element(
    'main',
    {},
    headSection(page),
    page.notices.map(noticeSection),
    figuresSection(page.figures),
    page.problems.length === 0 ? null : problemsSection(page.problems),
    page.next.length === 0 ? null : nextSection(page.next),
    page.chart === null ? null : chartSection(page.chart),
    page.tables.map(tableSection),
    page.timeline === null ? null : timelineSection(page.timeline),
  );
  document.body.append(main);
  if (page.rows !== null) main.append(rowsSection(page.rows));
  main.append(factsSection(page), signatureSection(page));
  // Margin boxes of printed pages take their text from here.
  document.documentElement.style.setProperty('--page-footer', JSON.stringify(page.footer));
}

function rowsSection(table: NonNullable<PageData['rows']>): HTMLElement {
  const host = element(
    'section',
    { class: 'block rows', id: 'rows', 'aria-labelledby': 'rows-title' },
    element('h2', { id: 'rows-title' }, table.title),
    element('p', { class: 'note' }, 'All columns of all rows: ', fileLink(table.file)),
  );
  const rows = { ...table, rows: readRows() };
  const cells = cellsOf(rows);
  const sheet = rowSheet(rows, cells);
  const list = listRows(rows, cells, sheet.open);
  sheet.follow(list);
  host.append(...list.elements);
  printRows(rows, cells, list, host);
  return host;
}

showPage(readPage());
