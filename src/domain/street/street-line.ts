import type { StreetParts } from '../address/address.ts';
import { foldWord, frenchDirectional, spellFractions } from './abbreviation.ts';
import { CANADA_FRENCH_TYPES, FRENCH_ONLY_TYPES } from './abbreviation-canada.ts';
import { takeHouseNumber } from './split-number.ts';
import { type Refused, refuse, type Token, tokens, written } from './split-tokens.ts';
import { takeUnits } from './split-unit.ts';
import { isRefused, MORE_THAN_A_STREET, splitLine } from './street-split.ts';

/** Whether the type precedes the name: rue Sainte-Catherine, avenue du Parc, but 5e Avenue and King Avenue. */
function typeLeads(parts: StreetParts, country: string): boolean {
  const type = foldWord(parts.streetSuffix);
  if (country !== 'CA' || !CANADA_FRENCH_TYPES.has(type)) return false;
  if (/^\d+(?:E|ER|RE|EME|IEME)$/.test(foldWord(parts.streetName))) return false;
  if (FRENCH_ONLY_TYPES.has(type)) return true;
  const post = foldWord(parts.postDirectional);
  const isFrenchPost = frenchDirectional(post) !== undefined && /^(?:N?S?O|OUEST|EST|NORD|SUD)$/.test(post);
  return isFrenchPost || /^(?:de|du|des|la|le|les)\b|^[dl]['’]|[àâçéèêëîïôûùü]/i.test(parts.streetName);
}

/** The pieces as one street line, in the order in which the country writes them; empty pieces leave no gap. */
export function joinStreet(parts: StreetParts, country = 'US'): string {
  const { houseNumber, houseSuffix, preDirectional, streetName, streetSuffix, postDirectional } = parts;
  const name = typeLeads(parts, country) ? [streetSuffix, streetName] : [streetName, streetSuffix];
  return [houseNumber, houseSuffix, preDirectional, ...name, postDirectional]
    .map((piece) => piece.trim())
    .filter(Boolean)
    .join(' ');
}

/** A line as carriers with two fields want it (Sinch `streetNumber`, `streetInfo`), with a unit that was in it. */
interface NumberedStreet {
  readonly streetNumber: string;
  readonly streetInfo: string;
  readonly unit: string;
}

/**
 * Takes only the house number (and a unit) off a line; needs less certainty than a full split, and refuses where the
 * number itself is in doubt.
 */
export function splitHouseNumber(line: string, country: string): NumberedStreet | Refused {
  const whole = splitLine(line, country);
  if (!isRefused(whole)) {
    const { houseNumber, houseSuffix } = whole.parts;
    const streetNumber = [houseNumber, houseSuffix].filter(Boolean).join(' ');
    return { streetNumber, streetInfo: streetAfterNumber(line, country), unit: whole.unit };
  }
  // Boxes, foreign lines and lines that hold more than a street are refused for this split as for the full one.
  if (whole.columns.includes('street') || (country !== 'US' && country !== 'CA')) return whole;
  if (/[@;|]/.test(line)) return whole;
  const list = tokens(spellFractions(line));
  const found = takeUnits(list);
  if (isRefused(found)) return found;
  // `1st & 2nd Floor` is not cut in the middle.
  const isInPhrase = /^(?:&|AND)$/.test(found.rest.at(-1)?.key ?? '');
  const cut = isInPhrase ? { rest: list, unit: '', soft: false } : found;
  // A unit that may be a street word stays in the street: no word is lost.
  const number = takeHouseNumber(cut.soft ? list : cut.rest, country);
  if (isRefused(number)) return number;
  if (number.unit !== '' && cut.unit !== '') return refuse('the line has two units', 'unit', 'house_number');
  if (whole.columns.includes('house_suffix')) return whole;
  const isClear = isNumberName(number.rest) || MORE_THAN_A_STREET.test(spellFractions(line));
  if (whole.columns.includes('house_number') && !isClear) return whole;
  const streetInfo = written(number.rest);
  if (streetInfo === '') return refuse('no street follows the house number', 'street_name');
  const streetNumber = [number.houseNumber, number.houseSuffix].filter(Boolean).join(' ');
  return { streetNumber, streetInfo, unit: number.unit || (cut.soft ? '' : cut.unit) };
}

/** `4 Winds Drive` after a house number: the number opens the name. `2 1/2 Main St` and `12 Mile Rd` are not such names. */
function isNumberName(list: readonly Token[]): boolean {
  const [number, word, ...more] = list;
  return /^\d{1,2}$/.test(number?.key ?? '') && /^[A-Z]{3,}S$/.test(word?.key ?? '') && more.length > 0;
}

function streetAfterNumber(line: string, country: string): string {
  const cut = takeUnits(tokens(spellFractions(line)));
  const number = isRefused(cut) ? cut : takeHouseNumber(cut.rest, country);
  return isRefused(number) ? '' : written(number.rest);
}

/** The opposite of `splitHouseNumber`, without the unit. */
export function joinHouseNumber(street: Pick<NumberedStreet, 'streetNumber' | 'streetInfo'>): string {
  return [street.streetNumber.trim(), street.streetInfo.trim()].filter(Boolean).join(' ');
}

/** Takes a clear unit off a line (`123 Main St Apt 5`, `5-123 Main St` in Canada); an unclear line stays whole. */
export function splitOneLine(
  line: string,
  country: string,
): { readonly street: string; readonly unit: string } {
  const split = splitHouseNumber(line, country);
  if (isRefused(split) || split.unit === '') return { street: line, unit: '' };
  return { street: joinHouseNumber(split), unit: split.unit };
}

/** ZIP and ZIP+4 apart; anything that is not nine digits is all `zip`. */
export function zipParts(postalCode: string): { readonly zip: string; readonly plusFour: string } {
  const match = /^(\d{5})-?(\d{4})$/.exec(postalCode.trim());
  return match ? { zip: match[1] ?? '', plusFour: match[2] ?? '' } : { zip: postalCode.trim(), plusFour: '' };
}

/** ZIP and ZIP+4 as one text with a hyphen. */
export function joinZip(parts: { readonly zip: string; readonly plusFour: string }): string {
  return parts.plusFour === '' ? parts.zip : `${parts.zip}-${parts.plusFour}`;
}
