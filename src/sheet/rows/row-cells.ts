import type { CanonicalColumn } from '../columns/columns.ts';

/** The cells of a row by column, cleaned of invisible characters; empty where the sheet has no such column. */
export type RowCells = Readonly<Record<CanonicalColumn, string>>;
