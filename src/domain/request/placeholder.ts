/*
 * What people type into a cell that has nothing to hold. A carrier takes such a text as a name or an apartment, and a
 * dispatcher reads it.
 */

import { remembered } from './remembered.ts';

/** Words for "there is nothing". */
const NOTHING = new Set(
  'NA NAN NOPE NONE NIL NULL FALSE WITHOUT MISSING NOONE NOBODY NONEGIVEN NONENA NANA UNDEFINED UNSPECIFIED BLANK EMPTY NOTAPPLICABLE NOTAVAILABLE NOTPROVIDED NOTGIVEN NOTSET NOTUSED NOTASSIGNED UNASSIGNED NOTLISTED NOTSPECIFIED NOCITY NOSTREET NOVALUE NODATA NONAME NOUNIT NOSUITE NOAPT NOADDRESS NOFLOOR NOROOM NOINFO NOTONFILE NONEONFILE NONAPPLICABLE AUCUN AUCUNE SANSOBJET NINGUNO NINGUNA KEINE KEINEANGABE LEAVEBLANK LEFTBLANK INTENTIONALLYBLANK'.split(
    ' ',
  ),
);
/** Words for "not known yet", and texts that were typed to try something. */
const NOT_YET = new Set(
  'UNKNOWN UNK UNKN NOTKNOWN NOTSURE DEFAULT VACANT LOREM TBD TBA TBC TOBEDETERMINED TOBEANNOUNCED TOBECONFIRMED TODO PENDING PLACEHOLDER DUMMY TEST TESTING TESTTEST ASDF ASDFASDF QWERTY FOO FOOBAR CHANGEME FIXME LOREMIPSUM SAME SAMEASABOVE DITTO SEEABOVE SEENOTES ASABOVE TOCOME TOFOLLOW WILLADVISE FILLIN DONOTUSE DONTUSE UNUSED AVAILABLE SPARE DELETED DISCONNECTED INCONNU INCONNUE DESCONOCIDO UNBEKANNT COMPANYNAME YOURCOMPANY YOURNAME CUSTOMERNAME'.split(
    ' ',
  ),
);
/** Nothing but signs, the NULL of a database dump, or the letter X or Z over and over. */
const SIGNS = /^[^\p{L}\p{N}]+$|^\\N$/u;
const ONE_LETTER = /^(?:X{2,12}|Z{3,12})$/;
/** What a lookup in a spreadsheet makes of an empty cell. */
const ZEROS = /^0+(?:[.,]0+)?$/;
/** What such a word may be said of: `Unknown Unit`. */
const OF_WHAT =
  /^(?:UNIT|SUITE|STE|APT|APARTMENT|FLOOR|ROOM|NUMBER|STREET|ADDRESS|CITY|STATE|ZIP|NAME|CALLER|CUSTOMER|USER|ACCOUNT|LINE|COMPANY|PHONE|GIVEN|KNOWN|LISTED|PROVIDED|AVAILABLE|SPECIFIED|ON|FILE|INSTALL|INSTALLATION|ASSIGNMENT|YET|\d{1,3})$/;
/** What precedes a remark: `N/A - see notes`, `TBD (ask Bob)`. */
const REMARKED = /^([^:;,(]{2,20}?)\s*(?:[:;,(]|\s[-\u2013])\s*\S/;
const TO_BE_TYPED =
  /^(?:enter|insert|type in)\s.*\b(?:name|address|city|street|unit|here)$|^your\s\S+\shere$|^to be [a-z]{3,12}$/i;
/** The field of a form letter that was never filled in: `{{name}}`, `${name}`, `<Name>`, `[Name]`, `%NAME%`. */
const FIELD = /^(?:\$?\{+[^{}]*\}+|<+[^<>\d]*>+|\[+[^[\]\d]*\]+|«[^»]*»|%[A-Z_]{2,}%)$/i;
const DESIGNATORS =
  'APT|APARTMENT|STE|SUITE|UNIT|FL|FLR|FLOOR|RM|ROOM|BLDG|BUILDING|DEPT|DEPARTMENT|LOT|SPC|SPACE|TRLR|TRAILER|SLIP|PIER|HNGR|HANGAR';
const DESIGNATOR = new RegExp(`^(?:${DESIGNATORS}|#)[.:]?\\s*#?\\s*`, 'i');
/** The first two letters of all that a placeholder begins with, where it begins with two letters. */
const BEGINNINGS: ReadonlySet<string> = new Set(
  [...NOTHING, ...NOT_YET, ...DESIGNATORS.split('|'), 'XX', 'ZZ', 'ENTER', 'INSERT', 'TYPE', 'YOUR'].map(
    (word) => word.slice(0, 2),
  ),
);
const TWO_LETTERS = /^[A-Za-z]{2}/;

/** Whether a text means nothing at all: `N/A`, `none`, `-`. */
export const meansNothing = remembered((text: string): boolean => {
  const trimmed = text.trim();
  // Two quotes ask for an empty value.
  if (trimmed === '' || trimmed === '""') return false;
  return SIGNS.test(trimmed) || ZEROS.test(trimmed) || NOTHING.has(letters(trimmed));
});

/** Whether a text is a placeholder: it means nothing, something not known yet, or was typed to try something. */
export function isPlaceholder(text: string): boolean {
  return !beginsLikeNone(text) && isPlaceholderByRules(text);
}

/** Whether no placeholder begins so: with a digit other than zero, or with two letters of other words. Most cells do. */
function beginsLikeNone(text: string): boolean {
  const first = text.charAt(0);
  if (first === '' || (first >= '1' && first <= '9')) return true;
  return TWO_LETTERS.test(text) && !BEGINNINGS.has(text.slice(0, 2).toUpperCase());
}

/** The whole question, which `isPlaceholder` asks where the beginning of the text does not answer it. */
export const isPlaceholderByRules = remembered((text: string): boolean => {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === '""' || trimmed.length > 60) return false;
  if (isBarePlaceholder(trimmed) || TO_BE_TYPED.test(trimmed) || FIELD.test(trimmed)) return true;
  const remarked = REMARKED.exec(trimmed)?.[1] ?? '';
  const [first = '', ...rest] = trimmed.split(/\s+/);
  const isOfWhat = rest.length > 0 && rest.every((word) => OF_WHAT.test(letters(word)));
  if (saysNothing(remarked) || (isOfWhat && saysNothing(first))) return true;
  const value = trimmed.replace(DESIGNATOR, '');
  // `FL 0` is a floor.
  return value !== trimmed && value !== '' && !ZEROS.test(value) && isPlaceholderByRules(value);
});

/** Whether words alone say that there is nothing; numbers and signs before a remark do not. */
function saysNothing(text: string): boolean {
  return letters(text) !== '' && /\p{L}/u.test(text) && isBarePlaceholder(text);
}

function isBarePlaceholder(text: string): boolean {
  const word = letters(text);
  return meansNothing(text) || NOT_YET.has(word) || (/^\p{L}+$/u.test(text) && ONE_LETTER.test(word));
}

/** Upper case, and only what is read aloud: `n.a.` and `N / A` are one. */
function letters(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toUpperCase();
}
