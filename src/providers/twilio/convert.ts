import { isSameText } from '../../domain/address/same-text.ts';
import { numberingPlanOf } from '../../domain/phone-number.ts';
import type { AddressContent, EmergencyState, NumberState, StoredAddress } from '../contract.ts';
import { readSwitch, saysPending, statusWord } from '../kit/status-words.ts';
import { taggedLabel } from '../kit/tagged-label.ts';
import { FRIENDLY_NAME_CHARS } from './capabilities.ts';
import type { WireAddress, WireNumber } from './wire.ts';

/** FriendlyName of an address that we make. */
export const friendlyName = (tag: string, label: string): string =>
  taggedLabel(tag, label, FRIENDLY_NAME_CHARS);

/** Form fields of an address to create. Twilio's own correction is always off: nothing unapproved is stored. */
export function createFields(content: AddressContent): Record<string, string> {
  const { IsoCountry, ...rest } = addressFields(content);
  const fields = { ...rest, IsoCountry };
  return content.address.unit === '' ? fields : { ...fields, StreetSecondary: content.address.unit };
}

/** Form fields of an address to change: no IsoCountry, which cannot change; a blank StreetSecondary clears the old unit. */
export function updateFields(content: AddressContent): Record<string, string> {
  const { IsoCountry: _fixed, ...fields } = addressFields(content);
  return { ...fields, StreetSecondary: content.address.unit };
}

function addressFields({ address, callerName, tag, label }: AddressContent) {
  const name = friendlyName(tag, label);
  return {
    CustomerName: callerName,
    Street: address.street,
    City: address.city,
    Region: address.region,
    PostalCode: address.postalCode,
    IsoCountry: address.country,
    EmergencyEnabled: 'true',
    AutoCorrectAddress: 'false',
    ...(name === '' ? {} : { FriendlyName: name }),
  };
}

/** A stored address in our form. Twilio keeps the street as one line, so `parts` is null. */
export function toStoredAddress(wire: WireAddress): StoredAddress {
  const name = wire.friendly_name ?? '';
  return {
    id: wire.sid,
    address: {
      street: wire.street ?? '',
      parts: null,
      unit: wire.street_secondary ?? '',
      city: wire.city ?? '',
      region: wire.region ?? '',
      postalCode: wire.postal_code ?? '',
      country: wire.iso_country ?? '',
    },
    callerName: wire.customer_name ?? '',
    label: name,
    tag: name,
    emergencyEnabled: wire.emergency_enabled === true,
    // An address has no emergency status of its own at Twilio; `validated` would be read as one and is not.
    status: '',
    facts: {
      validated: fact(wire.validated),
      verified: fact(wire.verified),
      date_created: wire.date_created ?? '',
      date_updated: wire.date_updated ?? '',
    },
  };
}

/** Whether a stored address is what was sent: Twilio may answer `645 HARRISON ST` for `645 Harrison St.`. */
export function isSameContent(stored: StoredAddress, sent: AddressContent): boolean {
  const textOf = ({ address, callerName }: Pick<StoredAddress, 'address' | 'callerName'>): string => {
    const { street, unit, city, region, postalCode, country } = address;
    return [street, unit, city, region, postalCode, country, callerName].join('|');
  };
  return isSameText(textOf(stored), textOf(sent));
}

/** A number with its emergency state in our words; the verbatim status stays beside it. */
export function toNumberState(wire: WireNumber): NumberState {
  const addressId = wire.emergency_address_sid ?? '';
  const registration = emergencyState(wire.emergency_address_status ?? '', addressId);
  const activation = wire.emergency_status ?? '';
  const switched = readSwitch(activation, ACTIVATION);
  const isOther = registration === 'covered' && typeof switched === 'object' && switched !== null;
  // "EmergencyStatus … will change to Pending Activation. This process might take up to 5 minutes" (the seed, SIP trunking).
  const isActivating =
    registration === 'covered' &&
    (statusWord(activation) === 'pending-activation' || (isOther && saysPending(activation)));
  const isToldByActivation = isActivating || isOther;
  return {
    phoneNumber: wire.phone_number,
    handle: wire.sid,
    country: numberingPlanOf(wire.phone_number), // Twilio does not say it.
    voiceCapable: wire.capabilities?.voice ?? null,
    emergency: {
      state: isActivating ? 'pending' : isOther ? 'unknown' : registration,
      status: isToldByActivation ? activation : (wire.emergency_address_status ?? ''),
      addressId,
      address: null,
      callerName: null,
      switchedOn: typeof switched === 'boolean' ? switched : null,
      failure: '',
    },
    settings: {},
    settingsPending: '',
    facts: {
      emergency_status: wire.emergency_status ?? '',
      friendly_name: wire.friendly_name ?? '',
      number_type: wire.type ?? '',
      trunk_sid: wire.trunk_sid ?? '',
      address_requirements: wire.address_requirements ?? '',
      capabilities: Object.entries(wire.capabilities ?? {})
        .filter(([, can]) => can === true)
        .map(([name]) => name)
        .join(' '),
    },
  };
}

/** The six values of `emergency_address_status`. Source: vendor's 2010-04-01 specification, verified 2026-11-21. */
const STATES: ReadonlyMap<string, EmergencyState> = new Map([
  ['', 'missing'],
  ['registered', 'covered'],
  ['unregistered', 'missing'],
  ['pending-registration', 'pending'],
  ['registration-failure', 'failed'],
  ['pending-unregistration', 'removing'],
  ['unregistration-failure', 'removal-failed'],
]);

/** The four values of `emergency_status`. Any other word says nothing that emergency calls may rely on. */
const ACTIVATION = {
  on: ['active', 'pending-activation'],
  off: ['inactive', 'pending-deactivation'],
} as const;

function emergencyState(status: string, addressId: string): EmergencyState {
  const state = STATES.get(statusWord(status)) ?? (saysPending(status) ? 'pending' : 'unknown');
  // The documents show `registered` with no address right after a removal: that removal is still in progress.
  return state === 'covered' && addressId === '' ? 'removing' : state;
}

function fact(value: boolean | null | undefined): string {
  return value == null ? '' : String(value);
}
