import { addressKey, samePlace } from '../domain/place-key.ts';
import type { Wish } from '../domain/wish.ts';
import type { Capabilities } from '../providers/contract.ts';

/** What a wish is about: two rows with one subject are one operation, or contradict each other. */
export function wishSubject(wish: Wish, capabilities: Capabilities): string {
  switch (wish.action) {
    case 'validate':
      return `check:${keyOf(wish, capabilities)}`;
    case 'add-address':
    case 'update-address':
    case 'delete-address':
      return wish.addressId === '' ? `address:${keyOf(wish, capabilities)}` : `address-id:${wish.addressId}`;
    case 'add-recipient':
      return `recipient:${wish.recipient?.email ?? ''}|${wish.recipient?.phone ?? ''}`;
    default:
      return wish.phoneNumber === '' ? `endpoint:${wish.endpointId}` : `number:${wish.phoneNumber}`;
  }
}

function keyOf(wish: Wish, capabilities: Capabilities): string {
  return wish.address ? addressKey(wish.address, wish.callerName, capabilities.callerNameIn) : '';
}

/** Whether two wishes about one subject ask for the same thing, across spellings of the same address. */
export function sameWish(one: Wish, other: Wish): boolean {
  return (
    one.action === other.action &&
    one.addressId === other.addressId &&
    one.endpointId === other.endpointId &&
    one.callerName.trim().toLowerCase() === other.callerName.trim().toLowerCase() &&
    (one.address === null
      ? other.address === null
      : other.address !== null && samePlace(one.address, other.address)) &&
    JSON.stringify(one.settings) === JSON.stringify(other.settings) &&
    JSON.stringify(one.recipient) === JSON.stringify(other.recipient)
  );
}
