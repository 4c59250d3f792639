import { englishDirectional } from './abbreviation.ts';
import { type Refused, refuse, type Token, written } from './split-tokens.ts';

/** The house number taken off the left of a line. */
interface NumberAndRest {
  readonly houseNumber: string;
  readonly houseSuffix: string;
  /** Canadian `5-123 Main St`: the unit before the hyphen, with its `#` if it had one. */
  readonly unit: string;
  readonly rest: readonly Token[];
}

const FRACTION = /^\d{1,2}\/\d{1,2}$/;
const PLAIN = /^\d+[A-Z]?$/;
const WITH_FRACTION = /^(\d+)-(\d{1,2}\/\d{1,2})$/;
const HYPHENATED = /^\d+-\d+[A-Z]?$/;
/** Wisconsin and Illinois grid numbers: N6W23001, 26W345, W156N11275. */
const GRID = /^(?:[NSEW]\d+[NSEW]\d+[A-Z]?|\d+[NSEW]\d+)$/;
const GRID_HALF = /^[NSEW]\d+$/;
const CANADA_UNIT_HOUSE = /^(#?[A-Z]{0,3}\d*[A-Z]?)-(\d+[A-Z]?)$/;

const NO_NUMBER = refuse('the line does not start with a house number', 'house_number', 'street_name');

function parts(houseNumber: string, houseSuffix: string, rest: readonly Token[], unit = ''): NumberAndRest {
  return { houseNumber, houseSuffix, unit, rest };
}

/** `5-123` is unit 5 of house 123, unless it may as well be the range of houses 101-125. */
function canadianUnitHouse(token: Token, rest: readonly Token[]): NumberAndRest | Refused | null {
  const match = CANADA_UNIT_HOUSE.exec(token.key);
  const [, unit = '', house = ''] = match ?? [];
  if (match === null || unit === '' || unit === '#') return null;
  if (/^\d+$/.test(unit)) {
    const gap = Number.parseInt(house, 10) - Number.parseInt(unit, 10);
    if (gap > 0 && gap <= 50) {
      return refuse(`"${token.raw}" is a unit and a house, or a range of houses`, 'unit', 'house_number');
    }
  }
  const at = token.raw.lastIndexOf('-');
  if (at < 0) return null;
  return parts(token.raw.slice(at + 1), '', rest, token.raw.slice(0, at));
}

/**
 * Takes the house number off the left of a line without a leading unit. Never guesses: `123 A Main St` may be
 * house 123A or A Main St, and is refused.
 */
export function takeHouseNumber(list: readonly Token[], country: string): NumberAndRest | Refused {
  const [first, second] = list;
  if (first === undefined) return NO_NUMBER;
  if (hasMoreNumbers(list)) {
    return refuse(
      `the line has several house numbers ("${written(list.slice(0, 3))}")`,
      'street',
      'house_number',
    );
  }
  const after = list.slice(1);
  const fraction = WITH_FRACTION.exec(first.key);
  if (fraction !== null) {
    const at = first.raw.indexOf('-');
    if (at < 0) return NO_NUMBER;
    return parts(first.raw.slice(0, at), first.raw.slice(at + 1), after);
  }
  if (country === 'CA') {
    const found = canadianUnitHouse(first, after);
    if (found !== null) return found;
  }
  if (HYPHENATED.test(first.key)) return withSuffix(first, after);
  if (GRID.test(first.key) && country === 'US') return parts(first.raw, '', after);
  if (GRID_HALF.test(first.key) && country === 'US') {
    if (second !== undefined && GRID_HALF.test(second.key)) {
      return parts(written([first, second]), '', list.slice(2));
    }
    return parts(first.raw, '', after);
  }
  if (PLAIN.test(first.key)) {
    // 48S is a Utah grid number run together with its directional, not house 48S.
    if (/^\d+[NSEW]$/.test(first.key) && GRID_TAIL.test(second?.key ?? '')) {
      return refuse(
        `"${first.raw} ${second?.raw}" runs numbers and directionals together`,
        'house_number',
        'pre_directional',
        'street_name',
        'post_directional',
      );
    }
    if (/^\d+[NSEW]$/.test(first.key)) {
      return refuse(
        `"${first.raw}" may be a house number and a directional`,
        'house_number',
        'pre_directional',
      );
    }
    return withSuffix(first, after);
  }
  if (startsWithWord(list)) return parts(first.raw, '', after);
  return NO_NUMBER;
}

const SPELLED_NUMBER = /^(?:TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN|ELEVEN|TWELVE)$/;
/** Names of complexes whose buildings are numbered in words: Two Embarcadero Center, Ten Post Office Square. */
const COMPLEX = /^(?:CENTER|CENTRE|CTR|PLAZA|PLZ|SQUARE|SQ|PLACE|PL)$/;

/** Whether the house number is a word: One South Wacker Dr, Two Embarcadero Center. Two Rivers Rd is a name. */
export function startsWithWord(list: readonly Token[]): boolean {
  if (startsWithOne(list)) return true;
  return list.length > 2 && SPELLED_NUMBER.test(list[0]?.key ?? '') && COMPLEX.test(list.at(-1)?.key ?? '');
}

/** Whether more numbers of houses follow the first one: `900 - 910 Main St`, `900, 902 Main St`, `900 to 910 Main St`, `900 & 902 Main St`. */
function hasMoreNumbers(list: readonly Token[]): boolean {
  const [first, next, third] = list;
  if (first === undefined || next === undefined || !/^\d/.test(first.key)) return false;
  if (first.comma && /^\d/.test(next.key)) return true;
  return /^(?:TO|AND|&|THRU|THROUGH)$/.test(next.key) && /^\d/.test(third?.key ?? '');
}

const GRID_TAIL = /^\d+[NSEW]$/;
/** After `One` these words make a longer number or a name: One Hundred, One Mile Rd, One Way. */
const COUNTED = new Set(['HUNDRED', 'THOUSAND', 'MILE', 'WAY', 'AND', 'HALF', 'OAK', 'TREE', 'HORSE']);

/** Whether the house number is `One`, as of One South Wacker Dr. */
function startsWithOne(list: readonly Token[]): boolean {
  const [first, second] = list;
  return first?.key === 'ONE' && second !== undefined && !COUNTED.has(second.key);
}

function withSuffix(first: Token, after: readonly Token[]): NumberAndRest | Refused {
  const [next, following] = after;
  if (next !== undefined && FRACTION.test(next.key)) return parts(first.raw, next.raw, after.slice(1));
  const isLetter =
    next !== undefined && /^[A-Z]$/.test(next.key) && englishDirectional(next.key) === undefined;
  if (isLetter && after.length > 2 && !isStreetOfOneLetter(following) && !isFractionRoad(after)) {
    return refuse(
      `"${next.raw}" may belong to the house number or to the street name`,
      'house_number',
      'house_suffix',
      'street_name',
    );
  }
  return parts(first.raw, '', after);
}

/** `2723 B 1/4 Rd`, `2945 29 1/2 Rd` (Grand Junction): roads between lettered and numbered roads have a fraction. */
export function isFractionRoad(list: readonly Token[]): boolean {
  const [letter, fraction, road, ...extra] = list;
  if (
    extra.length > 0 ||
    !/^(?:[A-Z]|\d{1,2})$/.test(letter?.key ?? '') ||
    !FRACTION.test(fraction?.key ?? '')
  ) {
    return false;
  }
  return /^(?:RD|ROAD)$/.test(road?.key ?? '');
}

/** `123 A St NW`, `456 K Street SE`: the letter is the name. */
function isStreetOfOneLetter(next: Token | undefined): boolean {
  return /^(?:ST|STREET|AVE|AVENUE|RD|ROAD|DR|DRIVE|CT|COURT|LN|LANE|BLVD|PL|PLACE|WAY)$/.test(
    next?.key ?? '',
  );
}
