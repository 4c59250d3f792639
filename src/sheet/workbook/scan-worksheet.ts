import type { HiddenCells } from '../source/row-source.ts';
import { MAX_COLUMNS, MAX_PLACES, MAX_ROWS } from './book-worksheet.ts';
import { refuseWorkbook } from './refuse-workbook.ts';
import { requireNoDoctype } from './workbook-parts.ts';
import { readAttributes } from './xml-tags.ts';
import { tooLarge } from './zip-file.ts';

/** What a first pass over the bytes of a worksheet tells, before a library reads its cells. */
interface WorksheetScan {
  readonly cells: number;
  /** Column, from 0 -> the digit format that all its numbers are shown with (`00000`). */
  readonly digitColumns: ReadonlyMap<number, string>;
  /** Rows that are hidden and hold something, and hidden columns, from 0. */
  readonly hidden: HiddenCells;
}

/** Longest piece from one row to the next, characters; a row of 16,384 full cells has about 2 million. */
const MAX_ROW_CHARS = 48 * 1024 * 1024;
/** Enough for a word that the edge of two chunks cuts. */
const SEAM_CHARS = 8;

/**
 * Walks through a worksheet's XML: where its cells are, whether a formula has no stored result, and in which columns
 * numbers are shown with leading zeros.
 * @throws UsageError when a cell is where none can be, the part is cut off, or a formula has no result.
 */
export async function scanWorksheet(
  path: string,
  chunks: AsyncIterable<Buffer>,
  digitFormats: ReadonlyMap<number, string>,
): Promise<WorksheetScan> {
  const walk = new Walk(path, digitFormats);
  // What was not walked through yet, and its last characters by themselves: the whole is put together only where it is cut.
  let rest = '';
  let tail = '';
  let isFirst = true;
  for await (const chunk of chunks) {
    // One character for each byte: what is looked for is ASCII, and no letter can be cut in two.
    const text = chunk.toString('latin1');
    if (isFirst && !/^(?:\u00EF\u00BB\u00BF)?\s*</.test(text)) {
      throw refuseWorkbook(path, 'SHEET_WORKBOOK_DAMAGED', { detail: 'a worksheet is not XML in UTF-8' });
    }
    isFirst = false;
    const seam = tail + text;
    const cut = Math.max(seam.lastIndexOf('<row'), seam.lastIndexOf(':row'));
    const end = rest.length - tail.length + cut;
    rest += text;
    if (cut >= 0 && end > 0) {
      walk.read(rest.slice(0, end));
      rest = rest.slice(end);
    }
    tail = seam.slice(Math.max(cut, seam.length - SEAM_CHARS, 0));
    if (rest.length > MAX_ROW_CHARS) throw tooLarge(path, 'a row of it has more than 48 MB');
  }
  walk.read(rest);
  if (!/<\/(?:[\w.-]{1,99}:)?worksheet\s*>\s*$/.test(rest.slice(-2000))) {
    throw refuseWorkbook(path, 'SHEET_WORKBOOK_DAMAGED', { detail: 'the end of the worksheet is missing' });
  }
  return walk.result();
}

/** Start and end of the elements that matter, with the text right behind: a row, a cell, its formula, its value. */
const ELEMENT = /<(\/?)(?:[\w.-]{1,99}:)?(row|col|c|f|v)(\s[^<>]*|\/)?>([^<]*)/g;

interface ScannedCell {
  readonly name: string;
  readonly column: number;
  readonly isNumber: boolean;
  readonly style: number;
  hasFormula: boolean;
  value: string;
}

class Walk {
  readonly #path: string;
  readonly #formats: ReadonlyMap<number, string>;
  /** Column -> the one format of its numbers; null when they have several. */
  readonly #columns = new Map<number, string | null>();
  #cells = 0;
  #places = 0;
  #row = 0;
  #column = -1;
  #isRowHidden = false;
  readonly #hiddenRows: number[] = [];
  readonly #hiddenColumns = new Set<number>();
  #cell: ScannedCell | null = null;

  constructor(path: string, formats: ReadonlyMap<number, string>) {
    this.#path = path;
    this.#formats = formats;
  }

  read(text: string): void {
    requireNoDoctype(this.#path, text);
    for (const [, slash, element, inside = '', behind = ''] of text.matchAll(ELEMENT)) {
      const isEnd = slash === '/';
      if (element === 'row') {
        if (!isEnd) this.#startRow(readAttributes(inside));
      } else if (element === 'col') {
        this.#noteColumns(readAttributes(inside));
      } else if (element === 'c') {
        if (!isEnd) this.#startCell(readAttributes(inside));
        if (!isEnd && !inside.endsWith('/')) this.#noteHiddenRow();
        if (isEnd || inside.endsWith('/')) this.#endCell();
      } else if (this.#cell !== null && !isEnd) {
        if (element === 'f') this.#cell.hasFormula = true;
        else this.#cell.value = behind;
      }
    }
  }

  result(): WorksheetScan {
    const digitColumns = new Map<number, string>();
    for (const [column, format] of this.#columns) if (format) digitColumns.set(column, format);
    const hidden = { rows: this.#hiddenRows, columns: this.#hiddenColumns };
    return { cells: this.#cells, digitColumns, hidden };
  }

  #startRow(attributes: ReadonlyMap<string, string>): void {
    const given = attributes.get('r');
    this.#isRowHidden = isHidden(attributes, 'ht');
    const row = given === undefined ? this.#row + 1 : Number(given);
    if (!Number.isInteger(row) || row <= this.#row || row > MAX_ROWS) this.#refuse(`row ${given}`);
    this.#row = row;
    this.#column = -1;
  }

  /** Filters, groups and "Hide" all set the same attribute. */
  #noteHiddenRow(): void {
    if (this.#isRowHidden && this.#hiddenRows.at(-1) !== this.#row) this.#hiddenRows.push(this.#row);
  }

  #noteColumns(attributes: ReadonlyMap<string, string>): void {
    if (!isHidden(attributes, 'width')) return;
    const last = Math.min(Number(attributes.get('max') ?? '0'), MAX_COLUMNS);
    for (let column = Number(attributes.get('min') ?? '1'); column <= last; column++) {
      this.#hiddenColumns.add(column - 1);
    }
  }

  #startCell(attributes: ReadonlyMap<string, string>): void {
    const given = attributes.get('r');
    const column = given === undefined ? this.#column + 1 : columnOf(given, this.#row);
    if (column <= this.#column || column >= MAX_COLUMNS) this.#refuse(`cell ${given ?? 'without a name'}`);
    this.#places += column - this.#column;
    this.#column = column;
    this.#cells++;
    if (this.#places > MAX_PLACES) {
      throw tooLarge(this.#path, `its rows reach over more than ${MAX_PLACES / 1e6} million places`);
    }
    this.#cell = {
      name: given ?? `in row ${this.#row}`,
      column,
      isNumber: (attributes.get('t') ?? 'n') === 'n',
      style: Number(attributes.get('s') ?? '-1'),
      hasFormula: false,
      value: '',
    };
  }

  #endCell(): void {
    const cell = this.#cell;
    this.#cell = null;
    if (cell === null || !cell.isNumber) return;
    if (cell.value === '') {
      // A formula whose result is an empty text has the type of a text; this one was never computed.
      if (cell.hasFormula) {
        throw refuseWorkbook(this.#path, 'SHEET_FORMULA_NO_VALUE', { detail: `cell ${cell.name}` });
      }
      return;
    }
    const format = this.#formats.get(cell.style) ?? null;
    const known = this.#columns.get(cell.column);
    this.#columns.set(cell.column, known === undefined || known === format ? format : null);
  }

  #refuse(detail: string): never {
    throw refuseWorkbook(this.#path, 'SHEET_WORKBOOK_REFERENCE', { detail: detail.slice(0, 60) });
  }
}

/** Whether a row or column is hidden, or has no height or width. */
function isHidden(attributes: ReadonlyMap<string, string>, size: 'ht' | 'width'): boolean {
  const hidden = attributes.get('hidden');
  return hidden === '1' || hidden === 'true' || Number(attributes.get(size) ?? '1') === 0;
}

/** Column of `B7`, from 0; past every limit when the text names no cell of the row. */
function columnOf(reference: string, row: number): number {
  const [, letters = '', digits = ''] = /^([A-Za-z]{1,3})(\d{1,7})$/.exec(reference) ?? [];
  if (letters === '' || Number(digits) !== row) return MAX_COLUMNS;
  return [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
