import {
  englishDirectional,
  foldWord,
  frenchDirectional,
  loneUnitDesignator,
  spellFractions,
  unitDesignator,
} from '../street/abbreviation.ts';
import {
  CANADA_ENGLISH_PRIMARY_NAMES,
  CANADA_ENGLISH_TYPES,
  CANADA_FRENCH_TYPES,
} from '../street/abbreviation-canada.ts';
import { type SpellingTable, US_SUFFIX_PRIMARY_NAMES, US_SUFFIXES } from '../street/abbreviation-suffix.ts';
import { splitOneLine } from '../street/street-line.ts';
import { isRefused, splitLine } from '../street/street-split.ts';
import type { Address } from './address.ts';

/*
 * Two spellings of one place get one key; two places never do. Where abbreviating could merge two streets (N St and
 * North St, Avenue E and Avenue East, Park St and Parks St) the words stay as they are.
 */

const SHORT_WORDS: SpellingTable = new Map([
  ['SAINT', 'ST'],
  ['SAINTE', 'STE'],
  ['FORT', 'FT'],
  ['MOUNT', 'MT'],
  ['RT', 'RTE'],
]);
const WEST: SpellingTable = new Map([
  ['O', 'W'],
  ['NO', 'NW'],
  ['SO', 'SW'],
]);

/** Folded words of a text; a hyphen between letters is a space (Winston-Salem), between digits it stays (112-10). */
function words(text: string): readonly string[] {
  return spellFractions(text)
    .split(/[\s,;]+/u)
    .map((word) => foldWord(word).replace(/[^\p{L}\p{N}#/.-]/gu, ''))
    .flatMap((word) => word.split(/(?<=\p{L})-(?=\p{L})/u))
    .filter((word) => /[\p{L}\p{N}#]/u.test(word));
}

function directional(word: string, country: string): string | undefined {
  const standard = country === 'CA' ? frenchDirectional(word) : undefined;
  return standard === undefined ? englishDirectional(word) : (WEST.get(standard) ?? standard);
}

/** A street type in its standard form; Canada's English and French forms of one word are one (AV and AVE). */
function streetType(word: string, country: string): string | undefined {
  if (country !== 'CA') return US_SUFFIXES.get(word);
  const french = CANADA_FRENCH_TYPES.get(word);
  return CANADA_ENGLISH_TYPES.get(french ?? word) ?? french;
}

function nameWord(word: string, country: string): string {
  const table = country === 'CA' ? CANADA_ENGLISH_PRIMARY_NAMES : US_SUFFIX_PRIMARY_NAMES;
  return SHORT_WORDS.get(word) ?? table.get(word) ?? word;
}

/** The words after the house number, abbreviated where that cannot make another street of them. */
function streetWords(list: readonly string[], country: string): readonly string[] {
  const last = list.at(-1) ?? '';
  const only = list.length === 2 ? (list[0] ?? '') : '';
  const post =
    list.length > 1 && streetType(only, country) === undefined ? directional(last, country) : undefined;
  const body = post === undefined ? list : list.slice(0, -1);
  const [first = '', second = ''] = body;
  const isPre = body.length > 2 || (body.length === 2 && streetType(second, country) === undefined);
  const pre = isPre ? englishDirectional(first) : undefined;
  const standard = body.map((word, at) => {
    if (at === 0 && pre !== undefined) return pre;
    const isType = at === body.length - 1 && at > 0;
    return (isType ? streetType(word, country) : undefined) ?? nameWord(word, country);
  });
  // A French type leads: boul. and boulevard, av. and avenue.
  const lead = country === 'CA' && body.length > 1 ? CANADA_FRENCH_TYPES.get(first) : undefined;
  if (lead !== undefined) standard[0] = streetType(first, country) ?? first;
  return post === undefined ? standard : [...standard, post];
}

function streetKey(street: string, country: string): string {
  if (country !== 'US' && country !== 'CA') {
    const list = words(street);
    return list.map((word, at) => (at === list.length - 1 ? nameWord(word, 'US') : word)).join(' ');
  }
  const split = country === 'CA' ? splitLine(spellFractions(street), country) : null;
  if (split !== null && !isRefused(split)) {
    // A French type precedes the name in a line and follows it in a carrier's separate fields.
    const { houseNumber, houseSuffix, preDirectional, streetName, streetSuffix, postDirectional } =
      split.parts;
    const rest = words([preDirectional, streetName, streetSuffix, postDirectional].join(' '));
    return [...words(`${houseNumber} ${houseSuffix}`), ...streetWords(rest, country)].join(' ');
  }
  const list = words(street.replace(/^(\s*\d+)-(?=\d+\/\d)/, '$1 '));
  const start = /^\d+\/\d+$/.test(list[1] ?? '') ? 2 : 1;
  return [...list.slice(0, start), ...streetWords(list.slice(start), country)].join(' ');
}

const NUMBER_SIGN = /^(?:NO|NR|NUM|NUMBER)$/;

/**
 * `Apartment 5` is `APT 5`, `Unit #210` is `UNIT 210`, `2nd Floor` is `FL 2`. `#5` is `5`: it names no kind of unit, so
 * only the other units of its place tell whether it is `APT 5` (see `resolve-units.ts`).
 */
function unitKey(unit: string): string {
  const spaced = unit
    .replace(/#\s+/g, '#')
    .replace(/\b(apt|apartment|ste|suite|unit|rm|room|bldg|fl)[#-]?(?=\d)/gi, '$1 ');
  const written = words(spaced)
    .map((word) => word.replace(/^#/, ''))
    .filter(Boolean);
  // `Suite No. 200` and `No. 200` are `STE 200` and `200`.
  const plain = written.filter((word, at) => !(NUMBER_SIGN.test(word) && /\d/.test(written[at + 1] ?? '')));
  const [one = '', other = ''] = plain;
  // `200 Suite` has its words the other way round.
  const isTurned =
    plain.length === 2 && /^\d/.test(one) && !['FL', undefined].includes(unitDesignator(other));
  const list = isTurned ? [other, one] : plain;
  const standard: string[] = [];
  for (const [at, word] of list.entries()) {
    const previous = list[at - 1] ?? '';
    const isFloor = unitDesignator(word) === 'FL' && at === list.length - 1;
    const floor = isFloor ? /^(\d+)(?:ST|ND|RD|TH)$/.exec(previous)?.[1] : undefined;
    if (floor !== undefined) standard.splice(-1, 1, 'FL', floor);
    else if (unitDesignator(previous) !== undefined) standard.push(word);
    else standard.push(unitDesignator(word) ?? loneUnitDesignator(word) ?? word);
  }
  return standard.join(' ');
}

/** The last designator and identifier of a unit key, where they name a unit: a floor or a building only holds units. */
const NAMED_UNIT = /(?:^| )(?!(?:FL|BLDG|ETAGE) )([A-Z]{2,}) ((?=\S*\d)\S+|[A-Z])$/;

/** A unit key without the designator of its last identifier (`BLDG 4 STE 200` is `BLDG 4 200`); null when it has none. */
function bareUnit(unit: string): string | null {
  const named = NAMED_UNIT.exec(unit);
  const [whole = '', designator = '', identifier = ''] = named ?? [];
  if (named === null || unitDesignator(designator) === undefined) return null;
  return [unit.slice(0, unit.length - whole.length), identifier].filter(Boolean).join(' ');
}

/** A unit written both in the street and in its own column is one unit, though only one of them has its designator. */
function oneUnit(inLine: string, column: string): string {
  if (bareUnit(inLine) === column) return inLine;
  if (bareUnit(column) === inLine || inLine === column) return column;
  return [inLine, column].filter(Boolean).join(' ');
}

function cityKey(city: string): string {
  const list = words(city);
  return list
    .map(
      (word, at) =>
        (at === 0 && list.length > 1 ? englishDirectional(word) : undefined) ?? SHORT_WORDS.get(word) ?? word,
    )
    .join(' ');
}

function postalKey(postalCode: string, country: string): string {
  const code = foldWord(postalCode).replace(/\s+/g, '');
  return country === 'US' ? code.replace(/^(\d{5})-?\d{4}$/, '$1') : code;
}

/**
 * A text that is equal for two spellings of one place: case, accents, punctuation, standard abbreviations, ZIP+4 and
 * where the unit is written do not count. Starts with its version, `p1|`. The user's split columns do not count: the
 * line is the place.
 */
export function placeKey(address: Address): string {
  const { street, unit, city, region, postalCode, country } = address;
  const text = JSON.stringify([street, unit, city, region, postalCode, country]);
  const known = knownKeys.get(text);
  if (known !== undefined) return known;
  const key = readPlaceKey(address);
  if (text.length > LONGEST_CHARS) return key;
  if (knownKeys.size >= MOST_KEYS) knownKeys.clear();
  knownKeys.set(text, key);
  return key;
}

/** A plan keys each address several times, and a sheet has it in several rows. */
const knownKeys = new Map<string, string>();
const MOST_KEYS = 8_192;
/** Longer ones are not addresses, and would take the memory. */
const LONGEST_CHARS = 500;

function readPlaceKey(address: Address): string {
  const country = foldWord(address.country.trim());
  const { street, unit } = splitOneLine(address.street, country);
  const unitText = oneUnit(unitKey(unit), unitKey(address.unit));
  return [
    'p1',
    country,
    words(address.region).join(' '),
    postalKey(address.postalCode, country),
    cityKey(address.city),
    streetKey(street, country),
    unitText,
  ].join('|');
}

/**
 * The key of the same place with a bare unit: `…|STE 200` gives `…|200`. Null when the key names no unit with a
 * designator. It takes keys of `placeKey` alone; a caller name does not belong to the place.
 */
export function bareUnitKey(key: string): string | null {
  const at = key.lastIndexOf('|') + 1;
  const bare = bareUnit(key.slice(at));
  return bare === null ? null : key.slice(0, at) + bare;
}

/** Whether a key of `placeKey` has a unit that names no kind: `200` or `BLDG 4 200`. */
export function hasBareUnit(key: string): boolean {
  const words = key.slice(key.lastIndexOf('|') + 1).split(' ');
  const last = words.at(-1) ?? '';
  return /\d|^[A-Z]$/.test(last) && unitDesignator(words.at(-2) ?? '') === undefined;
}

/** Whether two addresses are one place, however they are spelled. */
export function samePlace(one: Address, other: Address): boolean {
  return placeKey(one) === placeKey(other);
}

/** Key under which numbers share one address: the place, and the caller name where the provider keeps it there. */
export function addressKey(address: Address, callerName: string, callerNameIn: 'address' | 'number'): string {
  const place = placeKey(address);
  if (callerNameIn === 'number') return place;
  return `${place}|${callerName.normalize('NFKC').trim().replace(/\s+/gu, ' ').toUpperCase()}`;
}
