/*
 * What people type into a cell that has nothing to hold. A carrier takes such a text as a name or an apartment, and a
 * dispatcher reads it.
 */

import { remembered } from './remembered.ts';

/** Words for "there is nothing". */
const NOTHING = new Set(
  'NA NONE NIL NULL UNDEFINED BLANK EMPTY NOTAPPLICABLE NOTAVAILABLE NOTPROVIDED NOTGIVEN NOTSET NOTUSED NOVALUE NODATA NONAME NOUNIT NOSUITE NOAPT NOADDRESS NOFLOOR NOROOM'.split(
    ' ',
  ),
);
/** Words for "not known yet", and texts that were typed to try something. */
const NOT_YET = new Set(
  'UNKNOWN UNK UNKN NOTKNOWN NOTSURE TBD TBA TBC TOBEDETERMINED TOBEANNOUNCED TOBECONFIRMED TODO PENDING PLACEHOLDER DUMMY TEST TESTING TESTTEST ASDF ASDFASDF QWERTY FOO FOOBAR CHANGEME FIXME LOREMIPSUM SAME SAMEASABOVE DITTO SEEABOVE SEENOTES ASABOVE'.split(
    ' ',
  ),
);
/** Nothing but signs, or the letter X over and over. */
const SIGNS = /^[^\p{L}\p{N}]+$/u;
const ONE_LETTER = /^X{2,12}$/;
const DESIGNATOR =
  /^(?:APT|APARTMENT|STE|SUITE|UNIT|FL|FLR|FLOOR|RM|ROOM|BLDG|BUILDING|DEPT|DEPARTMENT|LOT|SPC|SPACE|TRLR|TRAILER|SLIP|PIER|HNGR|HANGAR|#)[.:]?\s*#?\s*/i;

/** Whether a text means nothing at all: `N/A`, `none`, `-`. */
export const meansNothing = remembered((text: string): boolean => {
  const trimmed = text.trim();
  // Two quotes ask for an empty value.
  if (trimmed === '' || trimmed === '""') return false;
  return SIGNS.test(trimmed) || NOTHING.has(letters(trimmed));
});

/** Whether a text is a placeholder: it means nothing, something not known yet, or was typed to try something. */
export const isPlaceholder = remembered((text: string): boolean => {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === '""' || trimmed.length > 60) return false;
  if (isBarePlaceholder(trimmed)) return true;
  const value = trimmed.replace(DESIGNATOR, '');
  return value !== trimmed && value !== '' && isBarePlaceholder(value);
});

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
