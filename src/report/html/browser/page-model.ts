import type { wordDifference } from '../../../domain/word-difference.ts';
import type { ResultKind, TableColumn } from '../page-content.ts';
import type { drawTimeline } from './draw-timeline.ts';
import type { findRows } from './find-rows.ts';
import type { listControls } from './list-controls.ts';
import type { listRows } from './list-rows.ts';
import type { printRows } from './print-rows.ts';
import type { readRows } from './read-rows.ts';
import type { showCells } from './show-cells.ts';
import type { showRow } from './show-row.ts';

/** The rows of a page as its script holds them. */
export interface PageRows {
  readonly columns: readonly TableColumn[];
  readonly kinds: readonly ResultKind[];
  /** Where the same rows stand whole. */
  readonly file: string;
  readonly rows: readonly (readonly string[])[];
}

/** What a reader asked to see. */
export interface RowQuery {
  readonly text: string;
  /** Kinds to show; empty for all. */
  readonly kinds: ReadonlySet<string>;
  /** Column index to the one value that is wanted. */
  readonly choices: ReadonlyMap<number, string>;
  /** Column to sort by; null for the order of the sheet. */
  readonly sortBy: number | null;
  readonly descending: boolean;
}

/** The functions that a page's script is put together from (see `page-assets.ts`). */
export interface PageParts {
  readonly wordDifference: typeof wordDifference;
  readonly readRows: typeof readRows;
  readonly findRows: typeof findRows;
  readonly showCells: typeof showCells;
  readonly listControls: typeof listControls;
  readonly listRows: typeof listRows;
  readonly showRow: typeof showRow;
  readonly printRows: typeof printRows;
  readonly drawTimeline: typeof drawTimeline;
}
