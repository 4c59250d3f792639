import { englishDirectional } from './abbreviation.ts';
import { CANADA_ENGLISH_TYPES } from './abbreviation-canada.ts';
import { US_SUFFIXES } from './abbreviation-suffix.ts';
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
  SPANISH_LEADS,
  TYPELESS_NAMES,
} from './split-words.ts';

const NAME = 'street_name';
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

/** Whether a directional at the front stands before the name or is the name. */
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
    // South Carolina Ave SE: where quadrants end the lines, no directional leads them.
    if (isStateName(first, second) && list.length === 2 && isQuadrant(post[0])) return whole;
    return !isLetterDirectional(first) && NAME_AFTER_DIRECTIONAL.has(second.key) ? doubt : apart;
  }
  const [one, two] = [englishDirectional(first.key) ?? '', englishDirectional(second.key) ?? ''];
  if (one.length > 1) return two.length > 1 ? doubt : apart;
  const isOpposite = /^(?:NS|SN|EW|WE)$/.test(one + two);
  const bothWords = !isLetterDirectional(first) && !isLetterDirectional(second);
  if (isOpposite) return bothWords && more.length === 0 ? whole : doubt;
  // "N E" and "North East" may be Northeast; N East St and W North Shore Ave are not.
  if (isLetterDirectional(second) && (isLetterDirectional(first) || more.length > 0)) return doubt;
  const mayBeOne = /^[NS][EW]$/.test(one + two) && !isLetterDirectional(first);
  return mayBeOne ? doubt : apart;
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
    if (!/^[\p{L}\d][\p{L}\d-]*$/u.test(token.key) || /^\d+\/|\d-\d/.test(token.key)) {
      return refuse(`"${token.raw}" is not a word of a street name`, NAME);
    }
    if (at > 0 && name.length > 1 && isLetterDirectional(token)) {
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

/** Sorts the words of an English street without house number and unit, from right to left. */
export function sortEnglish(list: readonly Token[], country: string): SortedStreet | Refused {
  const grid = gridStreet(list) ?? templeStreet(list);
  if (grid !== null) return grid;
  const leadPre = isDirectional(list[0]) ? list.slice(0, 1) : [];
  const led = leadingTypeName(list.slice(leadPre.length));
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
  if (type === undefined || typeStandard(type, country) === undefined) {
    const shown = body.map((token) => token.raw).join(' ');
    return refuse(`"${shown}" does not end in a known street type`, NAME, 'street_suffix');
  }
  if (body.length === 1)
    return refuse(`"${type.raw}" alone may be a name or a street type`, NAME, 'street_suffix');
  if (type.key === 'CT' && !hasPost && country === 'US' && CORE_TYPES.has(body.at(-2)?.key ?? '')) {
    return refuse(`"${type.raw}" may be a court or Connecticut`, NAME, 'street_suffix');
  }
  // In Canadian cities with quadrants (Calgary, Edmonton) every street has a type: Saddledome Rise SE.
  const isTyped = country === 'CA' && body.length === 2 && isQuadrant(post[0]);
  const isDoubtful =
    (DOUBTFUL_TYPES.has(type.key) && !isTyped) || (body[0]?.key === 'THE' && !CORE_TYPES.has(type.key));
  const spanishName = SPANISH_LEADS.has(body[0]?.key ?? '') && !CORE_TYPES.has(type.key);
  if (isDoubtful || spanishName) {
    return refuse(`"${type.raw}" may be the street type or the end of the name`, NAME, 'street_suffix');
  }
  return finish(body.slice(0, -1), [type], post, country);
}
