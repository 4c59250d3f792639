import type { Address } from '../../domain/address.ts';
import { type PhoneFault, readPhoneNumber } from '../../domain/phone-number.ts';
import { meansNothing } from '../../domain/placeholder.ts';
import {
  type Action,
  type NumberSettings,
  type Request,
  SETTING_COLUMNS,
  type SettingColumn,
} from '../../domain/request.ts';
import type { SubjectKey } from '../../domain/subject-key.ts';
import { servedCountry } from '../../domain/territory.ts';
import { ROW_CODES, type RowCode } from '../../errors/row-codes.ts';
import type { Capabilities } from '../../providers/contract.ts';
import type { CanonicalColumn } from '../columns/columns.ts';
import { hasAddress, type Report, readAddress } from './check-address.ts';
import type { RowCells } from './row-schema.ts';

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

/** What a row of each action has to give. */
export const NEEDS: Readonly<Record<Exclude<Action, 'ignore'>, Needs>> = {
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
  'plus-lost': 'ROW_PHONE_PLUS_LOST',
  invalid: 'ROW_PHONE_INVALID',
};

const NAMED_WITH_ADDRESS: ReadonlySet<Action> = new Set(['assign', 'validate', 'add-address']);

/** What is known of a row before its parts are read. */
interface RowContext {
  /** Empty when unknown. */
  readonly country: string;
  readonly needs: Needs;
  readonly action: Action;
  readonly capabilities: Capabilities | undefined;
}

/**
 * The row's number and its country, empty when the action takes none or it cannot be read. A row without a number is about the
 * end user that it names. The form of an end user's id is the carrier's.
 */
export function readNumber(
  cells: RowCells,
  context: RowContext,
  report: Report,
): { phoneNumber: SubjectKey; country: string } {
  const none = { phoneNumber: '', country: '' };
  const { needs, capabilities } = context;
  if (needs.number === 'none') return none;
  const asksOnNumber = context.action === 'validate' && capabilities?.addressCheckNeedsNumber === true;
  if (cells.phone_number === '') {
    if (asksOnNumber) {
      report('ROW_PHONE_MISSING', 'phone_number', {
        message: `${capabilities.title} checks an address for a phone number, and the row has none.`,
      });
      return none;
    }
    if (cells.endpoint_user_id !== '') return { ...none, phoneNumber: readEndUser(cells, context, report) };
    if (needs.number === 'required') {
      const hint = 'Fill in phone_number, or endpoint_user_id for an end user without a number.';
      report('ROW_PHONE_MISSING', 'phone_number', capabilities?.endUsers === true ? { hint } : {});
    }
    return none;
  }
  const reading = readPhoneNumber(cells.phone_number, context.country);
  if (!reading.ok) {
    const code = PHONE_CODES[reading.fault];
    report(code, 'phone_number', { message: `${ROW_CODES[code].title}${reading.why && ` ${reading.why}`}` });
    return none;
  }
  if (!reading.assigned) report('ROW_PHONE_UNASSIGNED', 'phone_number', { severity: 'warning' });
  const served = servedCountry(reading.country);
  if (needs.isEmergency && capabilities !== undefined && !capabilities.countries.includes(served)) {
    report('ROW_NUMBER_COUNTRY', 'phone_number', {
      message: `The number belongs to ${reading.country}; ${capabilities.title} has emergency addresses for numbers of ${capabilities.countries.join(', ')}.`,
    });
  }
  return { phoneNumber: reading.phoneNumber, country: reading.country };
}

/** The end user that a row without a number is about; empty, with a problem, at a carrier that covers numbers alone. */
function readEndUser(
  { endpoint_user_id: endUserId }: RowCells,
  { needs, capabilities }: RowContext,
  report: Report,
): SubjectKey {
  if (capabilities === undefined || capabilities.endUsers) return endUserId;
  if (needs.number === 'required') {
    report('ROW_PHONE_MISSING', 'phone_number', {
      message: `${capabilities.title} covers phone numbers only, and the row names the end user "${endUserId}" without one.`,
      hint: 'Fill in phone_number, or use an account at Bandwidth (endpoints).',
    });
  }
  return '';
}

/** The address that the row writes; null when it writes none or an existing one is named in its place. */
export function readAddressOfRow(cells: RowCells, context: RowContext, report: Report): Address | null {
  const { needs, capabilities, country } = context;
  if (needs.addressId === 'required' && cells.address_id === '') {
    report('ROW_ADDRESS_ID_MISSING', 'address_id');
  }
  if (!needs.address) return null;
  const ownAddressId = capabilities?.tag?.own;
  const isOwnId = ownAddressId !== undefined && new RegExp(ownAddressId).test(cells.address_id);
  if (context.action === 'add-address' && cells.address_id !== '' && !isOwnId) {
    report('ROW_ADDRESS_ID_NOT_POSSIBLE', 'address_id', {
      message: ownAddressId
        ? `"${cells.address_id}" cannot be the ID of a new address.`
        : `${capabilities?.title ?? 'The provider'} assigns the ID of a new address.`,
      hint: ownAddressId
        ? `Use ${capabilities?.tag?.ownText ?? 'an ID of this form'}, or leave address_id empty.`
        : 'Leave address_id empty, or use update-address to change an address that is there.',
    });
  }
  const checksWritten = context.action === 'validate' && hasAddress(cells);
  if (needs.addressId === 'instead' && cells.address_id !== '' && !checksWritten) {
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
export function readSettings(
  cells: RowCells,
  action: Action,
  capabilities: Capabilities | undefined,
  report: Report,
): NumberSettings {
  if (action !== 'buy' && action !== 'update' && action !== 'release') return {};
  const consumed = capabilities?.consumes[action] ?? SETTING_COLUMNS;
  const given = SETTING_COLUMNS.filter((column) => cells[column] !== '');
  if (action === 'update' && given.length === 0) report('ROW_SETTING_MISSING', 'action');
  const settings: Partial<Record<(typeof SETTING_COLUMNS)[number], string>> = {};
  for (const column of given) {
    const value = cells[column] === '""' ? clear(column, action, capabilities, report) : cells[column];
    if (consumed.includes(column)) settings[column] = value;
    if (action !== 'release' && meansNothing(cells[column])) {
      report('ROW_PLACEHOLDER', column satisfies CanonicalColumn, {
        message: `"${cells[column]}" in ${column} is a placeholder, not a value.`,
        hint: 'Leave the cell empty to keep the setting, or write "" (two quotation marks) to clear it.',
      });
    }
    if (action !== 'release' && capabilities !== undefined && !capabilities.settingColumns.includes(column)) {
      report('ROW_SETTING_NOT_POSSIBLE', column satisfies CanonicalColumn, {
        message: `${capabilities.title} does not have the setting ${column}. It has: ${capabilities.settingColumns.join(', ') || 'none'}.`,
      });
    }
  }
  return settings;
}

/** Two quotes ask for an empty setting, where the provider can clear it. */
function clear(
  column: (typeof SETTING_COLUMNS)[number],
  action: Action,
  capabilities: Capabilities | undefined,
  report: Report,
): string {
  const clearable = capabilities?.clearableColumns;
  const isSetting = capabilities?.settingColumns.includes(column) === true;
  if (action === 'buy' || (isSetting && clearable !== undefined && !clearable.includes(column))) {
    report('ROW_CLEAR_NOT_POSSIBLE', column, {
      message:
        action === 'buy'
          ? `A number that is bought has no ${column} to clear.`
          : notCleared(column, capabilities),
    });
  }
  return '';
}

function notCleared(column: SettingColumn, capabilities: Capabilities | undefined): string {
  const why = capabilities?.whyNotCleared[column];
  const can = capabilities?.clearableColumns.join(', ') || 'none';
  return `${capabilities?.title ?? 'The provider'} cannot clear ${column}${why === undefined ? '' : `: ${why}`}. It can clear: ${can}.`;
}

/** The recipient of an `add-recipient` row. */
export function readRecipient(cells: RowCells, country: string, report: Report): Request['recipient'] {
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
