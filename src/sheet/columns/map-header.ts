import { commandError } from '../../errors/command-errors.ts';
import type { Problem } from '../../errors/problem.ts';
import { restore } from '../cells/formula.ts';
import { type ColumnChoice, choose } from './choose-columns.ts';
import type { NamedColumn } from './column-map.ts';
import {
  type CanonicalColumn,
  type ColumnMapping,
  type ColumnTarget,
  foldColumnName,
  isResultColumn,
  type PieceColumn,
} from './columns.ts';
import type { RowAccounts } from './guarded-cells.ts';
import { columnLetters, dropTrailingEmpty, place } from './header-cells.ts';
import { isPiece } from './header-names.ts';

/** A header row that was understood. */
export interface Header {
  /** The texts to echo: without trailing empty ones and without the program's own result columns. */
  readonly names: readonly string[];
  /** Where each echoed column is in the file's rows. */
  readonly kept: readonly number[];
  /** Columns in the file, the program's own included. */
  readonly width: number;
  /** Columns up to the last one that is used; Excel leaves out empty cells at the end of some rows of a CSV. */
  readonly needed: number;
  readonly mapping: ColumnMapping;
  readonly warnings: readonly Problem[];
}

/** What is known beside the header row itself. */
export interface HeaderContext {
  /** Rows below the header, as many as it takes to see what a column holds. */
  readonly sample?: readonly (readonly string[])[];
  /** What the user says of some columns (`--map`). */
  readonly named?: readonly NamedColumn[] | undefined;
  /** The accounts that a column may name; undefined where rows go to no account. */
  readonly accounts?: RowAccounts | undefined;
}

/** One result column alone may be the user's own `detail` or `provider`; so many together were written by this program. */
const OWN_COLUMNS_TOGETHER = 3;

/**
 * Finds out which column of the file is which.
 * @throws UsageError when two columns have one name or mean one thing, when one that decides what is done is mistyped, or when
 * a column that the user names is not there.
 */
export function mapHeader(cells: readonly string[], line: number, context: HeaderContext = {}): Header {
  const raw = dropTrailingEmpty(cells).map((cell) => restore(cell.replace(/^\uFEFF/, '')));
  const own = findOwnColumns(raw);
  const kept = raw.map((_, index) => index).filter((index) => !own.has(index));
  const names = kept.map((index) => raw[index] ?? '');
  requireDifferent(names, kept);
  const { choices, unknown, warnings } = choose({
    line,
    named: context.named ?? [],
    accounts: context.accounts,
    headers: names.map((name, position) => ({
      name,
      position,
      letters: columnLetters(kept[position] ?? position),
      values: (context.sample ?? []).map((row) => restore(row[kept[position] ?? position] ?? '')),
    })),
  });
  const positions = choices.map(({ position }) => kept[position] ?? position);
  const needed = 1 + Math.max(-1, ...positions);
  return { names, kept, width: raw.length, needed, mapping: { ...mappingOf(choices), unknown }, warnings };
}

function mappingOf(choices: readonly ColumnChoice[]): Omit<ColumnMapping, 'unknown'> {
  const columns = new Map<CanonicalColumn, number>();
  const pieces = new Map<PieceColumn, number>();
  const byCells = new Set<ColumnTarget>();
  for (const { column, position, isByCells } of choices) {
    if (isByCells) byCells.add(column);
    if (isPiece(column)) pieces.set(column, position);
    else columns.set(column, position);
  }
  return { columns, pieces, byCells };
}

/** Positions of the columns that an earlier run appended. Of two with one name the later is the program's: it appends. */
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
      throw commandError('headerTwice', {
        first: place(names[earlier], positions[earlier]),
        second: place(name, positions[index]),
      });
    }
    seen.set(folded, index);
  }
}
