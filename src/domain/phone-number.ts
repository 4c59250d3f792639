import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { remembered } from './request/remembered.ts';

/** Why a cell is not a phone number. */
export type PhoneFault =
  | 'scientific'
  | 'decimal'
  | 'extension'
  | 'letters'
  | 'characters'
  | 'no-country'
  | 'plus-lost'
  | 'invalid';

interface NumberRead {
  readonly ok: true;
  /** `+` and digits. */
  readonly phoneNumber: string;
  /** ISO alpha-2. */
  readonly country: string;
  /** False for a North American number whose area code is not in use; its shape is right. */
  readonly assigned: boolean;
}

type PhoneReading = NumberRead | { readonly ok: false; readonly fault: PhoneFault; readonly why: string };

/** Longest spelling of a number with all its decoration; what is longer is not a number and is not examined. */
const MAX_CHARS = 40;
const NOT_SEEN = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;
const DASHES = /[\u2010-\u2015\u2212]/g;
const SCIENTIFIC = /^[+-]?\d+(?:[.,]\d+)?E[+-]?\d+$/i;
const DECIMAL = /^\+?\d{7,15}[.,]0{1,2}$/;
const EXTENSION = /\d[\s,;]*(?:ext(?:ension|n)?\b|x|#|;ext=)[\s.:]*\d+$/i;
const NUMBER = /^\(?\+?[\d\s().-]+$/;
const NORTH_AMERICAN = /^\+1[2-9]\d\d[2-9]\d{6}$/;
/** Where area code and exchange say all of a number; in Barbados and Jamaica a seventh digit counts. */
const READ_BY_BLOCK: ReadonlySet<string> = new Set(['US', 'CA']);
const DECORATION = /[\s().-]/g;
/** A few bytes each; more than are in use in the United States and Canada. */
const MOST_BLOCKS = 200_000;

/**
 * Reads one phone number as people and spreadsheets write it. The characters are checked before libphonenumber sees
 * them, because it drops what it does not understand, an extension for one, and would read `12025550123.0` as a number.
 * @param country ISO alpha-2 of a number in national form; empty when unknown.
 */
export function readPhoneNumber(cell: string, country: string): PhoneReading {
  return readStrictly(cell, country) ?? readAsWritten(cell, country);
}

/** A number that is written as it is kept and whose block says all of it: most of them. Null for any other. */
function readStrictly(cell: string, country: string): PhoneReading | null {
  if (!NORTH_AMERICAN.test(cell)) return null;
  const block = readBlock(`${cell.slice(2, 8)}${country.toUpperCase()}`);
  if (block === null) return null;
  return { ok: true, phoneNumber: cell, country: block.country, assigned: block.assigned };
}

/** The whole reading, whatever the cell holds. */
function readAsWritten(cell: string, country: string): PhoneReading {
  if (cell.length > MAX_CHARS) return fault('characters', `It has ${cell.length} characters.`);
  const text = cell
    .normalize('NFKC')
    .replace(NOT_SEEN, '')
    .replace(DASHES, '-')
    .trim()
    .replace(/^'/, '')
    .trim();
  if (SCIENTIFIC.test(text)) return fault('scientific');
  if (DECIMAL.test(text)) return fault('decimal');
  if (EXTENSION.test(text)) return fault('extension');
  if (/\p{L}/u.test(text)) return fault('letters');
  if (!NUMBER.test(text)) return fault('characters');
  const home = country.toUpperCase();
  const number = northAmericanOf(text, home);
  const block = number === null ? null : readBlock(`${number.slice(2, 8)}${home}`);
  if (number === null || block === null) return readAnywhere(text, home);
  return { ok: true, phoneNumber: number, ...block };
}

/** A number in North American form; null for any other. */
function northAmericanOf(text: string, home: string): string | null {
  const digits = text.replace(DECORATION, '');
  const isNational = !text.includes('+') && (home === 'US' || home === 'CA');
  // What begins with a bracket before its plus is left to the library.
  if (!isNational && !text.startsWith('+')) return null;
  const number = isNational ? `+${digits.length === 10 ? '1' : ''}${digits}` : digits;
  return NORTH_AMERICAN.test(number) ? number : null;
}

/** What is said of every number of a block, given its six digits and the country of the row; null where its numbers differ. */
const readBlock = remembered((blockAndHome: string): Pick<NumberRead, 'country' | 'assigned'> | null => {
  const reading = readAnywhere(`+1${blockAndHome.slice(0, 6)}0123`, blockAndHome.slice(6));
  if (!reading.ok) throw new RangeError(`A North American number is not read: ${reading.why}`);
  const { country, assigned } = reading;
  return assigned && READ_BY_BLOCK.has(country) ? { country, assigned } : null;
}, MOST_BLOCKS);

/** @param text without anything but digits and decoration */
export function readAnywhere(text: string, home: string): PhoneReading {
  const isInternational = text.includes('+');
  if (!isInternational && !isSupportedCountry(home)) return fault('no-country');
  const parsed = parsePhoneNumberFromString(text, {
    extract: false,
    ...(isSupportedCountry(home) ? { defaultCountry: home } : {}),
  });
  if (parsed === undefined) return notNumber(text, isInternational, home);
  const isNorthAmerican = NORTH_AMERICAN.test(parsed.number);
  if (!parsed.isValid() && !isNorthAmerican) return notNumber(text, isInternational, home);
  return {
    ok: true,
    phoneNumber: parsed.number,
    country: parsed.country ?? northAmericanHome(home, parsed.getPossibleCountries()),
    assigned: parsed.isValid(),
  };
}

/** An area code that is not in use says no country: the row's own, when it has the same country code. */
function northAmericanHome(home: string, possible: readonly CountryCode[]): string {
  return possible.find((country) => country === home) ?? 'US';
}

/** A spreadsheet that takes a number for a sum drops its `+`; what is left may be a number of another country. */
function notNumber(text: string, isInternational: boolean, home: string): PhoneReading {
  const digits = text.replace(/\D/g, '');
  if (isInternational) {
    return fault('invalid', `+${digits} has no valid length or area code for its country.`);
  }
  const whole = digits.length > 10 ? parsePhoneNumberFromString(`+${digits}`) : undefined;
  if (whole?.isValid() === true) {
    return fault('plus-lost', `+${digits} is a valid number in ${whole.country ?? 'another country'}.`);
  }
  return fault('invalid', `It has ${digits.length} digits, which is not a valid number in ${home}.`);
}

/** The country of a number's plan, ISO alpha-2; empty for a number of no plan. @param phoneNumber E.164 */
export function numberingPlanOf(phoneNumber: string): string {
  const block = NORTH_AMERICAN.test(phoneNumber) ? readBlock(phoneNumber.slice(2, 8)) : null;
  return block?.country ?? parsePhoneNumberFromString(phoneNumber)?.country ?? '';
}

/** Country codes with which no national number begins: digits that begin with them name the country. */
const NOT_NATIONAL: ReadonlySet<string> = new Set(['1', '44']);

/**
 * The first digits of numbers as they are typed, with `+` and the country code in front: `415` in the US is `+1415`. Providers
 * compare with the whole number, so `415` alone would search among the country codes.
 * @param digits digits, with `+` in front when the country code is typed
 * @param country ISO alpha-2
 */
export function numberStart(digits: string, country: string): string {
  if (digits.startsWith('+') || !isSupportedCountry(country)) return digits;
  const code = getCountryCallingCode(country);
  if (NOT_NATIONAL.has(code) && digits.startsWith(code)) return `+${digits}`;
  return `+${code}${digits.replace(/^0/, '')}`;
}

function fault(kind: PhoneFault, why = ''): PhoneReading {
  return { ok: false, fault: kind, why };
}
