import type { Problem } from '../../errors/problem.ts';

/** A row below the header, as every part of the program sees it. */
export interface SheetRow {
  /** 1-based place among the rows that are not empty. */
  readonly position: number;
  /** The row number that a spreadsheet shows: the header counts, a cell of several lines does not. */
  readonly line: number;
  /** As many as `Sheet.header`. Missing cells of a ragged row are empty; surplus ones are joined onto the last. */
  readonly cells: readonly string[];
  /** What was wrong with the row as such; such a row is checked no further. */
  readonly problems: readonly Problem[];
}
