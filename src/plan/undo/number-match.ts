import { addressLine } from '../../domain/address/address.ts';
import { addressKey, samePlace } from '../../domain/address/place-key.ts';
import { isSameText } from '../../domain/address/same-text.ts';
import type { Capabilities, NumberState, StoredAddress } from '../../providers/contract.ts';
import type { LeftAddress, LeftBehind } from './left-by-run.ts';

/** A number as it is now, with the address resource it uses where addresses are resources. */
export interface Standing {
  readonly number: NumberState;
  readonly stored: StoredAddress | null;
}

/** In which column a number differs from what it is compared with; null when it does not. */
type Difference = 'street' | 'caller_name' | 'endpoint_user_id' | 'action' | null;

/** Whether the number has no emergency address, or is losing it. */
export function hasNoAddress({ emergency }: NumberState): boolean {
  const isGone = emergency.addressId === '' && emergency.address === null;
  return isGone || emergency.state === 'removing';
}

/** What differs between a number and how a run left it: its address, the caller's name, the end user, or the emergency switch. */
export function differsFromLeft(now: Standing, left: LeftBehind, capabilities: Capabilities): Difference {
  if (left.address === null && !hasNoAddress(now.number)) return 'street';
  if (left.address) {
    if (hasNoAddress(now.number)) return 'street';
    const difference = differsFromAddress(now, left.address, capabilities);
    if (difference) return difference;
  }
  const { switchedOn } = now.number.emergency;
  const isSwitched = left.switchedOn === undefined || switchedOn === null || switchedOn === left.switchedOn;
  return isSwitched ? null : 'action';
}

function differsFromAddress(
  { number, stored }: Standing,
  left: LeftAddress,
  { addressModel, callerNameIn }: Capabilities,
): Difference {
  const { emergency } = number;
  if (addressModel === 'own-resource' && emergency.addressId !== left.addressId) return 'street';
  const address = stored?.address ?? emergency.address;
  if (address && !samePlace(address, { ...left.address, country: left.address.country || address.country })) {
    return 'street';
  }
  if (left.endUserId !== undefined && left.endUserId !== endUserOf(number)) return 'endpoint_user_id';
  const name = callerNameIn === 'address' ? (stored?.callerName ?? null) : emergency.callerName;
  // A row without a name asked for no other name.
  return name === null || left.callerName === '' || isSameText(name, left.callerName) ? null : 'caller_name';
}

/** Whether a number is as another record of it shows: the same address (its ID or its content), name and switch. */
export function standsAs(now: Standing, then: Standing, { callerNameIn }: Capabilities): boolean {
  const was = then.number.emergency;
  const is = now.number.emergency;
  const sameSwitch = was.switchedOn === null || is.switchedOn === null || was.switchedOn === is.switchedOn;
  if (!sameSwitch) return false;
  if (hasNoAddress(then.number) || hasNoAddress(now.number)) {
    return hasNoAddress(then.number) && hasNoAddress(now.number);
  }
  if (callerNameIn === 'number' && !isSameText(was.callerName ?? '', is.callerName ?? '')) {
    return false;
  }
  if (endUserOf(then.number) !== endUserOf(now.number)) return false;
  const before = then.stored?.address ?? was.address;
  const present = now.stored?.address ?? is.address;
  if (!before || !present) return was.addressId !== '' && was.addressId === is.addressId;
  const name = (standing: Standing): string => standing.stored?.callerName ?? '';
  return addressKey(before, name(then), callerNameIn) === addressKey(present, name(now), callerNameIn);
}

function endUserOf({ facts }: NumberState): string {
  return facts['endpoint_user_id'] ?? '';
}

/** What a number has now, in a few words for people. */
export function standingText({ number, stored }: Standing): string {
  const { emergency } = number;
  const address = stored?.address ?? emergency.address;
  const status = emergency.status === '' ? '' : ` (${emergency.status})`;
  if (hasNoAddress(number)) return `no emergency address${status}`;
  return `${address ? addressLine(address) : `address ${emergency.addressId}`}${status}`;
}
