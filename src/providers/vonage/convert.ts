import type { Address } from '../../domain/address/address.ts';
import type { Money } from '../../domain/money.ts';
import type { NumberSettings, SettingColumn } from '../../domain/request/request.ts';
import type {
  AddressContent,
  AvailableNumber,
  NumberFilter,
  NumberState,
  StoredAddress,
} from '../contract.ts';
import { UNKNOWN_EMERGENCY } from '../kit/number-state.ts';
import { taggedLabel } from '../kit/tagged-label.ts';
import { hasVoice } from '../kit/wire-values.ts';
import { ADDRESS_NAME_CHARS, capabilities } from './capabilities.ts';
import type { WireAddress, WireEmergency, WireNumber } from './wire.ts';

/** The features that a number can have together, in Vonage's own order. Source: Numbers reference, verified 2026-11-21. */
export const FEATURES = [
  'SMS',
  'VOICE',
  'SMS,VOICE',
  'MMS',
  'SMS,MMS',
  'VOICE,MMS',
  'SMS,MMS,VOICE',
] as const;

/** Sheet columns that an update can set and Vonage's names of them. */
export const UPDATE_FIELDS = [
  ['app_id', 'app_id'],
  ['inbound_sms_url', 'moHttpUrl'],
  ['smpp_system_type', 'moSmppSysType'],
  ['voice_target_type', 'voiceCallbackType'],
  ['voice_target', 'voiceCallbackValue'],
  ['voice_status_url', 'voiceStatusCallback'],
] as const satisfies readonly (readonly [SettingColumn, string])[];

export const UPDATE_COLUMNS: readonly SettingColumn[] = UPDATE_FIELDS.map(([column]) => column);

/** The settings of those that the list of numbers shows; the others can be written and not read. */
export const SHOWN_SETTINGS: ReadonlySet<SettingColumn> = new Set(
  UPDATE_COLUMNS.filter((column) => !capabilities.hiddenSettings.includes(column)),
);

/** `15500900000` of `+15500900000`: Vonage writes numbers without `+`. */
export function msisdnOf(phoneNumber: string): string {
  return phoneNumber.replace(/^\+/, '');
}

/** `address_name` of an address that we make. */
export const addressName = (tag: string, label: string): string =>
  taggedLabel(tag, label, ADDRESS_NAME_CHARS);

/** Body of an address to create. Empty fields are left out. */
export function createFields({ address, addressKind, tag, label }: AddressContent): Record<string, string> {
  const fields = {
    address_name: addressName(tag, label),
    address_line1: address.street,
    address_line2: address.unit,
    city: address.city,
    region: address.region,
    type: 'emergency',
    address_location_type: addressKind,
    postal_code: address.postalCode,
    country: address.country,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}

function toAddress(wire: Omit<WireAddress, 'id'>): Address {
  return {
    street: wire.address_line1 ?? '',
    parts: null,
    unit: wire.address_line2 ?? '',
    city: wire.city ?? '',
    region: wire.region ?? '',
    postalCode: wire.postal_code ?? '',
    country: wire.country ?? '',
  };
}

/** A stored address in our form. Vonage keeps the caller name with the number and no status with the address. */
export function toStoredAddress(wire: WireAddress): StoredAddress {
  const name = wire.address_name ?? '';
  return {
    id: wire.id,
    address: toAddress(wire),
    callerName: null,
    label: name,
    tag: name,
    // `emergency` is the only type there is; an answer that leaves it out is of this API all the same.
    emergencyEnabled: (wire.type ?? 'emergency') === 'emergency',
    status: '',
    facts: { address_location_type: wire.address_location_type ?? '' },
  };
}

type Emergency = NumberState['emergency'];

/** Vonage has no status of its own: a number with an address is covered, one without is not. */
export function toEmergency(wire: WireEmergency): Emergency {
  const addressId = wire.address?.id ?? '';
  return {
    ...UNKNOWN_EMERGENCY,
    state: addressId === '' ? 'missing' : 'covered',
    addressId,
    address: wire.address && addressId !== '' ? toAddress(wire.address) : null,
    callerName: wire.contact_name ?? '',
  };
}

/** A number with its settings in the sheet's columns, and its emergency state when that was read. */
export function toNumberState(wire: WireNumber, emergency: Emergency = UNKNOWN_EMERGENCY): NumberState {
  return {
    phoneNumber: `+${wire.msisdn}`,
    handle: wire.msisdn,
    country: wire.country.toUpperCase(),
    voiceCapable: hasVoice(wire.features),
    emergency,
    settings: settingsOf(wire),
    settingsPending: '',
    facts: {
      limitations: (wire.limitations ?? [])
        .map(({ feature, type, reach }) => [feature, type, reach].filter(Boolean).join(' '))
        .join('; '),
      messages_callback: [wire.messagesCallbackType, wire.messagesCallbackValue].filter(Boolean).join(' '),
    },
  };
}

function settingsOf(wire: WireNumber): NumberSettings {
  const settings = {
    number_type: wire.type ?? '',
    features: featuresOf(wire.features ?? []),
    app_id: wire.app_id ?? '',
    inbound_sms_url: wire.moHttpUrl ?? '',
    voice_target_type: wire.voiceCallbackType ?? '',
    voice_target: wire.voiceCallbackValue ?? '',
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== ''));
}

/** Features as a search takes them: the vendor's own order where it has one for this set. */
function featuresOf(features: readonly string[]): string {
  const wanted = [...features].sort().join();
  return FEATURES.find((known) => known.split(',').sort().join() === wanted) ?? features.join(',');
}

/** Prices are in euros (Numbers API: "in Euros"); one that is not stated has no currency. */
const euros = (amount: string | null | undefined): Money => ({
  amount: amount ?? '',
  currency: amount ? 'EUR' : '',
});

/** A number for sale. */
export function toAvailable(wire: WireNumber): AvailableNumber {
  return {
    phoneNumber: `+${wire.msisdn}`,
    country: wire.country.toUpperCase(),
    facts: {
      number_type: wire.type ?? '',
      features: featuresOf(wire.features ?? []),
    },
    voiceCapable: hasVoice(wire.features),
    price: { setup: euros(wire.initialPrice), monthly: euros(wire.cost) },
  };
}

const SEARCH_PATTERNS = { start: '0', contains: '1', end: '2' } as const;

/** A filter as query parameters that the owned list and the search share. */
export function patternQuery(filter: NumberFilter): Record<string, string> {
  return {
    ...(filter.country === undefined ? {} : { country: filter.country }),
    ...(filter.pattern === undefined
      ? {}
      : {
          pattern: msisdnOf(filter.pattern),
          search_pattern: SEARCH_PATTERNS[filter.searchPattern ?? 'contains'],
        }),
  };
}

/** Text of a setting in a step: two quotes, as in a cell, and no text at all both ask for an empty value. */
export function settingText(value: string): string {
  return value === '""' ? '' : value;
}

/**
 * Form fields of an update: whether Vonage forgets what is not sent again is documented nowhere, so every present setting
 * goes along with the changed ones. An empty text clears; an application is unlinked by leaving it out (see `capabilities`).
 */
export function updateFields(present: NumberSettings, changed: NumberSettings): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [column, name] of UPDATE_FIELDS) {
    const wanted = changed[column];
    const kept = present[column] ?? '';
    if (wanted !== undefined) {
      const text = settingText(wanted);
      if (text !== '' || column !== 'app_id') fields[name] = text;
    } else if (kept !== '') {
      fields[name] = kept;
    }
  }
  return fields;
}
