import type { Address } from '../domain/address.ts';
import { type PhoneFault, readPhoneNumber } from '../domain/phone-number.ts';
import { readCountry } from '../domain/region.ts';
import { createSuggester, didYouMean } from '../domain/suggest.ts';
import { ACTIONS, type Action, type NumberSettings, SETTING_COLUMNS, type Wish } from '../domain/wish.ts';
import type { Problem } from '../errors/problem.ts';
import type { Capabilities, ProviderDefinition, ProviderName } from '../providers/contract.ts';
import { hasAddress, type Report, readAddress } from './check-address.ts';
import { type CanonicalColumn, type ColumnMapping, suggestAction } from './columns.ts';
import type { SheetRow } from './open-sheet.ts';
import { ROW_CODES, type RowCode, rowProblem } from './row-codes.ts';
import { checkCells, type RowCells, readCellsOfRow } from './row-schema.ts';

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
  /** All problems of the row at once; the wish is null when one of them is an error. */
  check(row: SheetRow): { readonly wish: Wish | null; readonly problems: readonly Problem[] };
}

/** What a row of each action must hold. `if-given` is checked when it is there. */
interface Needs {
  readonly number: 'required' | 'if-given' | 'none';
  readonly address: boolean;
  readonly addressId: 'required' | 'instead' | 'none';
  readonly isEmergency: boolean;
}

const NUMBER_ONLY: Needs = { number: 'required', address: false, addressId: 'none', isEmergency: true };
const NUMBER_ITSELF: Needs = { ...NUMBER_ONLY, isEmergency: false };
const ADDRESS_ONLY: Needs = { number: 'none', address: true, addressId: 'none', isEmergency: false };

const NEEDS: Readonly<Record<Exclude<Action, 'ignore'>, Needs>> = {
  assign: { number: 'required', address: true, addressId: 'instead', isEmergency: true },
  remove: NUMBER_ONLY,
  validate: { number: 'if-given', address: true, addressId: 'instead', isEmergency: true },
  enable: NUMBER_ONLY,
  disable: NUMBER_ONLY,
  'add-address': ADDRESS_ONLY,
  'update-address': { ...ADDRESS_ONLY, addressId: 'required' },
  'delete-address': { ...ADDRESS_ONLY, address: false, addressId: 'required' },
  buy: NUMBER_ITSELF,
  release: NUMBER_ITSELF,
  update: NUMBER_ITSELF,
  'add-recipient': { number: 'none', address: false, addressId: 'none', isEmergency: false },
};

const PHONE_CODES: Readonly<Record<PhoneFault, RowCode>> = {
  scientific: 'ROW_PHONE_SCIENTIFIC',
  decimal: 'ROW_PHONE_DECIMAL',
  extension: 'ROW_PHONE_EXTENSION',
  letters: 'ROW_PHONE_LETTERS',
  characters: 'ROW_PHONE_CHARACTERS',
  'no-country': 'ROW_PHONE_NO_COUNTRY',
  invalid: 'ROW_PHONE_INVALID',
};

const NAMED_WITH_ADDRESS: ReadonlySet<Action> = new Set(['assign', 'validate', 'add-address']);

/** Turns rows into wishes, offline: what the sheet says, and what the row's provider can do. */
export function createRowChecker(options: RowCheckerOptions): RowChecker {
  const suggestAccount = createSuggester([...options.accounts.keys()]);

  function check(row: SheetRow): { wish: Wish | null; problems: readonly Problem[] } {
    // Cells of a ragged row may stand in wrong columns; checking them would only mislead.
    if (row.problems.length > 0) return { wish: null, problems: row.problems };
    const cells = readCellsOfRow(row.cells, options.mapping);
    const action = readAction(cells.action);
    if (action === 'ignore') return { wish: ignoringWish(cells), problems: [] };

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
    const wish = readWish(cells, action ?? 'assign', account, report);
    if (account !== null && action !== null) {
      // What our own check has said of a column, the provider's need not say again.
      const said = new Set(problems.filter(isError).map((problem) => problem.column));
      const refused = account.known.refuse(wish, row.line);
      problems.push(
        ...refused.filter(
          (problem) => said.size === 0 || (problem.column !== '' && !said.has(problem.column)),
        ),
      );
    }
    return { wish: problems.some(isError) ? null : wish, problems };
  }

  function ignoringWish(cells: RowCells): Wish {
    const account = cells.account === '' ? (options.defaultAccount ?? '') : cells.account;
    return { ...EMPTY_WISH, account, reference: cells.reference };
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

  function readWish(
    cells: RowCells,
    action: Exclude<Action, 'ignore'>,
    account: { name: string; known: CheckedAccount } | null,
    report: Report,
  ): Wish {
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

const EMPTY_WISH: Wish = {
  action: 'ignore',
  account: '',
  reference: '',
  phoneNumber: '',
  numberCountry: '',
  callerName: '',
  address: null,
  addressKind: 'business',
  addressLabel: '',
  addressId: '',
  endpointId: '',
  settings: {},
  recipient: null,
};

interface RowContext {
  /** Empty when unknown. */
  readonly country: string;
  readonly needs: Needs;
  readonly action: Action;
  readonly capabilities: Capabilities | undefined;
}

function readAction(cell: string): Action | null {
  if (cell === '') return 'assign';
  const folded = cell.toLowerCase().replace(/[\s_]+/g, '-');
  return ACTIONS.find((action) => action === folded) ?? null;
}

function readNumber(
  cells: RowCells,
  context: RowContext,
  report: Report,
): { phoneNumber: string; country: string } {
  const none = { phoneNumber: '', country: '' };
  const { needs, capabilities } = context;
  if (needs.number === 'none') return none;
  const asksOnNumber = context.action === 'validate' && capabilities?.addressCheckNeedsNumber === true;
  if (cells.phone_number === '') {
    if (asksOnNumber) {
      report('ROW_PHONE_MISSING', 'phone_number', {
        message: `${capabilities.title} checks an address for a phone number, and the row has none.`,
      });
    } else if (needs.number === 'required') report('ROW_PHONE_MISSING', 'phone_number');
    return none;
  }
  const reading = readPhoneNumber(cells.phone_number, context.country);
  if (!reading.ok) {
    const code = PHONE_CODES[reading.fault];
    report(code, 'phone_number', { message: `${ROW_CODES[code].title}${reading.why && ` ${reading.why}`}` });
    return none;
  }
  if (!reading.assigned) report('ROW_PHONE_UNASSIGNED', 'phone_number', { severity: 'warning' });
  if (needs.isEmergency && capabilities !== undefined && !capabilities.countries.includes(reading.country)) {
    report('ROW_NUMBER_COUNTRY', 'phone_number', {
      message: `The number is of ${reading.country}; ${capabilities.title} has emergency addresses for numbers of ${capabilities.countries.join(', ')}.`,
    });
  }
  return { phoneNumber: reading.phoneNumber, country: reading.country };
}

function readAddressOfRow(cells: RowCells, context: RowContext, report: Report): Address | null {
  const { needs, capabilities, country } = context;
  if (needs.addressId === 'required' && cells.address_id === '')
    report('ROW_ADDRESS_ID_MISSING', 'address_id');
  if (!needs.address) return null;
  if (needs.addressId === 'instead' && cells.address_id !== '') {
    if (hasAddress(cells)) report('ROW_ADDRESS_UNUSED', 'address_id', { severity: 'warning' });
    return null;
  }
  if (
    capabilities?.callerNameIn === 'address' &&
    NAMED_WITH_ADDRESS.has(context.action) &&
    cells.caller_name === ''
  ) {
    report('ROW_CALLER_NAME_MISSING', 'caller_name', {
      message: `${capabilities.title} needs a caller name with each address.`,
    });
  }
  if (country === '') {
    if (cells.country === '') {
      report('ROW_COUNTRY_UNKNOWN', 'country', { message: 'The row names no country for its address.' });
    }
  } else if (capabilities !== undefined && !capabilities.countries.includes(country)) {
    report('ROW_ADDRESS_COUNTRY', 'country', {
      message: `The address is in ${country}; ${capabilities.title} takes emergency addresses in ${capabilities.countries.join(', ')}.`,
    });
  }
  return readAddress(cells, country, report);
}

/** Only for actions on the number itself; other rows may carry setting columns of an export without meaning them. */
function readSettings(
  cells: RowCells,
  action: Action,
  capabilities: Capabilities | undefined,
  report: Report,
): NumberSettings {
  if (action !== 'buy' && action !== 'update' && action !== 'release') return {};
  const given = SETTING_COLUMNS.filter((column) => cells[column] !== '');
  if (action === 'update' && given.length === 0) report('ROW_SETTING_MISSING', 'action');
  const settings: Partial<Record<(typeof SETTING_COLUMNS)[number], string>> = {};
  for (const column of given) {
    settings[column] = cells[column] === '""' ? '' : cells[column];
    if (action !== 'release' && capabilities !== undefined && !capabilities.settingColumns.includes(column)) {
      report('ROW_SETTING_NOT_POSSIBLE', column satisfies CanonicalColumn, {
        message: `${capabilities.title} has no ${column}. It has: ${capabilities.settingColumns.join(', ') || 'none'}.`,
      });
    }
  }
  return settings;
}

function readRecipient(cells: RowCells, country: string, report: Report): Wish['recipient'] {
  const { recipient_email: email, recipient_phone: given, recipient_description: description } = cells;
  if (email === '' && given === '') report('ROW_RECIPIENT_MISSING', 'recipient_email');
  if (given === '') return { email, phone: '', description };
  const reading = readPhoneNumber(given, country);
  if (reading.ok) return { email, phone: reading.phoneNumber, description };
  report('ROW_RECIPIENT_PHONE', 'recipient_phone', {
    message: `${ROW_CODES[PHONE_CODES[reading.fault]].title}${reading.why && ` ${reading.why}`}`,
  });
  return { email, phone: '', description };
}

function isError(problem: Problem): boolean {
  return problem.severity === 'error';
}
