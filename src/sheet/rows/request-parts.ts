import type { Address } from '../../domain/address/address.ts';
import { servedCountry } from '../../domain/address/territory.ts';
import { splitWholeAddress } from '../../domain/address/whole-address.ts';
import { type PhoneFault, readPhoneNumber } from '../../domain/phone-number.ts';
import { readAddressRef } from '../../domain/request/address-ref.ts';
import type { Action, Request } from '../../domain/request/request.ts';
import type { SubjectKey } from '../../domain/request/subject-key.ts';
import { ROW_CODES, type RowCode } from '../../errors/row-codes.ts';
import type { Capabilities } from '../../providers/contract.ts';
import { hasAddress, type Report, readAddress } from './check-address.ts';
import type { RowCells } from './row-cells.ts';

/** What a row of each action must hold. `if-given` is checked when it is there. */
interface Needs {
  readonly number: 'required' | 'if-given' | 'none';
  readonly address: 'required' | 'if-given' | 'none';
  readonly addressId: 'required' | 'instead' | 'site' | 'none';
  readonly isEmergency: boolean;
}

const NUMBER_ONLY: Needs = { number: 'required', address: 'none', addressId: 'none', isEmergency: true };
const NUMBER_ITSELF: Needs = { ...NUMBER_ONLY, isEmergency: false };
const NUMBER_AND_ADDRESS: Needs = { ...NUMBER_ITSELF, address: 'if-given', addressId: 'instead' };
const ADDRESS_ONLY: Needs = { number: 'none', address: 'required', addressId: 'none', isEmergency: false };

/** What a row of each action has to give. */
export const NEEDS: Readonly<Record<Exclude<Action, 'ignore'>, Needs>> = {
  assign: { number: 'required', address: 'required', addressId: 'instead', isEmergency: true },
  remove: NUMBER_ONLY,
  validate: { number: 'if-given', address: 'required', addressId: 'instead', isEmergency: true },
  enable: NUMBER_ONLY,
  disable: NUMBER_ONLY,
  'add-address': ADDRESS_ONLY,
  'update-address': { ...ADDRESS_ONLY, addressId: 'required' },
  'move-site': { ...ADDRESS_ONLY, addressId: 'site' },
  'delete-address': { ...ADDRESS_ONLY, address: 'none', addressId: 'required' },
  buy: NUMBER_AND_ADDRESS,
  release: NUMBER_ITSELF,
  update: NUMBER_AND_ADDRESS,
  'add-recipient': { number: 'none', address: 'none', addressId: 'none', isEmergency: false },
};

/** Actions that give a number an address, which a row of the same sheet may add. */
const USES_ROWS: ReadonlySet<Action> = new Set(['assign', 'buy', 'update']);

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

const NAMED_WITH_ADDRESS: ReadonlySet<Action> = new Set([
  'assign',
  'validate',
  'add-address',
  'buy',
  'update',
]);

/** Whether an address of the row is read: the action needs one, or takes one and the row writes one. */
export function readsAddress(cells: RowCells, { address }: Needs): boolean {
  return address === 'required' || (address === 'if-given' && givesAddress(cells));
}

/** Whether the row names an emergency address, by its text or its ID. */
export function givesAddress(cells: RowCells): boolean {
  return hasAddress(cells) || cells.address_id !== '';
}

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
  const isEmergency = needs.isEmergency || (needs.address === 'if-given' && givesAddress(cells));
  if (isEmergency && capabilities !== undefined && !capabilities.countries.includes(served)) {
    report('ROW_NUMBER_COUNTRY', 'phone_number', {
      message: `The number belongs to ${reading.country}; ${capabilities.title} has emergency addresses for numbers of ${capabilities.countries.join(', ')}.`,
    });
  }
  return { phoneNumber: reading.phoneNumber, country: reading.country };
}

/** Beside a number, the end user is what an association writes; any other action leaves it to be compared. */
export function readsEndUser(
  cells: RowCells,
  action: Action,
  capabilities: Capabilities | undefined,
): boolean {
  const writes = capabilities?.consumes[action]?.includes('endpoint_user_id') === true;
  return writes && cells.phone_number !== '' && cells.endpoint_user_id !== '';
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
  if (!readsAddress(cells, needs)) return null;
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

/** The address that the row names instead of writing one: an ID, or the reference of an `add-address` row. */
export function readAddressId(
  { address_id: cell }: RowCells,
  action: Action,
  capabilities: Capabilities | undefined,
  report: Report,
): Pick<Request, 'addressId' | 'addressRef'> {
  const addressRef = readAddressRef(cell);
  // The id of a new address has a form, which is checked with that address.
  if (addressRef === null || action === 'add-address') return { addressId: cell };
  const why = !USES_ROWS.has(action)
    ? `Only assign, buy, and update use the address of another row, and this action is ${action}.`
    : addressRef === ''
      ? 'No reference follows ref:.'
      : capabilities?.actions.includes('add-address') === false
        ? `${capabilities.title} has no addresses by themselves, so no row can add "${addressRef}".`
        : null;
  if (why !== null) report('ROW_ADDRESS_REF_NOT_POSSIBLE', 'address_id', { message: why });
  return { addressId: '', addressRef };
}

/** The site of a `move-site` row, where the row names it by its present address and not by an id. */
export function readOldAddress(
  cells: RowCells,
  { needs, country }: Pick<RowContext, 'needs' | 'country'>,
  report: Report,
): Pick<Request, 'oldAddress'> {
  const { old_address: whole, address_id: id } = cells;
  if (needs.addressId !== 'site') return {};
  if (whole === '' || id !== '') {
    const isTwice = whole !== '';
    if (isTwice) report('ROW_SITE_MISSING', 'old_address', { message: 'The row names its site twice.' });
    else if (id === '') report('ROW_SITE_MISSING', 'old_address');
    return {};
  }
  const split = splitWholeAddress(whole, country);
  if (split !== null) return { oldAddress: { ...split, parts: null, country: split.country || country } };
  report('ROW_ADDRESS_WHOLE', 'old_address', {
    message: `"${whole}" cannot be read as one address in one way only.`,
    hint: 'Write it as "200 N Spring St, FL 3, Los Angeles, CA 90012", or name the site by address_id.',
  });
  return {};
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
