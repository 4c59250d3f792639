import type { AddressKind } from '../domain/address.ts';
import { addressMark, startsWithMark } from '../domain/mark.ts';
import { addressKey } from '../domain/place-key.ts';
import type { AddressContent, Capabilities, StoredAddress } from '../providers/contract.ts';
import type { PlanAccount } from './plan-context.ts';

/** The key under which an address is shared, from what the provider or the journal holds of it. */
export function keyOf(
  stored: Pick<StoredAddress, 'address' | 'callerName'>,
  { callerNameIn }: Capabilities,
): string {
  return addressKey(stored.address, stored.callerName ?? '', callerNameIn);
}

/** What to write so that an address reads as it did, with a mark by which it is found again. */
export function contentAgain(account: PlanAccount, former: StoredAddress, kind: AddressKind): AddressContent {
  const { capabilities, accountKey } = account.provider;
  const own = addressMark(accountKey, keyOf(former, capabilities), capabilities.mark?.maxChars ?? 24);
  // Where the mark is the id itself, the address gets its old id back.
  const mark = former.id !== '' && former.mark === former.id ? former.id : own;
  const label = startsWithMark(former.label, own)
    ? former.label.trim().slice(own.length).trim()
    : former.label;
  const shownKind = former.facts['address_location_type'];
  return {
    address: former.address,
    callerName: former.callerName ?? '',
    label,
    addressKind: shownKind === 'residential' || shownKind === 'business' ? shownKind : kind,
    mark,
  };
}
