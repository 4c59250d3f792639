/*
 * Words of headers that people shorten. `St. No.`, `Street Num` and `Street Number` are compared in one form.
 */

/** The written-out word, and the ways in which it is shortened. */
const SHORT_FORMS: Readonly<Record<string, string>> = {
  ...forms('number', 'no nr num nbr nmbr numb'),
  ...forms('address', 'addr adr'),
  ...forms('building', 'bldg bld'),
  ...forms('floor', 'flr fl'),
  ...forms('apartment', 'apt appt'),
  ...forms('suite', 'ste'),
  ...forms('room', 'rm'),
  ...forms('space', 'spc'),
  ...forms('trailer', 'trlr'),
  ...forms('hangar', 'hngr'),
  ...forms('directional', 'dir direction dirs'),
  ...forms('suffix', 'sfx suf'),
  ...forms('abbreviation', 'abbrev abbr abr'),
  ...forms('code', 'cd'),
  ...forms('country', 'ctry cntry'),
  ...forms('province', 'prov'),
  ...forms('telephone', 'tel tele'),
  ...forms('identifier', 'id ident'),
  ...forms('reference', 'ref'),
  ...forms('line', 'ln l'),
  ...forms('type', 'typ'),
};

/** Two words that some write as one. */
const JOINED: Readonly<Record<string, string>> = {
  predirection: 'pre directional',
  predirectional: 'pre directional',
  predir: 'pre directional',
  postdirection: 'post directional',
  postdirectional: 'post directional',
  postdir: 'post directional',
  housenumber: 'house number',
  streetnumber: 'street number',
};

function forms(word: string, short: string): Record<string, string> {
  return Object.fromEntries(short.split(' ').map((form) => [form, word]));
}

/** `companyName` and `company_name` with their words apart. */
export function spaced(name: string): string {
  return name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replace(/[_-]+/g, ' ');
}

/**
 * The words of a header of several words in one form, with spaces between; empty for one word, which means too many things
 * (`No.` counts rows).
 */
export function wordForm(name: string): string {
  const words = spaced(name.normalize('NFKC'))
    .replace(/#/g, ' number ')
    .replace(/(\p{L})(\d)/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}+]+/u)
    .filter((word) => word !== '');
  const [first = ''] = words;
  if (words.length < 2 && !Object.hasOwn(JOINED, first)) return '';
  return words
    .map((word, at) => {
      // `St. No.` is a street's, `St` alone a state.
      if (word === 'st' && at === 0) return 'street';
      return JOINED[word] ?? SHORT_FORMS[word] ?? word;
    })
    .join(' ');
}
