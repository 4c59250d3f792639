import { type Address, addressLine } from '../../domain/address/address.ts';
import { sameUnitPlace, type UnitNames } from '../../domain/address/resolve-units.ts';
import { isSameText } from '../../domain/address/same-text.ts';
import { isEndUserId, type SubjectKey } from '../../domain/request/subject-key.ts';
import type { Difference } from '../context/earlier.ts';
import type { Spool } from '../context/spool.ts';
import type { NumberFacts } from '../numbers/number-facts.ts';

/** What a sheet says of one number. */
export interface SheetWord {
  readonly line: number;
  /** From a row with `ignore`, which yields to one that requests something. */
  readonly isIgnored: boolean;
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
export const ANY_ACCOUNT = -1;

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
