import type { AddressKind } from '../../domain/address/address.ts';
import { addressKey } from '../../domain/address/place-key.ts';
import { addressTag, startsWithTag } from '../../domain/request/tag.ts';
import type { AddressContent, Capabilities, StoredAddress } from '../../providers/contract.ts';
import type { PlanAccount } from '../context/plan-context.ts';

/** The key under which an address is shared, from what the provider or the journal holds of it. */
export function keyOf(
  stored: Pick<StoredAddress, 'address' | 'callerName'>,
  { callerNameIn }: Capabilities,
): string {
  return addressKey(stored.address, stored.callerName ?? '', callerNameIn);
}

/** What to write so that an address reads as it did, with a tag by which it is found again. */
export function contentAgain(account: PlanAccount, former: StoredAddress, kind: AddressKind): AddressContent {
  const { capabilities, accountKey } = account.provider;
  const own = addressTag(accountKey, keyOf(former, capabilities), capabilities.tag?.maxChars ?? 24);
  // Where the tag is the ID itself, the address gets its old id back.
  const tag = former.id !== '' && former.tag === former.id ? former.id : own;
  const label = startsWithTag(former.label, own)
    ? former.label.trim().slice(own.length).trim()
    : former.label;
  const shownKind = former.facts['address_location_type'];
  return {
    address: former.address,
    callerName: former.callerName ?? '',
    label,
    addressKind: shownKind === 'residential' || shownKind === 'business' ? shownKind : kind,
    tag,
  };
}
