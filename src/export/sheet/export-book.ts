import path from 'node:path';
import { counted } from '../../domain/plural.ts';
import { ACTIONS } from '../../domain/request/request.ts';
import type { OutFolder, WrittenFile } from '../../report/out-folder.ts';
import { colorRules, MOST_BOOK_ROWS, type TextSheet, writeWorkbook } from '../../report/xlsx/text-sheet.ts';
import { columnLetters } from '../../sheet/columns/header-cells.ts';
import { STATE_COLORS, worksheetOf } from '../comparison/worksheet-of.ts';
import type { ExportPlace } from '../context/place-of-files.ts';
import { ROW_COLUMNS } from './sheet-cells.ts';

/** The rows of an export on their way into a workbook. */
export interface ExportBook {
  add(record: readonly string[]): void;
  /** Writes the workbook, with the changes when there are any; null, and a warning, when there are too many rows for one. */
  write(changes: (WrittenFile & { readonly rows: number }) | null): Promise<WrittenFile | null>;
}

interface BookParts {
  readonly kind: string;
  /** The workbook, null for none, and the CSV file that has all rows. */
  readonly names: Pick<ExportPlace, 'book' | 'main'>;
  readonly out: OutFolder;
  readonly warn: (text: string) => void;
}

/**
 * An export as a workbook of text cells that a spreadsheet program opens, edits, and saves without changing a number or a ZIP code.
 * The column `action` offers its values: to fill it in is what an export is for.
 */
export function exportBook({ kind, names, out, warn }: BookParts): ExportBook | null {
  const { book, main } = names;
  if (book === null) return null;
  let rows: string[][] | null = [];
  return {
    add: (record) => {
      if (rows?.length === MOST_BOOK_ROWS) rows = null;
      rows?.push([...record]);
    },
    write: async (changes) => {
      if (rows === null) {
        const most = counted(MOST_BOOK_ROWS);
        warn(`${book} is left out: it holds up to ${most} rows. ${main} has them all.`);
        return null;
      }
      const sheets = [stateSheet(kind, rows)];
      if (changes !== null && changes.rows <= MOST_BOOK_ROWS) {
        sheets.push(await worksheetOf('Changes', path.join(out.path, changes.name)));
      }
      const file = out.startFile(book);
      file.write(await writeWorkbook(sheets));
      return file.commit();
    },
  };
}

function stateSheet(kind: string, rows: readonly (readonly string[])[]): TextSheet {
  const letters = columnLetters(ROW_COLUMNS.indexOf('action'));
  return {
    name: `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`,
    header: ROW_COLUMNS,
    rows,
    rules: colorRules(ROW_COLUMNS, STATE_COLORS, rows.length),
    validations: [
      {
        type: 'list',
        formula1: `"${ACTIONS.join(',')}"`,
        allowBlank: true,
        showErrorMessage: true,
        errorTitle: 'Not an action',
        errorMessage: 'Choose from the list. To copy the row and do nothing, choose ignore.',
        range: `${letters}2:${letters}${rows.length + 1}`,
      },
    ],
  };
}
