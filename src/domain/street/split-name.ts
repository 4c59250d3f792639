import { englishDirectional } from './abbreviation.ts';
import { CANADA_ENGLISH_TYPES } from './abbreviation-canada.ts';
import { US_SUFFIXES } from './abbreviation-suffix.ts';
import { isFractionRoad } from './split-number.ts';
import {
  gridStreet,
  isDirectional,
  isNumeric,
  isQuadrant,
  isStateName,
  isTitle,
  leadingTypeName,
  type SortedStreet,
  templeStreet,
  typelessName,
} from './split-special.ts';
import { type Refused, refuse, type Token } from './split-tokens.ts';
import {
  CORE_TYPES,
  DOUBTFUL_TYPES,
  NAME_AFTER_DIRECTIONAL,
  NAME_WITH_DIRECTIONAL,
  NATURE_WORDS,
  SPANISH_LEADS,
  TYPELESS_NAMES,
  TYPES_AFTER_A_NAME,
} from './split-words.ts';

const NAME = 'street_name';
const PIECES = ['pre_directional', NAME, 'street_suffix', 'post_directional'] as const;
const isLetterDirectional = (token: Token | undefined): boolean =>
  isDirectional(token) && (token?.key.length ?? 0) <= 2;

function typeStandard(token: Token | undefined, country: string): string | undefined {
  const key = token?.key ?? '';
  return country === 'CA' ? CANADA_ENGLISH_TYPES.get(key) : US_SUFFIXES.get(key);
}

interface PreAndName {
  readonly pre: readonly Token[];
  readonly name: readonly Token[];
}

/** Whether a directional at the front precedes the name or is the name. */
function takePre(list: readonly Token[], post: readonly Token[]): PreAndName | Refused {
  const [first, second, ...more] = list;
  if (first === undefined) return refuse('no street name is left', NAME);
  if (/^(?:NO|SO|NTH|STH)$/.test(first.key) && list.length > 1) {
    return refuse(`"${first.raw}" may be a directional or a name`, 'pre_directional', NAME);
  }
  if (second === undefined || !isDirectional(first)) return { pre: [], name: list };
  const doubt = refuse(
    `"${first.raw} ${second.raw}" may be directionals or the street name`,
    'pre_directional',
    NAME,
  );
  const whole = { pre: [], name: list };
  const apart = { pre: [first], name: list.slice(1) };
  if (!isDirectional(second)) {
    if (second.key === 'END') return doubt;
    if (isLetterDirectional(first)) return apart;
    // South Carolina Ave SE: where quadrants end the lines, no directional leads them.
    if (isStateName(first, second)) return list.length === 2 && isQuadrant(post[0]) ? whole : doubt;
    const mayBeName = isQuadrant(post[0]) ? NAME_AFTER_DIRECTIONAL : NAME_WITH_DIRECTIONAL;
    return mayBeName.has(second.key) ? doubt : apart;
  }
  // Of two directionals either may be the name, or both: only North South Rd and East West Hwy are clear.
  const bothWords = !isLetterDirectional(first) && !isLetterDirectional(second);
  const pair = `${englishDirectional(first.key)}${englishDirectional(second.key)}`;
  return bothWords && more.length === 0 && /^(?:NS|SN|EW|WE)$/.test(pair) ? whole : doubt;
}

/** Letters, digits and hyphens; `WB&A`, and the decimal roads of Grand Junction (`36.1 Rd`). */
function isNameWord({ key }: Token, name: readonly Token[]): boolean {
  if (name.length === 1 && /^\d{1,2}\.\d{1,2}$/.test(key)) return true;
  return /^[\p{L}\d][\p{L}\d-]*$/u.test(key) || /^\p{L}+&\p{L}+$/u.test(key);
}

/** William E Summers, Robert E Lee: a letter between two words that are neither types nor directionals. */
function isInitial(name: readonly Token[], at: number): boolean {
  const isWord = (token: Token | undefined): boolean =>
    /^\p{L}{3,}$/u.test(token?.key ?? '') && !isDirectional(token) && !US_SUFFIXES.has(token?.key ?? '');
  return /^[A-Z]$/.test(name[at]?.key ?? '') && isWord(name[at - 1]) && isWord(name[at + 1]);
}

/** A reason to doubt the words of a name that has its type and directionals off; null when it is clear. */
function doubtfulName(name: readonly Token[], country: string): Refused | null {
  const [first] = name;
  if (first === undefined) return refuse('no street name is left', NAME);
  // 8 Mile Rd and its sisters are known by their number.
  const isMileRoad = name.length === 2 && /^\d{1,2}$/.test(first.key) && name[1]?.key === 'MILE';
  if (name.length > 1 && !isMileRoad && (isNumeric(first) || /^\d+[A-Z]?$/.test(first.key))) {
    return refuse(
      `"${first.raw}" may belong to the house number or to the street name`,
      'house_number',
      NAME,
    );
  }
  if (name.length > 1 && /^[A-Z]$/.test(first.key)) {
    return refuse(
      `"${first.raw}" may belong to the house number or to the street name`,
      'house_suffix',
      NAME,
    );
  }
  for (const [at, token] of name.entries()) {
    if (!isNameWord(token, name) || /^\d+\/|\d-\d/.test(token.key)) {
      return refuse(`"${token.raw}" is not a word of a street name`, NAME);
    }
    if (at > 0 && name.length > 1 && isLetterDirectional(token) && !isInitial(name, at)) {
      return refuse(
        `"${token.raw}" inside the street name may be a directional`,
        'pre_directional',
        NAME,
        'post_directional',
      );
    }
    // Between other words a type means two streets in one line; before the last type (136th St Cir) it is a name.
    if (
      at > 0 &&
      at < name.length - 1 &&
      CORE_TYPES.has(token.key) &&
      !isTitle(name[at - 1], token) &&
      typeStandard(token, country) !== undefined
    ) {
      return refuse(`"${token.raw}" inside the street name may be the street type`, NAME, 'street_suffix');
    }
  }
  return null;
}

function finish(
  list: readonly Token[],
  suffix: readonly Token[],
  post: readonly Token[],
  country: string,
): SortedStreet | Refused {
  const front = takePre(list, post);
  if ('refused' in front) return front;
  return doubtfulName(front.name, country) ?? { ...front, suffix, post };
}

const isOrdinal = (token: Token | undefined): boolean => /^\d+(?:ST|ND|RD|TH)$/.test(token?.key ?? '');

/**
 * North Ave E and W Loop S may be a lettered avenue or a loop with a directional on either side; W Loop a loop or a
 * street of this name. N St NW, North Ave and E St NE are clear: a quadrant is not a letter, and St alone is not a name.
 */
function isBarePair(body: readonly Token[], post: readonly Token[]): boolean {
  const [first, type, ...extra] = body;
  if (!isDirectional(first) || type === undefined || extra.length > 0) return false;
  if (!US_SUFFIXES.has(type.key)) return false;
  return post.length > 0 ? !isQuadrant(post[0]) : !CORE_TYPES.has(type.key);
}

/** Sorts the words of an English street without house number and unit, from right to left. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: older than the limit
export function sortEnglish(list: readonly Token[], country: string): SortedStreet | Refused {
  const grid = gridStreet(list) ?? templeStreet(list);
  if (grid !== null) return grid;
  const leadPre = isDirectional(list[0]) ? list.slice(0, 1) : [];
  const led = leadingTypeName(list.slice(leadPre.length));
  if (
    led !== null &&
    leadPre.length > 0 &&
    isBarePair(list.slice(0, -1), list.slice(-1)) &&
    isDirectional(list.at(-1))
  ) {
    return refuse(`"${list.map((token) => token.raw).join(' ')}" may be read in two ways`, ...PIECES);
  }
  if (led !== null) return { ...led, pre: leadPre };

  const last = list.at(-1);
  const hasPost = isDirectional(last) && list.length > 1;
  const body = hasPost ? list.slice(0, -1) : list;
  const post = hasPost ? list.slice(-1) : [];
  const type = body.at(-1);
  if (typelessName(body)) return { pre: [], name: body, suffix: [], post };
  if (
    leadPre.length > 0 &&
    body.length > 1 &&
    TYPELESS_NAMES.has(body.at(-1)?.key ?? '') &&
    body.length === 2
  ) {
    return { pre: leadPre, name: body.slice(1), suffix: [], post };
  }
  // S Van Ness, N El Camino Real: before a whole name a letter is a directional.
  if (leadPre.length > 0 && isLetterDirectional(list[0]) && body.length > 2 && typelessName(body.slice(1))) {
    return { pre: leadPre, name: body.slice(1), suffix: [], post };
  }
  const isRear = /^(?:REAR|BSMT|BASEMENT)$/.test(list[0]?.key ?? '') && list.length > 2;
  if (isRear) {
    return refuse(`"${list[0]?.raw}" may be a part of the building or of the street name`, 'unit', NAME);
  }
  if (isBarePair(body, post)) {
    return refuse(`"${list.map((token) => token.raw).join(' ')}" may be read in two ways`, ...PIECES);
  }
  if (isFractionRoad(body)) return { pre: [], name: body.slice(0, 2), suffix: body.slice(2), post };
  const [pre, only] = body;
  if (
    leadPre.length > 0 &&
    pre !== undefined &&
    only !== undefined &&
    body.length === 2 &&
    post.length === 0
  ) {
    // 218 S Wabash, 350 W 42nd: nothing but a name is left.
    const mayBeWhole = NAME_AFTER_DIRECTIONAL.has(only.key) && !isLetterDirectional(pre);
    if (typelessName([only]) && !mayBeWhole) return { pre: [pre], name: [only], suffix: [], post };
    if (isOrdinal(only)) return { pre: [pre], name: [only], suffix: [], post };
  }
  if (body.length === 1 && isOrdinal(type)) return { pre: [], name: body, suffix: [], post };
  if (type === undefined || typeStandard(type, country) === undefined) {
    const shown = body.map((token) => token.raw).join(' ');
    return refuse(`"${shown}" does not end in a known street type`, NAME, 'street_suffix');
  }
  if (body.length === 1) {
    return refuse(`"${type.raw}" alone may be a name or a street type`, NAME, 'street_suffix');
  }
  if (type.key === 'CT' && !hasPost && country === 'US' && CORE_TYPES.has(body.at(-2)?.key ?? '')) {
    return refuse(`"${type.raw}" may be a court or Connecticut`, NAME, 'street_suffix');
  }
  // In Canadian cities with quadrants (Calgary, Edmonton) every street has a type: Saddledome Rise SE.
  const isTyped = country === 'CA' && body.length === 2 && isQuadrant(post[0]);
  const isDoubtful =
    (DOUBTFUL_TYPES.has(type.key) && !isTyped) ||
    (TYPES_AFTER_A_NAME.has(type.key) && NATURE_WORDS.has(body.at(-2)?.key ?? '') && !isTyped) ||
    (body[0]?.key === 'THE' && !CORE_TYPES.has(type.key));
  const spanishName = SPANISH_LEADS.has(body[0]?.key ?? '') && !CORE_TYPES.has(type.key);
  // Central Park W: a street along a park has the park's whole name.
  if (
    type.key === 'PARK' &&
    body.length === 2 &&
    hasPost &&
    !isQuadrant(post[0]) &&
    !isDirectional(body[0])
  ) {
    return { pre: [], name: body, suffix: [], post };
  }
  if (isDoubtful || spanishName) {
    return refuse(`"${type.raw}" may be the street type or the end of the name`, NAME, 'street_suffix');
  }
  return finish(body.slice(0, -1), [type], post, country);
}
