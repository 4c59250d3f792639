import type { RowRecord } from '../journal/records.ts';

/** Something that is counted in one pass over the answered rows, together with others of its kind. */
export interface RowTally<T> {
  note(row: RowRecord): void;
  /** What the rows noted so far come to. */
  result(): T;
}
