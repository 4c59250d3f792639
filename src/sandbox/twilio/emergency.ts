import { TwilioRefusal } from './refusal.ts';
import { type Pending, recordEffect, type TwilioNumber, type TwilioStore } from './store.ts';
import type { TwilioSwitches } from './switches.ts';

/** What a change of emergency state needs beside the number. */
interface EmergencyContext {
  readonly store: TwilioStore;
  readonly switches: TwilioSwitches;
  readonly nowMs: number;
}

function due(pending: Pending | null, nowMs: number): boolean {
  return pending !== null && pending.atMs <= nowMs;
}

/** Carries out what has come due; called before a number is read. */
export function settle(number: TwilioNumber, nowMs: number): TwilioNumber {
  if (due(number.addressPending, nowMs)) {
    const pending = number.addressPending;
    number.addressPending = null;
    pending?.apply();
  }
  if (due(number.statusPending, nowMs)) {
    const pending = number.statusPending;
    number.statusPending = null;
    pending?.apply();
  }
  return number;
}

function refuse(message: string): TwilioRefusal {
  return new TwilioRefusal(400, 20422, message);
}

function checkAddress(number: TwilioNumber, addressSid: string, context: EmergencyContext): void {
  const { store, switches, nowMs } = context;
  const address = store.addresses.get(addressSid);
  if (address === undefined) throw refuse(`Emergency Address ${addressSid} was not found`);
  if (!address.emergencyEnabled) throw refuse(`Address ${addressSid} is not enabled for emergency calling`);
  const isIneligible = number.country === '' || switches.ineligible.includes(number.phoneNumber);
  if (isIneligible) throw refuse(`Emergency calling is not available for ${number.phoneNumber}`);
  if (number.country !== address.isoCountry && switches.countryMismatch === 'refuse') {
    throw new TwilioRefusal(400, 18013, `A domestic emergency address is required for ${number.phoneNumber}`);
  }
  if (number.addressStatus === 'pending-unregistration') {
    throw refuse(`${number.phoneNumber} still has an emergency address that is being unregistered`);
  }
  if (nowMs < number.refusesAddressUntilMs) {
    throw refuse(`${number.phoneNumber} was disassociated too recently, try again later`);
  }
}

/** Whether posting this address over what the number holds changes anything. @throws TwilioRefusal for another address. */
function startsAnew(number: TwilioNumber, addressSid: string, switches: TwilioSwitches): boolean {
  const holds = number.emergencyAddressSid !== null && number.emergencyAddressSid !== '';
  if (!holds || number.addressStatus === 'registration-failure') return true;
  if (number.emergencyAddressSid === addressSid) return number.addressStatus === 'unregistration-failure';
  if (switches.overwrite === 'replace') return true;
  throw refuse(`${number.phoneNumber} must be disassociated from its emergency address first`);
}

/**
 * Starts the registration of an address: pending-registration, then registered or registration-failure. The same
 * address over a registered or pending one changes nothing.
 * @throws TwilioRefusal for an address that cannot be used or a number that holds another one.
 */
export function associate(number: TwilioNumber, addressSid: string, context: EmergencyContext): void {
  const { store, switches, nowMs } = context;
  checkAddress(number, addressSid, context);
  const anew = startsAnew(number, addressSid, switches);
  recordEffect(store, nowMs, 'associate', [number.phoneNumber, addressSid]);
  if (!anew) return;
  number.emergencyAddressSid = addressSid;
  number.addressStatus = 'pending-registration';
  number.updatedMs = nowMs;
  number.addressPending = {
    atMs: nowMs + switches.registrationDelayMs,
    apply: () => {
      const fails = switches.registrationFailures.includes(number.phoneNumber);
      number.addressStatus = fails ? 'registration-failure' : 'registered';
    },
  };
}

/** Starts the removal of the address: pending-unregistration, then unregistered or unregistration-failure. */
export function disassociate(number: TwilioNumber, context: EmergencyContext): void {
  const { store, switches, nowMs } = context;
  recordEffect(store, nowMs, 'disassociate', [number.phoneNumber, number.emergencyAddressSid ?? '']);
  const leaving = number.emergencyAddressSid;
  if (leaving === null || leaving === '') return;
  number.leavingAddressSid = leaving;
  number.emergencyAddressSid = '';
  number.addressStatus = 'pending-unregistration';
  number.updatedMs = nowMs;
  number.refusesAddressUntilMs = nowMs + switches.reassociateRefusalMs;
  number.addressPending = {
    atMs: nowMs + switches.removalDelayMs,
    apply: () => {
      const fails = switches.unregistrationFailures.includes(number.phoneNumber);
      number.leavingAddressSid = null;
      number.emergencyAddressSid = fails ? leaving : null;
      number.addressStatus = fails ? 'unregistration-failure' : 'unregistered';
    },
  };
}

/** @throws TwilioRefusal for a value outside Active and Inactive. */
export function emergencyWord(wanted: string): 'Active' | 'Inactive' {
  const word = wanted.toLowerCase();
  if (word === 'active') return 'Active';
  if (word === 'inactive') return 'Inactive';
  throw refuse(`EmergencyStatus ${wanted} is not one of Active, Inactive`);
}

/** Switches emergency calling on or off through its pending state. */
export function switchEmergency(
  number: TwilioNumber,
  word: 'Active' | 'Inactive',
  context: EmergencyContext,
): void {
  const { store, switches, nowMs } = context;
  recordEffect(store, nowMs, 'switch-emergency', [number.phoneNumber, word]);
  if (switches.emergencyStatusIgnored || number.emergencyStatus === word) return;
  number.updatedMs = nowMs;
  number.emergencyStatus = word === 'Active' ? 'Pending Activation' : 'Pending Deactivation';
  number.statusPending = {
    atMs: nowMs + switches.emergencyStatusDelayMs,
    apply: () => {
      number.emergencyStatus = word;
    },
  };
}

/** Numbers whose emergency address is, or is still being removed from being, this one. */
export function usersOf(store: TwilioStore, addressSid: string, nowMs: number): TwilioNumber[] {
  const uses = (number: TwilioNumber): boolean =>
    number.emergencyAddressSid === addressSid || number.leavingAddressSid === addressSid;
  return [...store.numbers.values()].filter((number) => uses(number) && uses(settle(number, nowMs)));
}
