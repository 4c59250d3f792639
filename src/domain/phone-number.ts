import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

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

type PhoneReading =
  | {
      readonly ok: true;
      /** `+` and digits. */
      readonly phoneNumber: string;
      /** ISO alpha-2. */
      readonly country: string;
      /** False for a North American number whose area code is not in use; its shape is right. */
      readonly assigned: boolean;
    }
  | { readonly ok: false; readonly fault: PhoneFault; readonly why: string };

/** Longest spelling of a number with all its decoration; what is longer is not a number and is not examined. */
const MAX_CHARS = 40;
const NOT_SEEN = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;
const DASHES = /[\u2010-\u2015\u2212]/g;
const SCIENTIFIC = /^[+-]?\d+(?:[.,]\d+)?E[+-]?\d+$/i;
const DECIMAL = /^\+?\d{7,15}[.,]0{1,2}$/;
const EXTENSION = /\d[\s,;]*(?:ext(?:ension|n)?\b|x|#|;ext=)[\s.:]*\d+$/i;
const NUMBER = /^\(?\+?[\d\s().-]+$/;
const NORTH_AMERICAN = /^\+1[2-9]\d\d[2-9]\d{6}$/;

/**
 * Reads one phone number as people and spreadsheets write it. The characters are checked before libphonenumber sees
 * them, because it drops what it does not understand, an extension for one, and would read `12025550123.0` as a number.
 * @param country ISO alpha-2 of a number in national form; empty when unknown.
 */
export function readPhoneNumber(cell: string, country: string): PhoneReading {
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

function fault(kind: PhoneFault, why = ''): PhoneReading {
  return { ok: false, fault: kind, why };
}
