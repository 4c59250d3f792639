import { definitionsOf } from '../../config/account-map.ts';
import type { Config } from '../../config/config.ts';
import { type Address, addressLine } from '../../domain/address/address.ts';
import { placeKey } from '../../domain/address/place-key.ts';
import { readCountry } from '../../domain/address/region.ts';
import { sameUnitPlace, type UnitNames, unitNames } from '../../domain/address/resolve-units.ts';
import { isSameText } from '../../domain/address/same-text.ts';
import { readPhoneNumber } from '../../domain/phone-number.ts';
import type { Action, Request } from '../../domain/request/request.ts';
import { isEndUserId, isPhoneNumber, type SubjectKey } from '../../domain/request/subject-key.ts';
import type { Problem } from '../../errors/problem.ts';
import type { Sheet } from '../../sheet/open-sheet.ts';
import { AddressRows } from '../../sheet/rows/address-rows.ts';
import { cellReading } from '../../sheet/rows/cell-reading.ts';
import { createRowChecker } from '../../sheet/rows/check-row.ts';
import type { RowCells } from '../../sheet/rows/row-cells.ts';
import { readCellsOfRow } from '../../sheet/rows/row-schema.ts';
import { openWithReading } from '../../sheet/sheet-reading.ts';
import type { SheetRow } from '../../sheet/source/sheet-row.ts';
import type { Difference, LoadedSheet } from '../context/earlier.ts';
import type { AgainstSheet } from '../context/export-options.ts';
import type { Spool } from '../context/spool.ts';
import type { NumberFacts } from '../numbers/number-facts.ts';

/** What a sheet says of one number. */
interface SheetWord {
  readonly line: number;
  /** `other`: the row is about something else than the address, such as `enable` or `update`. */
  readonly about: 'address' | 'release' | 'other';
  /** Null: the number is to have no address. */
  readonly address: Address | null;
  /** Use of an existing address by its ID; empty when the row writes one. */
  readonly addressId: string;
  readonly callerName: string;
  /** The end user of the number's endpoint; empty where the row names none beside a number. */
  readonly endUserId: string;
}

/** Where rows with errors are kept whose account is none of the config: they answer for their number in any account. */
const ANY_ACCOUNT = -1;

/** Rows that are named; of further ones only the count is given. */
const MOST_NAMED = 1_000;

/**
 * Puts a sheet into the spool by account and number. Rows with action `ignore` count for what they say: an export is a
 * sheet as well.
 * @throws UsageError when the sheet cannot be read.
 */
export async function loadSheet(
  { path, reading }: AgainstSheet,
  config: Config,
  accounts: ReadonlyMap<string, number>,
  spool: Spool,
): Promise<LoadedSheet> {
  const sheet = await openWithReading(path, reading);
  const only = accounts.size === 1 ? [...accounts.keys()][0] : undefined;
  const defaultAccount = config.defaults.account ?? only ?? '';
  const checker = createRowChecker({
    mapping: sheet.mapping,
    accounts: definitionsOf(config),
    defaultAccount: defaultAccount === '' ? undefined : defaultAccount,
    defaultCountry: config.defaults.country ?? '',
    ...cellReading(reading),
    // Nothing is sent, so a split that is not approved is what the sheet says all the same.
    acceptsSplit: true,
  });
  const { sets = [] } = cellReading(reading);
  const unreadable: Difference[] = [];
  const units = unitNames();
  let elsewhere = 0;
  const addressRows = new AddressRows();
  const usingRows: { readonly row: SheetRow; readonly request: Request }[] = [];
  const noteUnreadable = (row: SheetRow, message: string): void => {
    const { cells } = readCellsOfRow(row, sheet.mapping, sets);
    const difference = unreadableRow(row, cells, message, config);
    const name = difference.account || defaultAccount;
    const index = accounts.get(name);
    if (index === undefined && config.accounts.has(name)) {
      elsewhere += 1;
      return;
    }
    const key = keyOf(difference);
    const isKept = key !== '' && spool.add('unreadable', index ?? ANY_ACCOUNT, key, difference);
    if (!isKept && unreadable.length < MOST_NAMED) unreadable.push(difference);
  };
  const noteRequest = (request: Request, line: number): void => {
    if (request.address !== null) units.note(placeKey(request.address));
    const account = accounts.get(request.account);
    if (account === undefined) elsewhere += 1;
    else if (request.phoneNumber !== '') {
      spool.put('sheet', account, request.phoneNumber, wordOf(request, line));
    }
  };
  for await (const row of sheet.rows()) {
    const { cells } = readCellsOfRow(row, sheet.mapping, sets);
    const { request, problems, names } = checker.check(meant(row, sheet, cells));
    addressRows.note(row.line, { request, names });
    if (request === null) noteUnreadable(row, problems.find(isError)?.message ?? '');
    // The row that it names may come later.
    else if (request.addressRef !== undefined) usingRows.push({ row, request });
    else noteRequest(request, row.line);
  }
  for (const { row, request } of usingRows) {
    const capabilities = config.accounts.get(request.account)?.definition.capabilities;
    const resolved = capabilities === undefined ? null : addressRows.resolve(request, capabilities);
    if (resolved !== null && 'problem' in resolved) noteUnreadable(row, resolved.problem.message);
    else noteRequest(resolved?.request ?? request, row.line);
  }
  return { name: sheet.name, sha256: sheet.sha256, unreadable, elsewhere, units };
}

const isError = ({ severity }: Problem): boolean => severity === 'error';

/** The row with `ignore` read as the request that its cells spell out: an address to have, or none. */
function meant(row: SheetRow, { mapping }: Sheet, cells: RowCells): SheetRow {
  const index = mapping.columns.get('action');
  if (cells.action.toLowerCase() !== 'ignore' || index === undefined) return row;
  const places = ['street', 'street_name', 'address_id'] as const;
  const hasAddress = places.some((column) => cells[column] !== '');
  return { ...row, cells: row.cells.with(index, hasAddress ? 'assign' : 'remove') };
}

const ABOUT_ADDRESS: ReadonlySet<Action> = new Set(['assign', 'remove', 'validate']);

function wordOf(
  { action, address, addressId, callerName, endUserId = '' }: Request,
  line: number,
): SheetWord {
  const about = ABOUT_ADDRESS.has(action) ? 'address' : action === 'release' ? 'release' : 'other';
  return { line, about, address, addressId, callerName, endUserId };
}

/** A row with errors; its number as it is written where that cannot be read either. */
function unreadableRow(row: SheetRow, cells: RowCells, message: string, config: Config): Difference {
  const text = cells.phone_number;
  const country = readCountry(cells.country) ?? config.defaults.country ?? '';
  const reading = readPhoneNumber(text, country);
  return {
    account: cells.account,
    phoneNumber: reading.ok ? reading.phoneNumber : text,
    endUserId: text === '' ? cells.endpoint_user_id : '',
    code: 'sheet-row-unreadable',
    line: String(row.line),
    inSheet: message,
    live: '',
  };
}

/** The key of a row with errors; empty where its number cannot be read. */
function keyOf({ phoneNumber, endUserId }: Difference): SubjectKey {
  return isPhoneNumber(phoneNumber) ? phoneNumber : endUserId;
}

/**
 * How a live number and its row differ; null when they agree. Takes the row out of the spool: what is left there at the
 * end, no live number answered. A number out of scope need not be in the sheet.
 */
export function takeDifference(
  spool: Spool,
  facts: NumberFacts,
  { account, units }: { readonly account: string; readonly units: UnitNames },
): Difference | null {
  const { phoneNumber } = facts.number;
  const word = spool.get<SheetWord>('sheet', facts.account, phoneNumber);
  const live = liveText(facts);
  const named = { account, ...namedBy(phoneNumber) };
  if (word === null) {
    // The row is there and cannot be read: that is one difference, not two.
    for (const index of [facts.account, ANY_ACCOUNT]) {
      const unreadable = spool.get<Difference>('unreadable', index, phoneNumber);
      if (unreadable === null) continue;
      spool.remove('unreadable', index, phoneNumber);
      return { ...unreadable, account, live };
    }
    return facts.coverage === 'not in scope'
      ? null
      : { ...named, code: 'not-in-sheet', line: '', inSheet: '', live };
  }
  spool.remove('sheet', facts.account, phoneNumber);
  if (agrees(facts, word, units)) return null;
  const line = String(word.line);
  const user = word.endUserId === '' ? '' : userText(facts.number.facts['endpoint_user_id']);
  return { ...named, code: 'differs-from-sheet', line, inSheet: sheetText(word), live: `${live}${user}` };
}

function namedBy(key: SubjectKey): Pick<Difference, 'phoneNumber' | 'endUserId'> {
  return isEndUserId(key) ? { phoneNumber: '', endUserId: key } : { phoneNumber: key, endUserId: '' };
}

/** The rows with errors that no live number answered. */
export function* unreadableRows(
  spool: Spool,
  accounts: readonly { readonly account: string }[],
): Generator<Difference> {
  for (const { account, body } of spool.all<Difference>('unreadable')) {
    yield { ...body, account: accounts[account]?.account ?? body.account };
  }
}

/** The rows of the sheet that no live number answered. */
export function* unanswered(
  spool: Spool,
  accounts: readonly { readonly account: string }[],
): Generator<Difference> {
  for (const { account, key, body } of spool.all<SheetWord>('sheet')) {
    // The number was given back, as its row requests.
    if (body.about === 'release') continue;
    yield {
      account: accounts[account]?.account ?? '',
      ...namedBy(key),
      code: 'not-at-provider',
      line: String(body.line),
      inSheet: sheetText(body),
      live: '',
    };
  }
}

function agrees(facts: NumberFacts, word: SheetWord, units: UnitNames): boolean {
  const { address, callerName, number } = facts;
  if (word.about === 'other') return true;
  if (word.about === 'release') return false;
  if (word.endUserId !== '' && word.endUserId !== number.facts['endpoint_user_id']) return false;
  if (word.addressId !== '') return number.emergency.addressId === word.addressId;
  if (word.address === null) return address === null;
  if (address === null || !sameUnitPlace(address, word.address, units)) return false;
  // A row without a name asks for none, and a name that is not known cannot differ.
  return word.callerName === '' || callerName === '' || isSameText(callerName, word.callerName);
}

function sheetText(word: SheetWord): string {
  if (word.about === 'release') return 'the number is given back';
  const user = userText(word.endUserId);
  if (word.addressId !== '') return `address ${word.addressId}${user}`;
  const place = word.address === null ? 'no emergency address' : addressLine(word.address);
  return [word.address === null ? '' : word.callerName, place].filter(Boolean).join(': ') + user;
}

/** Beside an address, where the sheet names an end user. */
function userText(endUserId = ''): string {
  return endUserId === '' ? '' : ` (end user ${endUserId})`;
}

function liveText({ address, callerName, number }: NumberFacts): string {
  if (address === null) return number.emergency.addressId || 'no emergency address';
  return [callerName, addressLine(address)].filter(Boolean).join(': ');
}
