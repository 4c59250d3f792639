import type { Detected } from './detected.ts';

/** A row of a file as it is, the header and titles included. */
export interface FileRow {
  /** The row number that a spreadsheet shows, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Whether a quotation mark in it was read as spreadsheet programs do, since CSV does not allow it there. */
  readonly hasBentQuotes?: boolean;
}

/** What of a worksheet a reader of it does not see. */
export interface HiddenCells {
  /** Rows that hold something, as a spreadsheet shows their numbers. */
  readonly rows: readonly number[];
  /** Columns, from 0. */
  readonly columns: ReadonlySet<number>;
}

/** A file of any kind that gives rows, each time from its beginning. */
export interface RowSource {
  readonly path: string;
  /** Of the file's bytes, hexadecimal. */
  readonly sha256: string;
  readonly detected: Omit<Detected, 'headerRow'>;
  /** Whether a row may have fewer cells than the header: a workbook does not store empty ones, a text file does. */
  readonly hasShortRows: boolean;
  /** Of a worksheet. */
  readonly hidden?: HiddenCells;
  /**
   * Its rows, as many at a time as were read together.
   * @throws UsageError when the file cannot be read further, or has changed since it was opened.
   */
  records(): AsyncGenerator<readonly FileRow[]>;
  /** The same rows, read while the caller works on those before; present where the file is large enough. @throws as `records` does */
  recordsAhead?(): AsyncGenerator<readonly FileRow[]>;
}
