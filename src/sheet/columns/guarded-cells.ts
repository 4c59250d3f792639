import { ACTIONS } from '../../domain/request/request.ts';
import { commandError } from '../../errors/command-errors.ts';
import type { ColumnTarget } from './columns.ts';
import { spaced } from './header-words.ts';
import { nearGuardedColumn } from './near-names.ts';

/** A column of the file, as far as it is looked at here. */
interface HeaderColumn {
  readonly name: string;
  readonly letters: string;
  readonly values: readonly string[];
}

/** What is known of accounts before a sheet is opened. */
export interface RowAccounts {
  /** Whether the config has an account of this name. */
  readonly has: (name: string) => boolean;
  /** The account of rows that name none. */
  readonly fallback: string;
}

/** Actions that a column of a feature holds as well, as `enable` under `SMS`. */
const OF_FEATURES: ReadonlySet<string> = new Set(['enable', 'disable', 'validate', 'update']);

/** A header with one of these words asks what to do, so each action under it counts. */
const ASKS =
  /\b(?:actions?|operations?|ops?|tasks?|jobs?|todo|do|does|verb|command|instructions?|change|step|activity|work|act)\b/iu;

/** First words of a cell that asks for something, or asks to leave the row alone, in a user's own words. */
const BEGINNINGS: ReadonlySet<string> = new Set([
  ...ACTIONS.map((action) => action.replace(/-.*/, '')),
  ...['skip', 'delete', 'exclude', 'hold', 'keep', 'leave', 'none', 'nothing', 'omit', 'stop', 'deactivate'],
]);

/**
 * Whether cells say what is to be done, whatever their column is called: `ignore` under `Do this?` leaves a row out. Under a
 * header that asks what to do, one cell that begins so is enough: `IGNORE - do not touch`, `remove.`
 */
function holdActions(name: string, values: readonly string[]): boolean {
  const asks = ASKS.test(spaced(name));
  const cells = filled(values).map((value) => value.toLowerCase());
  const words = cells.map((value) => value.replace(/[\s_]+/g, '-'));
  if (asks && cells.some((cell) => BEGINNINGS.has(/^\p{L}+/u.exec(cell)?.[0] ?? ''))) return true;
  return (
    words.every((word) => (ACTIONS as readonly string[]).includes(word)) &&
    words.some((word) => !OF_FEATURES.has(word) || asks)
  );
}

/**
 * Whether cells say where rows go, whatever their column is called: each is an account of the config, and one is not the
 * account that the rows would go to without the column.
 */
function holdAccounts(values: readonly string[], { has, fallback }: RowAccounts): boolean {
  const names = filled(values);
  return names.every(has) && names.some((name) => name !== fallback);
}

function filled(values: readonly string[]): readonly string[] {
  return values.map((value) => value.trim()).filter((value) => value !== '');
}

/** Whether a column has a cell at all: one without decides nothing of any row. */
export function holdsText(values: readonly string[]): boolean {
  return filled(values).length > 0;
}

/** @throws UsageError for a header that is a typing mistake for a column which decides what is done or where */
export function requireNotNear({ letters, name }: HeaderColumn, taken: ReadonlySet<ColumnTarget>): void {
  const near = nearGuardedColumn(name);
  if (near !== undefined && !taken.has(near)) throw commandError('columnNear', { letters, name, near });
}

/**
 * Of a column that is not known by its name alone: `Type`, `acct`, `task`.
 * @throws UsageError when its cells decide what is done or where, and no other column does
 */
export function requireNotGuarded(
  { letters, name, values }: HeaderColumn,
  taken: ReadonlySet<ColumnTarget>,
  accounts: RowAccounts | undefined,
): void {
  if (!taken.has('action') && holdActions(name, values)) {
    throw commandError('columnActions', { letters, name });
  }
  if (accounts === undefined || taken.has('account') || !holdAccounts(values, accounts)) return;
  throw commandError('columnAccounts', { letters, name, fallback: accounts.fallback });
}
