import type { Address } from '../../domain/address/address.ts';
import { readPostalCode, regionsOfPostalCode } from '../../domain/address/postal-code.ts';
import type { Money } from '../../domain/money.ts';
import {
  joinHouseNumber,
  joinStreet,
  joinZip,
  splitHouseNumber,
  zipParts,
} from '../../domain/street/street-line.ts';
import { isRefused, joinUnits } from '../../domain/street/street-split.ts';
import type { AddressContent, AddressVerdict, AvailableNumber, NumberState } from '../contract.ts';
import { UNKNOWN_EMERGENCY } from '../kit/number-state.ts';
import { hasVoice } from '../kit/wire-values.ts';
import { pendingOf, provisioningOf, settingsOf } from './number-settings.ts';
import type { WireAddress, WireAvailable, WireNumber, WireValidation } from './wire.ts';

/** An address as Sinch takes it, or why it cannot be put that way. */
export function toWireAddress(
  address: Address,
):
  | { readonly ok: true; readonly wire: Record<string, string> }
  | { readonly ok: false; readonly why: string } {
  let street: { streetNumber: string; streetInfo: string; unit: string };
  if (address.parts === null) {
    const split = splitHouseNumber(address.street, address.country);
    if (isRefused(split)) return { ok: false, why: split.refused };
    street = split;
  } else {
    const { houseNumber, houseSuffix } = address.parts;
    street = {
      streetNumber: [houseNumber, houseSuffix].filter(Boolean).join(' '),
      streetInfo: joinStreet({ ...address.parts, houseNumber: '', houseSuffix: '' }, address.country),
      unit: '',
    };
  }
  if (street.streetNumber === '' || street.streetInfo === '') {
    return { ok: false, why: 'the street has no house number or no name' };
  }
  const { zip, plusFour } = zipParts(address.postalCode);
  const location = joinUnits(street.unit, address.unit);
  if (location === null) {
    return { ok: false, why: `the street says "${street.unit}" and the unit column "${address.unit}"` };
  }
  return {
    ok: true,
    wire: {
      streetNumber: street.streetNumber,
      streetInfo: street.streetInfo,
      city: address.city,
      state: address.region,
      postalCode: zip,
      ...(location === '' ? {} : { location }),
      ...(plusFour === '' ? {} : { postalCodePlusFour: plusFour }),
    },
  };
}

/**
 * Sinch's answers name no country (seed: seven fields, none of them a country), and a number of one country may have an
 * address in another, so postal code and state tell it; only where they do not, it is the one given.
 */
function countryOf(wire: WireAddress, given: string): string {
  const state = (wire.state ?? '').trim().toUpperCase();
  for (const country of ['US', 'CA', 'GB']) {
    const code = readPostalCode(country, wire.postalCode ?? '');
    if (!code.ok) continue;
    const regions = regionsOfPostalCode(country, code.postalCode);
    if (regions === null || regions.includes(state)) return country;
  }
  return given;
}

/** Null without an address: `{}` or every field empty. `country` is for an address without one. */
export function toAddress(wire: WireAddress, country: string): Address | null {
  if (Object.values(wire).every((value) => !value)) return null;
  return {
    street: joinHouseNumber({ streetNumber: wire.streetNumber ?? '', streetInfo: wire.streetInfo ?? '' }),
    parts: null,
    unit: wire.location ?? '',
    city: wire.city ?? '',
    region: wire.state ?? '',
    postalCode: joinZip({ zip: wire.postalCode ?? '', plusFour: wire.postalCodePlusFour ?? '' }),
    country: countryOf(wire, country),
  };
}

/** `displayName` is required: the caller's name, else the label. */
export function displayName(content: Pick<AddressContent, 'callerName' | 'label'>): string {
  return content.callerName || content.label;
}

/** Null for a result that says nothing (`..._UNSPECIFIED`, or a new word). */
export function toVerdict(wire: WireValidation, country: string): AddressVerdict | null {
  // Several sentences come with a bar between them.
  const message = (wire.validationMessage ?? '').replaceAll('|', '; ');
  if (wire.validationResult === 'EXACT_MATCH') return { kind: 'exact' };
  const suggested = wire.correctedAddress ? toAddress(wire.correctedAddress, country) : null;
  if (wire.validationResult === 'NEAR_MATCH' && suggested) return { kind: 'near', suggested, message };
  if (wire.validationResult !== 'NO_MATCH') return null;
  const candidates = (wire.candidateAddresses ?? []).flatMap((one) => toAddress(one, country) ?? []);
  return { kind: 'none', message, candidates };
}

/** What is known of a number's coverage. `address` undefined: not asked for, so it is unknown. */
export function toEmergency(address: Address | null | undefined): NumberState['emergency'] {
  return {
    ...UNKNOWN_EMERGENCY,
    state: address === undefined ? 'unknown' : address === null ? 'missing' : 'covered',
    address: address ?? null,
  };
}

/** A number in our words. `address` undefined: not asked for (listings), so its coverage is unknown. */
export function toNumberState(wire: WireNumber, address?: Address | null): NumberState {
  return {
    phoneNumber: wire.phoneNumber,
    handle: wire.phoneNumber,
    country: wire.regionCode ?? '',
    voiceCapable: hasVoice(wire.capability),
    emergency: toEmergency(address),
    settings: settingsOf(wire),
    ...pendingOf(wire),
    facts: {
      monthly_price: wire.money?.amount ?? '',
      price_currency: wire.money?.currencyCode ?? '',
      ...provisioningOf(wire),
      next_charge_date: wire.nextChargeDate ?? '',
      expire_at: wire.expireAt ?? '',
    },
  };
}

/** Sinch names a currency for each price: setup and rent of one number may differ. */
const toMoney = (wire: WireAvailable['setupPrice']): Money => ({
  amount: wire?.amount ?? '',
  currency: wire?.currencyCode ?? '',
});

/** A number for rent. */
export function toAvailable(wire: WireAvailable): AvailableNumber {
  return {
    phoneNumber: wire.phoneNumber,
    country: wire.regionCode ?? '',
    facts: {
      number_type: wire.type ?? '',
      features: (wire.capability ?? []).join(','),
      documents_required: String(wire.supportingDocumentationRequired ?? ''),
    },
    voiceCapable: hasVoice(wire.capability),
    price: { setup: toMoney(wire.setupPrice), monthly: toMoney(wire.monthlyPrice) },
  };
}
