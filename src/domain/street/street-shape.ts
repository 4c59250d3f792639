import { remembered } from '../request/remembered.ts';
import { englishDirectional } from './abbreviation.ts';
import { startsWithWord } from './split-number.ts';
import { isRefused, type Token, tokens, written } from './split-tokens.ts';
import { takeUnits } from './split-unit.ts';

/*
 * What can be seen in a street line without knowing any street: boxes, a missing house number, what a spreadsheet
 * made of `3-4`, an apartment at the end. All patterns are linear in the length of the line.
 */

/** Ways of saying "no building" anywhere in a folded line: each is refused by the carriers as not dispatchable. */
const NO_BUILDING = anyOf(
  /\bP ?O ?(?:B|BX|BOX|DRAWER)\b/,
  /\bPOST(?:AL)? (?:OFFICE )?(?:BOX|DRAWER)\b/,
  /\b(?:LOCK|CALLER) ?BOX\b/,
  /\b(?:MAIL ?|POST ?)?BOX ?(?:#|NO|NUMBER)? ?\d/,
  /\bBOX [A-Z]{1,2}$/,
  /\bDRAWER (?:# ?|NO )?(?:\d+|[A-Z])$/,
  /\bP ?M ?B\b/,
  /\b(?:LOCKER|MAIL ?SLOT|MAIL ?BAG) (?:# ?|NO )?(?:\d+|[A-Z]$)/,
  /\bCASE POSTALE ?\d/,
  /^C ?P ?\d/,
  /\b(?:R ?F ?D|RURAL (?:ROUTE|RTE|RT|DELIVERY)|H ?C ?R?|HIGHWAY CONTRACT|STAR (?:ROUTE|RTE|RT)) ?#?-? ?\d/,
  /\bGENERAL DELIVERY\b/,
  /\bPOSTE RESTANTE\b/,
);
/** With its points it is a Canadian box; without them, CP is also a camp. */
const CASE_POSTALE = /\bC\.\s?P\.\s?\d/i;
/** After a house number (and a directional) RR is a Ranch Road of Texas: 12921 RR 620 N. */
const RURAL_BOX_ROUTE = /(?:^|(\S+) )R ?R ?#?-? ?\d/;

/** `221B`, `12-14`, `123 1/2`, `#5-123`, `N6W23001` (Wisconsin's grid), but not `5th Avenue`. */
const STARTS_WITH_NUMBER = /^#?(?:\d|[NSEW]\d)/;
const STARTS_WITH_ORDINAL = /^\d+(?:ST|ND|RD|TH)$/;

/** No street is longer; a bound for the work done on one cell. */
const MOST_CHARS = 250;

/** Streets hardly repeat, but one row asks several things of its own. */
const MOST_LINES = 32;

const words = remembered((line: string): readonly Token[] => tokens(line.slice(0, MOST_CHARS)), MOST_LINES);

/** Whether a line names a post office box, a rural box or general delivery instead of a building, anywhere in it. */
export const namesNoBuilding = remembered((line: string): boolean => {
  const text = words(line)
    .map((token) => token.key)
    .join(' ');
  if (NO_BUILDING.test(text) || CASE_POSTALE.test(line.slice(0, MOST_CHARS))) return true;
  const before = RURAL_BOX_ROUTE.exec(text)?.[1];
  if (before === undefined) return RURAL_BOX_ROUTE.test(text);
  return !/^\d/.test(before) && englishDirectional(before) === undefined;
});

/** One pattern of several, which the line is searched for once. */
function anyOf(...patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => source).join('|'));
}

/**
 * Whether a line in a country that writes the house number first begins with one, after a unit (`Suite 200, 12 Main St`)
 * or in words (`One South Wacker Dr`).
 */
export const startsWithHouseNumber = remembered((line: string): boolean => {
  const cut = takeUnits(words(line));
  const list = isRefused(cut) ? words(line) : cut.rest;
  const [first] = list;
  if (first === undefined) return false;
  if (startsWithWord(list)) return true;
  return STARTS_WITH_NUMBER.test(first.key) && !STARTS_WITH_ORDINAL.test(first.key);
}, MOST_LINES);

/** The apartment, suite or floor at the end of a street line; empty when there is none or it may be a street word. */
export function unitAtEnd(line: string): string {
  return cutUnitAtEnd(line).unit;
}

/** A street line and the unit at its end; the whole line and no unit when there is none or it may be a street word. */
export const cutUnitAtEnd = remembered((line: string): { readonly street: string; readonly unit: string } => {
  const list = words(line);
  const cut = takeUnits(list);
  const isAtEnd = !isRefused(cut) && !cut.soft && list[0]?.raw === cut.rest[0]?.raw;
  if (!isAtEnd || cut.rest.length === 0) return { street: line, unit: '' };
  return { street: written(cut.rest), unit: cut.unit };
}, MOST_LINES);
