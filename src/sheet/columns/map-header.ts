import { didYouMean } from '../../domain/suggest.ts';
import { UsageError } from '../../errors/app-error.ts';
import type { Problem } from '../../errors/problem.ts';
import { rowProblem } from '../../errors/row-codes.ts';
import { restore } from '../cells/formula.ts';
import {
  type CanonicalColumn,
  type ColumnMapping,
  findColumn,
  foldColumnName,
  isExportColumn,
  isResultColumn,
  suggestColumn,
} from './columns.ts';

/** A header row that was understood. */
export interface Header {
  /** The texts to echo: without trailing empty ones and without the program's own result columns. */
  readonly names: readonly string[];
  /** Where each echoed column stands in the file's rows. */
  readonly kept: readonly number[];
  /** Columns in the file, the program's own included. */
  readonly width: number;
  /** Columns up to the last one that is used; Excel leaves away empty cells at the end of some rows of a CSV. */
  readonly needed: number;
  readonly mapping: ColumnMapping;
  readonly warnings: readonly Problem[];
}

/** One result column alone may be the user's own `detail` or `provider`; so many together are ours. */
const OWN_COLUMNS_TOGETHER = 3;

/** Sinch's emergency request calls the caller name `displayName`, as its numbers call their label. */
const SINCH_ADDRESS_COLUMNS = ['streetinfo', 'streetnumber'];

/**
 * Finds out which column of the file is which.
 * @throws UsageError when two columns have one name or mean one thing, naming both with their positions.
 */
export function mapHeader(cells: readonly string[], line: number): Header {
  const raw = dropTrailingEmpty(cells).map((cell) => restore(cell.replace(/^\uFEFF/, '')));
  const own = findOwnColumns(raw);
  const kept = raw.map((_, index) => index).filter((index) => !own.has(index));
  const names = kept.map((index) => raw[index] ?? '');
  requireDifferent(names, kept);

  const columns = new Map<CanonicalColumn, number>();
  const unknown: string[] = [];
  const warnings: Problem[] = [];
  const folded = new Set(names.map(foldColumnName));
  const isSinchAddress = SINCH_ADDRESS_COLUMNS.every((name) => folded.has(name));
  for (const [position, name] of names.entries()) {
    const column = isSinchAddress && name.trim() === 'displayName' ? 'caller_name' : findColumn(name);
    if (column === undefined) {
      unknown.push(name);
      if (!isExportColumn(name)) warnings.push(warnOfUnknown(name, kept[position] ?? position, line));
      continue;
    }
    const earlier = columns.get(column);
    if (earlier !== undefined) {
      throw new UsageError(
        `Two columns mean ${column}: ${place(names[earlier], kept[earlier])} and ${place(name, kept[position])}.`,
        { code: 'SHEET_COLUMN_TWICE', hint: 'Keep one of the two and delete or rename the other.' },
      );
    }
    columns.set(column, position);
  }
  const needed = 1 + Math.max(-1, ...[...columns.values()].map((position) => kept[position] ?? position));
  return { names, kept, width: raw.length, needed, mapping: { columns, unknown }, warnings };
}

/** The name a column has in a spreadsheet: A, B, … Z, AA. `index` counts from 0. */
export function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}

/** Cells up to the last one that holds something. */
export function dropTrailingEmpty(cells: readonly string[]): string[] {
  const last = cells.findLastIndex((cell) => cell.trim() !== '');
  return cells.slice(0, last + 1);
}

/** Positions of the columns that an earlier run appended. Of two with one name the later is ours: we append. */
function findOwnColumns(names: readonly string[]): ReadonlySet<number> {
  const last = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    if (isResultColumn(name)) last.set(foldColumnName(name), index);
  }
  return new Set(last.size >= OWN_COLUMNS_TOGETHER ? last.values() : []);
}

function requireDifferent(names: readonly string[], positions: readonly number[]): void {
  const seen = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    const folded = foldColumnName(name);
    if (folded === '') continue;
    const earlier = seen.get(folded);
    if (earlier !== undefined) {
      throw new UsageError(
        `Two columns have the same name: ${place(names[earlier], positions[earlier])} and ${place(name, positions[index])}.`,
        { code: 'SHEET_HEADER_TWICE', hint: 'Delete or rename one of the two.' },
      );
    }
    seen.set(folded, index);
  }
}

function warnOfUnknown(name: string, index: number, line: number): Problem {
  const near = suggestColumn(name);
  const shown =
    name.trim() === '' ? `Column ${columnLetters(index)} has no name` : `"${name}" is no known column`;
  return rowProblem('SHEET_COLUMN_UNKNOWN', {
    row: line,
    column: name,
    value: name,
    severity: 'warning',
    message: `${shown}; it is kept and not used.${didYouMean(near)}`,
    hint: near === undefined ? undefined : `Rename it to ${near} if that was meant, or leave it.`,
  });
}

function place(name: string | undefined, index: number | undefined): string {
  return `"${name ?? ''}" (column ${columnLetters(index ?? 0)})`;
}
