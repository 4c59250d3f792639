import { englishDirectional } from './abbreviation.ts';
import { CANADA_ENGLISH_TYPES } from './abbreviation-canada.ts';
import { US_SUFFIXES } from './abbreviation-suffix.ts';
import type { Token } from './split-tokens.ts';
import {
  BEFORE_DOCTOR,
  BEFORE_SAINT,
  CORE_TYPES,
  LEADING_ARTICLES,
  NAME_PARTICLES,
  SPANISH_LEADS,
  STATE_AFTER_DIRECTIONAL,
  TYPELESS_NAMES,
} from './split-words.ts';

/** The words between house number and unit, sorted; each list is empty or holds the words in their order. */
export interface SortedStreet {
  readonly pre: readonly Token[];
  readonly name: readonly Token[];
  readonly suffix: readonly Token[];
  readonly post: readonly Token[];
}

/** Whether a word is a direction. */
export const isDirectional = (token: Token | undefined): boolean =>
  token !== undefined && englishDirectional(token.key) !== undefined;

/** Whether a word is digits alone. */
export const isNumeric = (token: Token | undefined): boolean => /^\d+$/.test(token?.key ?? '');

/** Avenue C, Avenue of the Americas, Avenue 26: the type leads and belongs to the name. */
export function leadingTypeName(list: readonly Token[]): SortedStreet | null {
  const [first, second, third, ...more] = list;
  if (first === undefined || second === undefined) return null;
  if (/^(?:AVENUE|AVE|BOULEVARD|BLVD|COURT|PLAZA|PLACE)$/.test(first.key) && second.key === 'OF') {
    const last = list.at(-1)?.key ?? '';
    if (list.length < 3 || CORE_TYPES.has(last) || isDirectional(list.at(-1))) return null;
    return { pre: [], name: list, suffix: [], post: [] };
  }
  if (!/^(?:AVENUE|AVE)$/.test(first.key) || !/^(?:[A-Z]|\d{1,3})$/.test(second.key)) return null;
  if (third === undefined) return { pre: [], name: [first, second], suffix: [], post: [] };
  if (more.length === 0 && isDirectional(third)) {
    return { pre: [], name: [first, second], suffix: [], post: [third] };
  }
  return null;
}

/** A name that has no type: one known word, `The` and a word, a Spanish street word and its name. */
export function typelessName(list: readonly Token[]): boolean {
  const [first, ...after] = list;
  const last = list.at(-1);
  if (first === undefined || last === undefined) return false;
  const isWordy = list.every((token) => /^[A-Z][A-Z-]+$/.test(token.key));
  if (!isWordy || list.some((token) => CORE_TYPES.has(token.key))) return false;
  if (list.length === 1) {
    return !isDirectional(first) && !US_SUFFIXES.has(first.key) && !CANADA_ENGLISH_TYPES.has(first.key);
  }
  if (LEADING_ARTICLES.has(first.key) && after.length === 1) {
    return !isDirectional(last) && (first.key === 'THE' || !US_SUFFIXES.has(last.key));
  }
  if (first.key === 'THE') return false;
  // Van Ness, La Cienega: streets that are often written without their type.
  if (NAME_PARTICLES.has(first.key) && after.length === 1) {
    return !isDirectional(last) && !US_SUFFIXES.has(last.key);
  }
  // Streets of the Virgin Islands are named in Danish, in which Gade is a street: Norre Gade.
  if (last.key === 'GADE') return !list.some(isDirectional);
  if (TYPELESS_NAMES.has(last.key)) return list.length === 2 && !isDirectional(first);
  const isSpanish =
    SPANISH_LEADS.has(first.key) || (first.key === 'EL' && SPANISH_LEADS.has(list[1]?.key ?? ''));
  return isSpanish && !list.some(isDirectional) && !US_SUFFIXES.has(last.key);
}

/** South Carolina, North Dakota, West Virginia, written in full. */
export function isStateName(first: Token, second: Token): boolean {
  const isWhole = /^(?:NORTH|SOUTH|WEST)$/.test(first.key) && STATE_AFTER_DIRECTIONAL.has(second.key);
  return isWhole && (first.key === 'WEST') === (second.key === 'VIRGINIA');
}

/** Whether a word is a quadrant, short or written out: NE, Northeast. */
export function isQuadrant(token: Token | undefined): boolean {
  return /^[NS][EW]$/.test(englishDirectional(token?.key ?? '') ?? '');
}

/** Saint or Doctor, and no street type. */
export function isTitle(before: Token | undefined, token: Token): boolean {
  const isSaint = token.key === 'ST' && BEFORE_SAINT.has(before?.key ?? '');
  return isSaint || (token.key === 'DR' && BEFORE_DOCTOR.has(before?.key ?? ''));
}

/** `W North Temple`, `S West Temple`: the streets around Salt Lake City's Temple Square, told by the directional across. */
export function templeStreet(list: readonly Token[]): SortedStreet | null {
  const [pre, side, temple] = list;
  if (list.length !== 3 || pre === undefined || side === undefined || temple?.key !== 'TEMPLE') return null;
  const across = /^(?:NORTH|SOUTH)$/.test(side.key) ? /^[EW]$/ : side.key === 'WEST' ? /^[NS]$/ : null;
  return across?.test(pre.key) ? { pre: [pre], name: [side, temple], suffix: [], post: [] } : null;
}

/** `350 S 500 W`: a directional, a number, a directional. */
export function gridStreet(list: readonly Token[]): SortedStreet | null {
  const [pre, number, post] = list;
  if (list.length !== 3 || pre === undefined || number === undefined || post === undefined) return null;
  if (!isDirectional(pre) || !isNumeric(number) || !isDirectional(post)) return null;
  return { pre: [pre], name: [number], suffix: [], post: [post] };
}
