import type { Address, StreetParts } from '../address/address.ts';
import { englishDirectional, loneUnitDesignator, spellFractions, unitDesignator } from './abbreviation.ts';
import { readFrench } from './split-french.ts';
import { readHighway } from './split-highway.ts';
import { sortEnglish } from './split-name.ts';
import { takeHouseNumber } from './split-number.ts';
import type { SortedStreet } from './split-special.ts';
import { isRefused, type Refused, refuse, type Token, tokens, written } from './split-tokens.ts';
import { takeUnits } from './split-unit.ts';
import { CORE_TYPES } from './split-words.ts';
import { namesNoBuilding } from './street-shape.ts';

export { isRefused, type Refused } from './split-tokens.ts';

/** A street line in pieces, each word as it was written, and every unit of the line and of the unit column. */
export interface SplitStreet {
  readonly parts: StreetParts;
  readonly unit: string;
}

/** Longer than any carrier's street field (Bandwidth's is 200), and a bound for the work done on one cell. */
const MOST_CHARS = 250;
/** Signs that no street name has; `WB&A Rd` is one. */
export const MORE_THAN_A_STREET = /(?<!\p{L})&|&(?!\p{L})|[@;:()[\]{}"*|\\+=<>\u00bc-\u00be\u2150-\u215e]/u;
const ALL_COLUMNS = ['house_number', 'street_name', 'street_suffix'] as const;

/**
 * A comma may follow the house number (French), and be around units and before a last directional (`M Street, NW`);
 * elsewhere the line holds something more.
 */
function strayComma(rest: readonly Token[], numberWords: number): Token | undefined {
  const isDirectionalAfter = (at: number): boolean =>
    at === rest.length - 2 && englishDirectional(rest.at(-1)?.key ?? '') !== undefined;
  return rest.find(
    (token, at) => token.comma && at !== numberWords - 1 && at !== rest.length - 1 && !isDirectionalAfter(at),
  );
}

function sort(list: readonly Token[], country: string): SortedStreet | Refused {
  const pre = englishDirectional(list[0]?.key ?? '') === undefined ? 0 : 1;
  const state = pre > 0 ? readHighway(list) : null;
  if (state !== null && state !== 'unclear') return { ...state, pre: [] };
  const highway = readHighway(list.slice(pre));
  if (highway === 'unclear') {
    return refuse(`"${written(list)}" is not a clear highway`, 'street_name', 'post_directional');
  }
  if (highway !== null) return { ...highway, pre: list.slice(0, pre) };
  if (country === 'CA') {
    const french = readFrench(list);
    if (french !== null) return isRefused(french) ? french : { ...french, pre: [], suffix: [french.type] };
    const named = readNumberedFrench(list) ?? readGrandeAllee(list);
    if (named !== null) return named;
  }
  return sortEnglish(list, country);
}

/** `3e Rang O`, `5e Avenue`, `1re Rue`: after an ordinal the French type follows. */
function readNumberedFrench(list: readonly Token[]): SortedStreet | null {
  const [ordinal, type, post, ...extra] = list;
  if (ordinal === undefined || type === undefined || extra.length > 0) return null;
  if (!/^\d+(?:E|ER|RE|EME|IEME)$/.test(ordinal.key)) return null;
  if (!/^(?:RUE|AVENUE|AV|AVE|RANG|BOULEVARD|BOUL|PLACE|CHEMIN|CH)$/.test(type.key)) return null;
  if (post !== undefined && !/^(?:[NSEO]|NORD|SUD|EST|OUEST)$/.test(post.key)) return null;
  return { pre: [], name: [ordinal], suffix: [type], post: post === undefined ? [] : [post] };
}

/** Québec's Grande Allée has no type of its own. */
function readGrandeAllee(list: readonly Token[]): SortedStreet | null {
  const [grande, allee, post, ...extra] = list;
  if (grande?.key !== 'GRANDE' || allee?.key !== 'ALLEE' || extra.length > 0) return null;
  if (post !== undefined && !/^(?:[EO]|EST|OUEST)$/.test(post.key)) return null;
  return { pre: [], name: [grande, allee], suffix: [], post: post === undefined ? [] : [post] };
}

/** Line and column as one unit; null when they contradict each other. */
export function joinUnits(inLine: string, column: string): string | null {
  if (inLine === '' || column === '') return inLine || column;
  const fold = (text: string): string =>
    tokens(text)
      .map((token) => token.key)
      .join(' ');
  if (fold(inLine) === fold(column)) return column;
  // Suite 200 in the street and 200 in its column are one unit, and so are Suite 200 and FL 3 STE 200.
  const bare = (text: string): string => standardUnit(fold(text)).replace(/^#\s?/, '');
  if (saysUnit(bare(inLine), bare(column))) return inLine;
  if (saysUnit(bare(column), bare(inLine))) return column;
  const designator = designatorOf(bare(inLine));
  const other = designatorOf(bare(column));
  // Building in the street and apartment in its own column add up; two apartments contradict each other.
  if (designator !== '' && other !== '') return designator === other ? null : `${inLine} ${column}`;
  // A bare number is in a building or on a floor, and cannot be a second apartment.
  if (HOLDS_UNITS.has(designator)) return `${inLine} ${column}`;
  return HOLDS_UNITS.has(other) ? `${column} ${inLine}` : null;
}

/** Whether a unit says what the other one says; `5` beside `FL 5` is something on that floor. */
function saysUnit(unit: string, other: string): boolean {
  const [before, after] = ` ${unit} `.split(` ${other} `, 2);
  if (before === undefined || after === undefined) return false;
  return designatorOf(other) !== '' || !HOLDS_UNITS.has(before.split(' ').at(-1) ?? '');
}

/** Designators of what has units in it. */
const HOLDS_UNITS: ReadonlySet<string> = new Set(['BLDG', 'FL', 'ETAGE']);

/** `SUITE 200` is `STE 200`. */
function standardUnit(folded: string): string {
  return folded
    .split(' ')
    .map((word) => unitDesignator(word) ?? loneUnitDesignator(word) ?? word)
    .join(' ')
    .replace(/(?<!\S)(\d+)(?:ST|ND|RD|TH) FL(?!\S)/g, 'FL $1');
}

function designatorOf(standard: string): string {
  const [first = ''] = standard.split(' ');
  const known = unitDesignator(first) ?? loneUnitDesignator(first);
  return known ?? (/^[A-Z]{2,}$/.test(first) ? first : '');
}

/** Splits one line, without looking at the user's own parts or unit column. US and Canada only. */
export function splitLine(given: string, country: string): SplitStreet | Refused {
  if (country !== 'US' && country !== 'CA') {
    return refuse('a street line is split only for the US and Canada', ...ALL_COLUMNS);
  }
  if (given.length > MOST_CHARS) return refuse('the street is too long to be one', 'street');
  const line = spellFractions(given);
  const list = tokens(line);
  if (list.length === 0) return refuse('the street is empty', 'street');
  if (namesNoBuilding(line)) {
    return refuse('PO boxes, rural routes and general delivery cannot be dispatched to', 'street');
  }
  if (MORE_THAN_A_STREET.test(line)) {
    return refuse('the line holds more than a street (a sign such as & @ ( or ½)', ...ALL_COLUMNS);
  }
  const cut = takeUnits(list);
  if (isRefused(cut)) return cut;
  const number = takeHouseNumber(cut.rest, country);
  if (isRefused(number)) return number;
  const comma = strayComma(cut.rest, cut.rest.length - number.rest.length);
  if (comma !== undefined) {
    return refuse(`the line continues after "${comma.raw},"`, 'street', 'unit', 'city');
  }
  if (number.unit !== '' && cut.unit !== '') return refuse('the line has two units', 'unit', 'house_number');
  if (/^\d{1,2}$/.test(number.houseNumber) && number.rest[0]?.key === 'MILE' && number.rest.length === 2) {
    return refuse(
      `"${number.houseNumber} ${number.rest[0].raw}" may be the name of the street`,
      'house_number',
      'street_name',
    );
  }
  const sorted = sort(number.rest, country);
  if (isRefused(sorted)) return sorted;
  const ending = number.rest.at(-1)?.key ?? '';
  if (cut.soft && sorted.post.length === 0 && !CORE_TYPES.has(ending)) {
    return refuse(`"${cut.unit}" may be a unit or a part of the street`, 'street_name', 'unit');
  }
  return {
    parts: {
      houseNumber: number.houseNumber,
      houseSuffix: number.houseSuffix,
      preDirectional: written(sorted.pre),
      streetName: written(sorted.name),
      streetSuffix: written(sorted.suffix),
      postDirectional: written(sorted.post),
    },
    unit: number.unit || cut.unit,
  };
}

/**
 * Splits an address for carriers that want the pieces apart. The user's own parts win. No word is lost, changed or
 * guessed: what is not certain is refused with the sheet columns to fill.
 */
export function splitStreet(
  address: Pick<Address, 'street' | 'parts' | 'unit' | 'country'>,
): SplitStreet | Refused {
  if (address.parts !== null) return { parts: address.parts, unit: address.unit };
  const split = splitLine(address.street, address.country);
  if (isRefused(split)) return split;
  const unit = joinUnits(split.unit, address.unit);
  if (unit === null) {
    return refuse(`the street says "${split.unit}" and the unit column "${address.unit}"`, 'street', 'unit');
  }
  return { parts: split.parts, unit };
}
