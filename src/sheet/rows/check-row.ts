import type { Address } from '../../domain/address/address.ts';
import { readCountry } from '../../domain/address/region.ts';
import { servedCountry } from '../../domain/address/territory.ts';
import { EMPTY_REQUEST } from '../../domain/request/empty-request.ts';
import { ACTIONS, type Action, type Request } from '../../domain/request/request.ts';
import { createSuggester, didYouMean } from '../../domain/suggest.ts';
import type { Problem } from '../../errors/problem.ts';
import { rowProblem } from '../../errors/row-codes.ts';
import type { Capabilities, ProviderDefinition, ProviderName } from '../../providers/contract.ts';
import { type ColumnMapping, suggestAction } from '../columns/columns.ts';
import type { SheetRow } from '../source/sheet-row.ts';
import type { AddressNames } from './address-rows.ts';
import { ADDRESS_COLUMNS, type Report } from './check-address.ts';
import { readAcquire, readSettings } from './read-settings.ts';
import {
  NEEDS,
  readAddressId,
  readAddressOfRow,
  readNumber,
  readOldAddress,
  readRecipient,
  readsAddress,
  readsEndUser,
} from './request-parts.ts';
import type { RowCells } from './row-cells.ts';
import { checkCells, findPlaceholders, readCellsOfRow, type SetCell } from './row-schema.ts';
import { proposeSplit, splitProblem } from './split-cell.ts';
import { findUnused, type Unused, unusedKeys, unusedOfNewNumber } from './unused-cells.ts';

/** What the checks need to know of an account of the config. */
export interface CheckedAccount {
  readonly provider: ProviderName;
  readonly capabilities: Capabilities;
  readonly refuse: ProviderDefinition['refuse'];
}

export interface RowCheckerOptions {
  readonly mapping: ColumnMapping;
  readonly accounts: {
    get(name: string): CheckedAccount | undefined;
    keys(): Iterable<string>;
  };
  /** Account of rows that name none. */
  readonly defaultAccount: string | undefined;
  /** ISO alpha-2 of addresses and national numbers of rows that name none; empty for none. */
  readonly defaultCountry: string;
  /** Values for cells (`--set`, `--set!`). */
  readonly sets?: readonly SetCell[];
  /** Whether an address_id wins over an address that is written beside it (`--prefer-id`). */
  readonly prefersId?: boolean;
  /** Whether a whole address in one cell is used as it was split, without being asked about. */
  readonly acceptsSplit?: boolean;
}

/** What the check of a row comes to. */
export interface CheckedRow {
  /** Null when a problem is an error, or the split of an address waits for approval. */
  readonly request: Request | null;
  readonly problems: readonly Problem[];
  /** The address that was split from one cell and is not approved yet. */
  readonly proposal?: Address;
  /** What other rows can name the address of an `add-address` row by, whether the row has errors or not. */
  readonly names?: AddressNames;
}

interface RowChecker {
  /** All problems of the row at once; the request is null when one of them is an error. */
  check(row: SheetRow): CheckedRow;
}

/** Turns rows into requests, offline: what the sheet says, and what the row's provider can do. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: older than the limit
export function createRowChecker(options: RowCheckerOptions): RowChecker {
  const suggestAccount = createSuggester([...options.accounts.keys()]);

  function check(row: SheetRow): CheckedRow {
    // Cells of a ragged row may be in wrong columns; checking them would only mislead.
    if (row.problems.some(isError)) return { request: null, problems: row.problems };
    const typed = readCellsOfRow(row, options.mapping, options.sets);
    const action = readAction(typed.cells.action);
    if (action === 'ignore') return { request: ignoredRequest(typed.cells), problems: row.problems };

    const needs = NEEDS[action ?? 'assign'];
    const split = needs.address !== 'none' ? proposeSplit(typed.cells, options.defaultCountry) : null;
    const cells = split === null || !split.ok ? typed.cells : split.cells;
    const problems = [...row.problems, ...typed.problems, ...checkCells(cells, row.line)];
    const named = new Set(problems.filter(isError).map((problem) => problem.column));
    if (readsAddress(cells, needs)) {
      for (const problem of findPlaceholders(cells, row.line, named)) {
        problems.push(problem);
        named.add(problem.column);
      }
    }
    const report: Report = (code, column, more) => {
      // What is wrong with the cell itself is said; that it fits nothing either adds nothing.
      if (named.has(column) || (split !== null && !split.ok && ADDRESS_CELLS.has(column))) return;
      problems.push(rowProblem(code, { row: row.line, column, value: cells[column], ...more }));
    };
    if (action === null) {
      report('ROW_ACTION_UNKNOWN', 'action', {
        message: `Unknown action "${cells.action}".${didYouMean(suggestAction(cells.action))}`,
        hint: `Use one of: ${ACTIONS.join(', ')}.`,
      });
    }
    const account = readAccount(cells, report);
    const read = readRequest(cells, action ?? 'assign', account, report);
    const known = account?.known.capabilities;
    const request =
      action === null || known === undefined || !known.actions.includes(action)
        ? read
        : { ...read, ...unusedOf(cells, { read, action, line: row.line }, known, problems) };
    if (known !== undefined) problems.push(...unusedOfNewNumber(request, known, row.line));
    if (known !== undefined && action !== null) problems.push(...unusedKeys(cells, action, known, row.line));
    if (split !== null) problems.push(splitProblem(split, typed.cells, row.line));
    if (account !== null && action !== null) {
      const refused = refusedBy(account, request, row.line, problems);
      // A cell that cannot be split is said once, not for each column that it would fill.
      const isSplit = split?.ok !== false;
      problems.push(...refused.filter(({ column }) => isSplit || !ADDRESS_CELLS.has(column)));
    }
    const { account: name, reference } = request;
    const names =
      action === 'add-address' ? { names: { account: name, reference, addressId: cells.address_id } } : {};
    if (problems.some(isError)) return { request: null, problems, ...names };
    const isOpen = split?.ok === true && options.acceptsSplit !== true && request.address !== null;
    return isOpen && request.address !== null
      ? { request: null, problems, proposal: request.address, ...names }
      : { request, problems, ...names };
  }

  function refusedBy(
    account: { known: CheckedAccount },
    request: Request,
    line: number,
    problems: readonly Problem[],
  ): readonly Problem[] {
    // What our own check has said of a column, the provider's need not say again.
    const said = new Set(problems.filter(isError).map((problem) => problem.column));
    return account.known
      .refuse(request, line)
      .filter((problem) => said.size === 0 || (problem.column !== '' && !said.has(problem.column)));
  }

  function unusedOf(
    cells: RowCells,
    { read, action, line }: { read: Request; action: Exclude<Action, 'ignore'>; line: number },
    capabilities: Capabilities,
    problems: Problem[],
  ): Unused {
    const country = readCountry(cells.country) ?? options.defaultCountry;
    const isById =
      options.prefersId === true && cells.address_id !== '' && NEEDS[action].addressId === 'instead';
    const found = findUnused(cells, action, {
      capabilities,
      country,
      numberCountry: read.numberCountry,
      problems,
    });
    const ofAddress = found.unused.filter(({ column }) => ADDRESS_CELLS.has(column));
    if (!isById || ofAddress.length === 0) return found;
    const value = cells.address_id;
    problems.push(
      rowProblem('ROW_ADDRESS_UNUSED', { row: line, column: 'address_id', value, severity: 'warning' }),
    );
    return { unused: found.unused.filter((each) => !ofAddress.includes(each)), unusedAddress: null };
  }

  function ignoredRequest(cells: RowCells): Request {
    const account = cells.account === '' ? (options.defaultAccount ?? '') : cells.account;
    return { ...EMPTY_REQUEST, account, reference: cells.reference };
  }

  function readAccount(cells: RowCells, report: Report): { name: string; known: CheckedAccount } | null {
    const name = cells.account === '' ? options.defaultAccount : cells.account;
    if (name === undefined || name === '') {
      report('ROW_ACCOUNT_MISSING', 'account');
      return null;
    }
    const known = options.accounts.get(name);
    if (known !== undefined) return { name, known };
    report('ROW_ACCOUNT_UNKNOWN', 'account', {
      message: `The config has no account "${name}".${didYouMean(suggestAccount(name))}`,
      hint: `Accounts of the config: ${[...options.accounts.keys()].join(', ') || 'none'}.`,
    });
    return null;
  }

  function readRequest(
    cells: RowCells,
    action: Exclude<Action, 'ignore'>,
    account: { name: string; known: CheckedAccount } | null,
    report: Report,
  ): Request {
    const needs = NEEDS[action];
    const capabilities = account?.known.capabilities;
    if (capabilities !== undefined && !capabilities.actions.includes(action)) {
      report('ROW_ACTION_NOT_POSSIBLE', 'action', {
        message: `${capabilities.title} does not support ${action}. It supports: ${capabilities.actions.join(', ')}.`,
      });
    }
    const country = readCountryCell(cells, report);
    const number = readNumber(cells, { country, needs, action, capabilities }, report);
    const address = readAddressOfRow(cells, { country, needs, action, capabilities }, report);
    return {
      action,
      account: account?.name ?? '',
      reference: cells.reference,
      ...readAcquire(cells, action, capabilities, report),
      phoneNumber: number.phoneNumber,
      ...(readsEndUser(cells, action, capabilities) ? { endUserId: cells.endpoint_user_id } : {}),
      numberCountry: number.country,
      callerName: cells.caller_name,
      address,
      addressKind: cells.address_kind.toLowerCase() === 'residential' ? 'residential' : 'business',
      addressLabel: cells.address_label,
      ...readAddressId(cells, action, capabilities, report),
      ...readOldAddress(cells, { country, needs }, report),
      endpointId: cells.endpoint_id,
      settings: readSettings(cells, action, capabilities, report),
      recipient: action === 'add-recipient' ? readRecipient(cells, country, report) : null,
      unused: [],
      unusedAddress: null,
    };
  }

  function readCountryCell(cells: RowCells, report: Report): string {
    if (cells.country === '') return options.defaultCountry;
    const country = readCountry(cells.country);
    if (country !== null) return servedCountry(country);
    report('ROW_COUNTRY_UNKNOWN', 'country', {
      message: `"${cells.country}" is not a country code.`,
    });
    return '';
  }

  return { check };
}

function readAction(cell: string): Action | null {
  if (cell === '') return 'assign';
  const folded = cell.toLowerCase().replace(/[\s_]+/g, '-');
  return ACTIONS.find((action) => action === folded) ?? null;
}

const ADDRESS_CELLS: ReadonlySet<string> = new Set([...ADDRESS_COLUMNS, 'country']);

const isError = (problem: Problem): boolean => problem.severity === 'error';
