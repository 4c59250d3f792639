import { EMPTY_REQUEST } from '../../domain/empty-request.ts';
import { readCountry } from '../../domain/region.ts';
import { ACTIONS, type Action, type Request } from '../../domain/request.ts';
import { createSuggester, didYouMean } from '../../domain/suggest.ts';
import type { Problem } from '../../errors/problem.ts';
import { rowProblem } from '../../errors/row-codes.ts';
import type { Capabilities, ProviderDefinition, ProviderName } from '../../providers/contract.ts';
import { type ColumnMapping, suggestAction } from '../columns/columns.ts';
import type { SheetRow } from '../source/sheet-row.ts';
import type { Report } from './check-address.ts';
import { NEEDS, readAddressOfRow, readNumber, readRecipient, readSettings } from './request-parts.ts';
import { checkCells, type RowCells, readCellsOfRow } from './row-schema.ts';
import { findUnused, type Unused, unusedOfNewNumber } from './unused-cells.ts';

/** What the checks need to know of an account of the config. */
export interface CheckedAccount {
  readonly provider: ProviderName;
  readonly capabilities: Capabilities;
  readonly refuse: ProviderDefinition['refuse'];
}

export interface RowCheckerOptions {
  readonly mapping: ColumnMapping;
  readonly accounts: ReadonlyMap<string, CheckedAccount>;
  /** Account of rows that name none. */
  readonly defaultAccount: string | undefined;
  /** ISO alpha-2 of addresses and national numbers of rows that name none; empty for none. */
  readonly defaultCountry: string;
}

export interface RowChecker {
  /** All problems of the row at once; the request is null when one of them is an error. */
  check(row: SheetRow): { readonly request: Request | null; readonly problems: readonly Problem[] };
}

/** Turns rows into requests, offline: what the sheet says, and what the row's provider can do. */
export function createRowChecker(options: RowCheckerOptions): RowChecker {
  const suggestAccount = createSuggester([...options.accounts.keys()]);

  function check(row: SheetRow): { request: Request | null; problems: readonly Problem[] } {
    // Cells of a ragged row may stand in wrong columns; checking them would only mislead.
    if (row.problems.length > 0) return { request: null, problems: row.problems };
    const cells = readCellsOfRow(row.cells, options.mapping);
    const action = readAction(cells.action);
    if (action === 'ignore') return { request: ignoredRequest(cells), problems: [] };

    const problems = checkCells(cells, row.line);
    const report: Report = (code, column, more) => {
      problems.push(rowProblem(code, { row: row.line, column, value: cells[column], ...more }));
    };
    if (action === null) {
      report('ROW_ACTION_UNKNOWN', 'action', {
        message: `There is no action "${cells.action}".${didYouMean(suggestAction(cells.action))}`,
        hint: `Use one of: ${ACTIONS.join(', ')}.`,
      });
    }
    const account = readAccount(cells, report);
    const read = readRequest(cells, action ?? 'assign', account, report);
    const known = account?.known.capabilities;
    const request =
      action === null || known === undefined || !known.actions.includes(action)
        ? read
        : { ...read, ...unusedOf(cells, action, known, problems) };
    if (known !== undefined) problems.push(...unusedOfNewNumber(request, known, row.line));
    if (account !== null && action !== null) {
      // What our own check has said of a column, the provider's need not say again.
      const said = new Set(problems.filter(isError).map((problem) => problem.column));
      const refused = account.known.refuse(request, row.line);
      problems.push(
        ...refused.filter(
          (problem) => said.size === 0 || (problem.column !== '' && !said.has(problem.column)),
        ),
      );
    }
    return { request: problems.some(isError) ? null : request, problems };
  }

  function unusedOf(
    cells: RowCells,
    action: Exclude<Action, 'ignore'>,
    capabilities: Capabilities,
    problems: readonly Problem[],
  ): Unused {
    const country = readCountry(cells.country) ?? options.defaultCountry;
    return findUnused(cells, action, { capabilities, country, problems });
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
      message: `The config names no account "${name}".${didYouMean(suggestAccount(name))}`,
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
        message: `${capabilities.title} cannot ${action}. It can: ${capabilities.actions.join(', ')}.`,
      });
    }
    const country = readCountryCell(cells, report);
    const number = readNumber(cells, { country, needs, action, capabilities }, report);
    const address = readAddressOfRow(cells, { country, needs, action, capabilities }, report);
    return {
      action,
      account: account?.name ?? '',
      reference: cells.reference,
      phoneNumber: number.phoneNumber,
      numberCountry: number.country,
      callerName: cells.caller_name,
      address,
      addressKind: cells.address_kind.toLowerCase() === 'residential' ? 'residential' : 'business',
      addressLabel: cells.address_label,
      addressId: cells.address_id,
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
    if (country !== null) return country;
    report('ROW_COUNTRY_UNKNOWN', 'country', { message: `"${cells.country}" is no country code.` });
    return '';
  }

  return { check };
}

function readAction(cell: string): Action | null {
  if (cell === '') return 'assign';
  const folded = cell.toLowerCase().replace(/[\s_]+/g, '-');
  return ACTIONS.find((action) => action === folded) ?? null;
}

function isError(problem: Problem): boolean {
  return problem.severity === 'error';
}
