import type { Address } from '../../domain/address/address.ts';
import { addressKey, placeKey, samePlace } from '../../domain/address/place-key.ts';
import type { Capabilities, NumberState, StoredAddress } from '../../providers/contract.ts';
import type { RowAccount } from '../context/row-account.ts';
import type { Spool, Unreadable } from '../context/spool.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import { type ChangedBy, historyKey } from './history.ts';

/** A number with what belongs to it. */
export interface NumberFacts {
  readonly account: number;
  readonly key: string;
  readonly number: NumberState;
  readonly stored: StoredAddress | null;
  readonly address: Address | null;
  /** As the provider shows it, or as this program gave it to this address; empty when it is not known. */
  readonly callerName: string;
  readonly coverage: Coverage;
  /** Why the number could not be read; empty when it could. */
  readonly unreadable: string;
  /** The address as a building and a unit in it, the same for all spellings; null without an address. */
  readonly placeParts: { readonly place: string; readonly building: string; readonly unit: string } | null;
}

/** Every number that was read, by account and number. */
export function* numbersOf(spool: Spool, accounts: readonly RowAccount[]): Generator<NumberFacts> {
  for (const { account, key, body: number } of spool.all<NumberState>('number')) {
    const owner = accounts[account];
    if (owner === undefined) continue;
    const { addressId } = number.emergency;
    const stored = addressId === '' ? null : spool.get<StoredAddress>('address', account, addressId);
    const address = addressOf(number, stored);
    const unreadable = spool.get<Unreadable>('unread', account, key)?.message ?? '';
    const known = coverageOf(number, owner.capabilities, owner.switchIgnored);
    yield {
      account,
      key,
      number,
      stored,
      address,
      callerName:
        callerNameOf(number, stored) ?? knownCallerName(spool, account, number.phoneNumber, address),
      // A number that could not be read may have lost its address since it was listed.
      coverage: unreadable === '' || known === 'not in scope' ? known : 'unknown',
      unreadable,
      placeParts: address === null ? null : placePartsOf(address),
    };
  }
}

function placePartsOf(address: Address): NonNullable<NumberFacts['placeParts']> {
  const place = placeKey(address);
  // The unit is the last part of the key.
  const cut = place.lastIndexOf('|');
  return { place, building: place.slice(0, cut), unit: place.slice(cut + 1) };
}

/** The name that this program gave with this very address, for providers that do not show one. */
function knownCallerName(
  spool: Spool,
  account: number,
  phoneNumber: string,
  address: Address | null,
): string {
  const last = spool.get<ChangedBy>('changed-by', account, historyKey(phoneNumber));
  if (address === null || last?.address == null || last.callerName === '') return '';
  return samePlace(last.address, address) ? last.callerName : '';
}

/** Key under which runs keep the address of a number; empty when it has none. */
export function addressKeyOf({ address, callerName }: NumberFacts, capabilities: Capabilities): string {
  return address === null ? '' : addressKey(address, callerName, capabilities.callerNameIn);
}

/** The address that a number has, in the same order of trust as the planner: the address itself, then what the number shows. */
function addressOf(number: NumberState, stored: StoredAddress | null): Address | null {
  return stored?.address ?? number.emergency.address;
}

/** The caller name that the provider shows; null when it shows none. */
function callerNameOf(number: NumberState, stored: StoredAddress | null): string | null {
  return stored?.callerName ?? number.emergency.callerName;
}
