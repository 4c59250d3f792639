import { startsWithHouseNumber, unitAtEnd } from '../street/street-shape.ts';
import { readPostalCode, regionsOfPostalCode } from './postal-code.ts';
import { readCountry, readRegion } from './region.ts';
import { isPartOfBuilding, standardOf } from './unit-pieces.ts';

/** A whole address from one cell, split into the columns of a sheet. */
export interface SplitAddress {
  readonly street: string;
  readonly unit: string;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
  /** Empty when the cell names none. */
  readonly country: string;
}

const MAX_CHARS = 300;
/** A postal code at the end, behind other words; a ZIP that lost its zero counts, so that it is seen. */
const CODES = {
  US: /^(.*\S)[\s,.]+(\d{4,5}(?:-\d{4})?)$/,
  CA: /^(.*\S)[\s,.]+([A-Z]\d[A-Z] ?\d[A-Z]\d)$/i,
  GB: /^(.*\S)[\s,]+([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$/i,
} as const;
/** Words that the longest name of a state or province has. */
const MOST_REGION_WORDS = 4;

/** Whether a cell is more than a street line: it ends in a state and postal code, or in a British postcode behind commas. */
export function looksWhole(text: string): boolean {
  if (text.length > MAX_CHARS) return false;
  const { line } = oneLine(text);
  return (
    (['US', 'CA'] as const).some((country) => {
      const rest = CODES[country].exec(line)?.[1];
      return rest !== undefined && takeRegion(country, rest) !== null;
    }) ||
    (/,/.test(line) && CODES.GB.test(line))
  );
}

/**
 * Splits one cell with a whole address; null when it cannot be split in one way only. The street has to begin with a house
 * number, the city has to be between commas or the last words before the state, and what is between them has to be a unit.
 * @param fallbackCountry of a cell that names no country; empty when unknown.
 */
export function splitWholeAddress(text: string, fallbackCountry: string): SplitAddress | null {
  if (text.length > MAX_CHARS) return null;
  const { line, country: named } = oneLine(text);
  const end = readEnd(line, named || fallbackCountry);
  if (end === null) return null;
  const split = end.rest.split(/\s*,\s*/).filter((part) => part !== '');
  const parts = split.length === 1 ? withoutCommas(end.rest) : unitLater(split);
  const city = parts.at(-1) ?? '';
  const [street = '', ...middle] = parts.slice(0, -1);
  if (street === '' || !startsWithHouseNumber(street) || !/^\p{L}[\p{L} .'’-]*$/u.test(city)) return null;
  if (!middle.every(isUnitText)) return null;
  const atEnd = unitAtEnd(street);
  const cut = atEnd === '' ? street : street.slice(0, street.length - atEnd.length).replace(/[\s,]+$/, '');
  if (atEnd !== '' && middle.length > 0) return null;
  const unit = atEnd === '' ? middle.join(' ') : atEnd;
  return {
    street: cut,
    unit,
    city,
    region: end.region,
    postalCode: end.postalCode,
    country: named || end.country,
  };
}

/** `Suite 200, 645 Harrison St, San Francisco` has its street first as the others do. */
function unitLater(parts: readonly string[]): readonly string[] {
  const [first = '', second = '', ...rest] = parts;
  return isUnitText(first) && startsWithHouseNumber(second) ? [second, first, ...rest] : parts;
}

/**
 * Street, unit, and city of a line without commas: the city follows the unit. Empty where there is none, since the street may end
 * anywhere then: `22 Elm St Paul`.
 */
function withoutCommas(line: string): readonly string[] {
  const words = line.split(' ');
  const units = words.flatMap((word, at) => (at > 1 && standardOf(word) !== undefined ? [at] : []));
  const [unit] = units;
  if (unit === undefined || units.length > 1 || words.length <= unit + 2) return [];
  const join = (from: number, to?: number): string => words.slice(from, to).join(' ');
  return /^#?\d/.test(words[unit + 1] ?? '') ? [join(0, unit), join(unit, unit + 2), join(unit + 2)] : [];
}

/** What people put between the parts of an address in place of a comma, where the text has no comma. */
const SEPARATORS = /\s*[;|•·]\s*|\s+[-–—]\s+/g;
/** `645 Harrison St (Suite 200), San Francisco`. */
const UNIT_IN_BRACKETS = /\s*\(([^()]{1,30})\)\s*(?=,|$)/g;

/** A line break is a comma; a country at the end is taken off. */
function oneLine(text: string): { line: string; country: string } {
  const line = (/[,\r\n]/.test(text) ? text : text.replace(SEPARATORS, ', '))
    .replace(/\s*[\r\n]+\s*/g, ', ')
    .replace(UNIT_IN_BRACKETS, (all, inside: string) => (isUnitText(inside) ? `, ${inside}` : all))
    .replace(/\s+/g, ' ')
    .replace(/(?:\s*,\s*)+/g, ', ')
    .replace(/[\s,.]+$/, '')
    .trim();
  const at = line.lastIndexOf(',');
  const last = at < 0 ? '' : line.slice(at + 1).trim();
  const spelled = /^(.*\d)\s+(USA|U\.S\.A|US|United States(?: of America)?|Canada)$/i.exec(line);
  if (spelled !== null) {
    return { line: spelled[1] ?? '', country: /^c/i.test(spelled[2] ?? '') ? 'CA' : 'US' };
  }
  const country = last.length > 1 && !/\d/.test(last) ? readCountry(last.replaceAll('.', '')) : null;
  return country === null ? { line, country: '' } : { line: line.slice(0, at).trim(), country };
}

interface End {
  readonly rest: string;
  readonly region: string;
  readonly postalCode: string;
  readonly country: string;
}

function readEnd(line: string, country: string): End | null {
  for (const home of ['US', 'CA'] as const) {
    // Canadian addresses are in sheets whose default country is the US, and the two forms of codes cannot be mistaken.
    if (country !== '' && country !== 'US' && country !== 'CA') break;
    const [, rest = '', code = ''] = CODES[home].exec(line) ?? [];
    const found = rest === '' ? null : takeRegion(home, rest);
    const reading = found === null ? null : readPostalCode(home, code.toUpperCase());
    if (found === null || reading?.ok !== true) continue;
    if (regionsOfPostalCode(home, reading.postalCode)?.includes(found.region) === false) return null;
    return { ...found, postalCode: reading.postalCode, country: home };
  }
  if (country !== 'GB') return null;
  const [, rest = '', code = ''] = CODES.GB.exec(line) ?? [];
  const reading = code === '' ? null : readPostalCode('GB', code.toUpperCase());
  return reading?.ok === true ? { rest, region: '', postalCode: reading.postalCode, country: 'GB' } : null;
}

/** Takes the state off the end; of several names that fit the longest, so that West Virginia is not Virginia. */
function takeRegion(country: string, line: string): { rest: string; region: string } | null {
  for (let count = MOST_REGION_WORDS; count > 0; count--) {
    const pattern = new RegExp(`^(.*?\\S)(?:\\s*,\\s*|\\s+)((?:[^\\s,]+ ){${count - 1}}[^\\s,]+)$`);
    const [, rest = '', name = ''] = pattern.exec(line.replace(/[\s,]+$/, '')) ?? [];
    const region = name === '' ? null : readRegion(country, name);
    if (region !== null) return { rest, region };
  }
  return null;
}

function isUnitText(text: string): boolean {
  const [first = '', second = ''] = text.trim().split(/\s+/);
  return (
    /^#\s?[\w-]+$/.test(text) ||
    standardOf(first) !== undefined ||
    (isPartOfBuilding(first) && /^#?(?=\S*\d)[\w-]{1,6}$|^[A-Z]$/i.test(second)) ||
    (/^\d+(?:st|nd|rd|th)$/i.test(first) && standardOf(second) !== undefined)
  );
}
