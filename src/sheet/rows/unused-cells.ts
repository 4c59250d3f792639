import type { Address } from '../../domain/address/address.ts';
import { servedCountry } from '../../domain/address/territory.ts';
import type { Action, Request } from '../../domain/request/request.ts';
import {
  ADDRESS_COLUMNS,
  COVERAGE_COLUMNS,
  KEY_COLUMNS,
  type UnusedCell,
} from '../../domain/request/request-columns.ts';
import type { Problem } from '../../errors/problem.ts';
import { isMeant, unusedCellProblem } from '../../errors/unused-cell.ts';
import type { Capabilities } from '../../providers/contract.ts';
import { CANONICAL_COLUMNS, type CanonicalColumn } from '../columns/columns.ts';
import { hasAddress, type Report, readAddress } from './check-address.ts';
import { givesAddress, NEEDS } from './request-parts.ts';
import type { RowCells } from './row-cells.ts';

const OF_COVERAGE: ReadonlySet<string> = new Set(COVERAGE_COLUMNS);

/** What a row holds that its action neither sends nor compares. */
export interface Unused {
  readonly unused: readonly UnusedCell[];
  readonly unusedAddress: Address | null;
}

/**
 * The filled cells that an action does not consume at this provider. A column that a problem of the row names already is
 * left out: each thing is said once.
 * @param country of the row's address, ISO alpha-2; empty when unknown
 */
export function findUnused(
  cells: RowCells,
  action: Exclude<Action, 'ignore'>,
  row: {
    readonly capabilities: Capabilities;
    readonly country: string;
    /** Of the row's number, ISO alpha-2; empty when it has none or it cannot be read. */
    readonly numberCountry: string;
    readonly problems: readonly Problem[];
  },
): Unused {
  const consumed = consumedColumns(cells, action, row.capabilities);
  const named = new Set<string>(row.problems.map(({ column }) => column));
  const isKey = cells.phone_number === '' && row.capabilities.endUsers;
  if (isKey || NEEDS[action].number === 'none') named.add('endpoint_user_id');
  const isFilled = (column: CanonicalColumn): boolean =>
    cells[column] !== '' && !(column === 'acquire' && cells.acquire.toLowerCase() === 'no');
  const unused = CANONICAL_COLUMNS.filter(
    (column) => isFilled(column) && !consumed.has(column) && !named.has(column),
  ).map((column) => ({ column, value: cells[column] }));
  if (!consumed.has('street') && isOtherCountry(cells, row)) {
    unused.push({ column: 'country', value: cells.country });
  }
  const isAddressUnused = hasAddress(cells) && !consumed.has('street');
  return { unused, unusedAddress: isAddressUnused ? wholeAddress(cells, row.country) : null };
}

/** A country beside a number of another one, in a row whose address is not read: a number with a country code has its own. */
function isOtherCountry(
  cells: RowCells,
  { country, numberCountry }: { readonly country: string; readonly numberCountry: string },
): boolean {
  if (cells.country === '' || country === '' || numberCountry === '') return false;
  return servedCountry(country) !== servedCountry(numberCountry);
}

/** What an action consumes at a provider, whatever the row holds. */
const alwaysConsumed = new WeakMap<Capabilities, Map<Action, ReadonlySet<string>>>();

function consumedAlways(action: Exclude<Action, 'ignore'>, capabilities: Capabilities): ReadonlySet<string> {
  const byAction = alwaysConsumed.get(capabilities) ?? new Map<Action, ReadonlySet<string>>();
  alwaysConsumed.set(capabilities, byAction);
  const known =
    byAction.get(action) ?? new Set<string>([...KEY_COLUMNS, ...(capabilities.consumes[action] ?? [])]);
  byAction.set(action, known);
  return known;
}

function consumedColumns(
  cells: RowCells,
  action: Exclude<Action, 'ignore'>,
  capabilities: Capabilities,
): ReadonlySet<string> {
  const always = consumedAlways(action, capabilities);
  const isNumberItself = action === 'buy' || action === 'update';
  if (isNumberItself && !givesAddress(cells)) {
    return new Set([...always].filter((column) => !OF_COVERAGE.has(column)));
  }
  if (cells.address_id === '') return always;
  const { callerNameIn } = capabilities;
  const consumed = new Set(always);
  if ((action === 'assign' || isNumberItself) && consumed.has('address_id')) {
    // An existing address is used as it is, and with it the caller name where the address holds it.
    for (const column of [...ADDRESS_COLUMNS, 'address_label', 'address_kind']) consumed.delete(column);
    if (callerNameIn === 'address') consumed.delete('caller_name');
  }
  if (action === 'validate' && hasAddress(cells)) consumed.delete('address_id');
  return consumed;
}

/** The address as a written one is read; null when it is not whole, so that its cells are compared one by one. */
function wholeAddress(cells: RowCells, country: string): Address | null {
  let isWhole = country !== '';
  const report: Report = (_code, _column, more) => {
    if (more?.severity !== 'warning') isWhole = false;
  };
  const address = readAddress(cells, country, report);
  return isWhole ? address : null;
}

/** A number that is to be bought has no present state to compare with, so what the purchase cannot carry is an error at once. */
export function unusedOfNewNumber(request: Request, capabilities: Capabilities, row: number): Problem[] {
  if (request.action !== 'buy') return [];
  return request.unused
    .filter((cell) => isMeant(cell, request.action, capabilities))
    .map((cell) =>
      unusedCellProblem(cell, 'error', `The action buy does not write it at ${capabilities.title}.`, row),
    );
}

/** What names a number, in a row whose action is about none: a user who adds an address so may take the number for covered. */
export function unusedKeys(
  cells: RowCells,
  action: Exclude<Action, 'ignore'>,
  { title }: Capabilities,
  row: number,
): Problem[] {
  if (NEEDS[action].number !== 'none') return [];
  return (['phone_number', 'endpoint_user_id', 'endpoint_id'] as const)
    .filter((column) => cells[column] !== '')
    .map((column) => {
      const severity = action === 'add-address' || action === 'move-site' ? 'error' : 'warning';
      const problem = unusedCellProblem(
        { column, value: cells[column] },
        severity,
        `The action ${action} changes no number at ${title}.`,
        row,
      );
      return severity === 'warning'
        ? problem
        : { ...problem, hint: `To give the number this address, use assign. Otherwise clear ${column}.` };
    });
}
