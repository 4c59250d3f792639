import type { Address } from '../../domain/address/address.ts';
import { numberingPlanOf } from '../../domain/phone-number.ts';
import { joinStreet, joinZip, zipParts } from '../../domain/street/street-line.ts';
import { isRefused, splitStreet } from '../../domain/street/street-split.ts';
import type { XmlElement } from '../../http/xml.ts';
import { cannot } from './errors.ts';
import type { Split } from './refuse.ts';
import { textOf } from './wire.ts';

/** The pieces of an address in the order of both documents; empty when absent. */
export interface WireAddress {
  readonly houseNumber: string;
  readonly houseSuffix: string;
  readonly preDirectional: string;
  readonly streetName: string;
  readonly streetSuffix: string;
  readonly postDirectional: string;
  readonly addressLine2: string;
  readonly city: string;
  readonly stateCode: string;
  readonly zip: string;
  readonly plusFour: string;
  readonly country: string;
}

const COUNTRY_CODES: ReadonlyMap<string, string> = new Map([
  ['UNITED STATES', 'US'],
  ['UNITED STATES OF AMERICA', 'US'],
  ['USA', 'US'],
  ['CANADA', 'CA'],
  ['CAN', 'CA'],
]);

/**
 * Splits an address into the pieces that Bandwidth wants.
 * @throws ProviderError `refused`, before anything is sent, when the line cannot be split with certainty
 */
export function toWireAddress(
  operation: string,
  address: Address,
  splitOf: Split = splitStreet,
): WireAddress {
  const split = splitOf(address);
  if (isRefused(split)) {
    throw cannot(
      operation,
      `The street cannot be split for Bandwidth: ${split.refused}.`,
      `Fill in ${split.columns.join(', ')}.`,
    );
  }
  return {
    ...split.parts,
    addressLine2: split.unit,
    city: address.city,
    stateCode: address.region,
    ...zipParts(address.postalCode),
    country: address.country,
  };
}

/** Reads an address element of either dialect into our form. The pieces are kept, so that nothing is split twice. */
export function toAddress(element: XmlElement | undefined): Address {
  const country = textOf(element, 'country');
  const code = COUNTRY_CODES.get(country.toUpperCase()) ?? country.toUpperCase();
  const parts = {
    houseNumber: textOf(element, 'houseNumber'),
    houseSuffix: textOf(element, 'houseSuffix'),
    preDirectional: textOf(element, 'prefixDirectional', 'preDirectional'),
    streetName: textOf(element, 'streetName'),
    streetSuffix: textOf(element, 'streetSuffix'),
    postDirectional: textOf(element, 'postDirectional'),
  };
  const line = joinStreet(parts, code || 'US') || textOf(element, 'addressLine1');
  return {
    street: line,
    parts: parts.streetName === '' ? null : parts,
    unit: textOf(element, 'addressLine2'),
    city: textOf(element, 'city'),
    region: textOf(element, 'stateCode'),
    postalCode: joinZip({ zip: textOf(element, 'zip'), plusFour: textOf(element, 'plusFour') }),
    country: code,
  };
}

/** Ten digits, as the samples write a telephone number. */
export function toTelephoneNumber(phoneNumber: string): string {
  return phoneNumber.replace(/^\+1(?=\d{10}$)/, '').replace(/^\+/, '');
}

/** `+` and digits, of ten digits, eleven, or the whole number with its plus. */
export function toPhoneNumber(text: string): string {
  const digits = text.replace(/\D/g, '');
  if (digits === '') return '';
  return digits.length === 10 ? `+1${digits}` : `+${digits}`;
}

/** `US` or `CA` for a North American number of eleven digits, as the numbering plan says; empty for any other. */
export function countryOf(phoneNumber: string): string {
  if (!/^\+1\d{10}$/.test(phoneNumber)) return '';
  return numberingPlanOf(phoneNumber) === 'CA' ? 'CA' : 'US';
}
