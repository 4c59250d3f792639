import type { FileRow, HiddenCells } from '../source/row-source.ts';

/** Rows and columns of a worksheet (ECMA-376; XFD and 1048576 are the last). */
export const MAX_ROWS = 1_048_576;
export const MAX_COLUMNS = 16_384;
/** Places from the first to the last cell of each row, in all: a million rows of sixty columns. */
export const MAX_PLACES = 64_000_000;

/** A worksheet that was looked through. */
export interface OpenedWorksheet {
  readonly hidden: HiddenCells;
  /** @throws UsageError when the file has changed, or a limit was met. */
  records(): AsyncGenerator<readonly FileRow[]>;
}

/** A worksheet of a workbook of any format. */
export interface BookWorksheet {
  readonly name: string;
  readonly isHidden: boolean;
  /**
   * Looks it through to its end, before any of its rows is used.
   * @throws UsageError when a cell is where none can be, the part is cut off, or a formula has no result.
   */
  open(): Promise<OpenedWorksheet>;
}
