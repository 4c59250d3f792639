import type { Result } from '../../journal/records.ts';
import { findColumn, RESULT_COLUMNS, SUGGESTED_COLUMNS } from '../../sheet/columns/columns.ts';
import type { ReportSheet, ResultColumn } from '../report-sheet.ts';
import { answerCells } from '../results-csv.ts';
import type { RowFile } from '../row-file.ts';
import { outcomeOf } from '../row-outcome.ts';
import { colorRules, MOST_BOOK_ROWS, writeWorkbook } from './text-sheet.ts';

const SHEET_NAME = 'Results';

const GREEN = 'C6EFCE';
const YELLOW = 'FFEB9C';
const RED = 'FFC7CE';
const GRAY = 'E7E6E6';
const COLORS: Readonly<Record<Result, string>> = {
  applied: GREEN,
  unchanged: GREEN,
  would_apply: GREEN,
  valid: GREEN,
  undone: GREEN,
  needs_review: YELLOW,
  pending: YELLOW,
  unknown: RED,
  failed: RED,
  not_attempted: RED,
  skipped: GRAY,
};

/** A column of the workbook: one of the sheet's own, by its position, or one of the program's. */
type BookColumn = number | ResultColumn;

/**
 * results.xlsx: results.csv as a workbook that a spreadsheet program opens, edits, and saves without changing a number or a ZIP
 * code. A suggestion is beside the cell that it would replace, and the result has a color.
 */
export function resultsBook(sheet: ReportSheet): RowFile {
  const columns = bookColumns(sheet);
  const header = columns.map((column) =>
    typeof column === 'number' ? (sheet.header[column] ?? '') : column,
  );
  let rows: string[][] | null = [];
  return {
    name: 'results.xlsx',
    header,
    recordsOf: (row) => {
      const answer = answerCells(row, outcomeOf(row), sheet.runId);
      return [
        columns.map((column) => (typeof column === 'number' ? (row.cells[column] ?? '') : answer[column])),
      ];
    },
    book: {
      add: (record) => {
        if (rows?.length === MOST_BOOK_ROWS) rows = null;
        rows?.push([...record]);
      },
      bytes: async () =>
        rows &&
        writeWorkbook([
          { name: SHEET_NAME, header, rows, rules: colorRules(header, { result: COLORS }, rows.length) },
        ]),
    },
  };
}

function bookColumns(sheet: ReportSheet): readonly BookColumn[] {
  const beside = new Map<number, ResultColumn>();
  for (const suggested of SUGGESTED_COLUMNS) {
    const column = findColumn(suggested.slice('suggested_'.length));
    const position = column === undefined ? -1 : sheet.columnOf(column);
    if (position >= 0) beside.set(position, suggested);
  }
  const placed = new Set(beside.values());
  return [
    ...sheet.header.flatMap((_, position): BookColumn[] => {
      const suggested = beside.get(position);
      return suggested === undefined ? [position] : [position, suggested];
    }),
    ...RESULT_COLUMNS.filter((column) => !placed.has(column)),
  ];
}
