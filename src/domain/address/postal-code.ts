import { postcodeValidator, postcodeValidatorExistsForCountry } from 'postcode-validator';

type PostalCodeReading =
  | { readonly ok: true; readonly postalCode: string }
  | { readonly ok: false; readonly fault: 'invalid' }
  /** A US ZIP whose leading zero a spreadsheet took. */
  | { readonly ok: false; readonly fault: 'zero-lost'; readonly suggestion: string };

const US_ZIP = /^(?!00000)(\d{5})(?:[- ]?(\d{4}))?$/;
const US_ZIP_SHORT = /^(\d{3,4})(-\d{4})?$/;
const CANADIAN = /^([ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z])[ -]?(\d[ABCEGHJ-NPRSTV-Z]\d)$/;
const BRITISH = /^([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})$/;
/** No country has a longer one. */
const MAX_CHARS = 16;

/**
 * First three digits of a ZIP -> state, as runs `from, states`; each run extends to the next. USPS Labeling List L002.
 * Where a prefix is used in two states, both are listed.
 */
const ZIP_RUNS: readonly (readonly [number, string])[] = [
  [0, ''],
  [5, 'NY'],
  [6, 'PR'],
  [8, 'VI'],
  [9, 'PR'],
  [10, 'MA'],
  [28, 'RI'],
  [30, 'NH'],
  [39, 'ME'],
  [50, 'VT'],
  [55, 'MA VT'],
  [56, 'VT'],
  [60, 'CT'],
  [63, 'CT NY'],
  [64, 'CT'],
  [70, 'NJ'],
  [90, ''],
  [100, 'NY'],
  [150, 'PA'],
  [197, 'DE'],
  [200, 'DC'],
  [201, 'VA'],
  [202, 'DC'],
  [203, 'DC MD'],
  [206, 'MD'],
  [220, 'VA'],
  [247, 'WV'],
  [269, ''],
  [270, 'NC'],
  [290, 'SC'],
  [300, 'GA'],
  [320, 'FL'],
  [340, ''],
  [341, 'FL'],
  [350, 'AL'],
  [370, 'TN'],
  [386, 'MS'],
  [398, 'GA'],
  [400, 'KY'],
  [428, ''],
  [430, 'OH'],
  [460, 'IN'],
  [480, 'MI'],
  [500, 'IA'],
  [529, ''],
  [530, 'WI'],
  [550, 'MN'],
  [568, ''],
  [569, 'DC'],
  [570, 'SD'],
  [578, ''],
  [580, 'ND'],
  [589, ''],
  [590, 'MT'],
  [600, 'IL'],
  [630, 'MO'],
  [659, ''],
  [660, 'KS'],
  [680, 'NE'],
  [694, ''],
  [700, 'LA'],
  [715, ''],
  [716, 'AR'],
  [730, 'OK'],
  [733, 'TX'],
  [734, 'OK'],
  [750, 'TX'],
  [800, 'CO'],
  [817, ''],
  [820, 'WY'],
  [832, 'ID'],
  [834, 'ID WY'],
  [835, 'ID'],
  [839, ''],
  [840, 'UT'],
  [848, ''],
  [850, 'AZ'],
  [866, ''],
  [870, 'NM'],
  [885, 'TX'],
  [886, ''],
  [889, 'NV'],
  [899, ''],
  [900, 'CA'],
  [962, ''],
  [967, 'HI AS'],
  [968, 'HI'],
  [969, 'GU MP'],
  [970, 'OR'],
  [980, 'WA'],
  [995, 'AK'],
];

/** First letter of a Canadian code -> provinces (Canada Post, forward sortation areas). */
const CANADIAN_LETTERS: ReadonlyMap<string, string> = new Map([
  ['A', 'NL'],
  ['B', 'NS'],
  ['C', 'PE'],
  ['E', 'NB'],
  ['G', 'QC'],
  ['H', 'QC'],
  ['J', 'QC'],
  ['K', 'ON'],
  ['L', 'ON'],
  ['M', 'ON'],
  ['N', 'ON'],
  ['P', 'ON'],
  ['R', 'MB'],
  ['S', 'SK'],
  ['T', 'AB'],
  ['V', 'BC'],
  ['X', 'NT NU'],
  ['Y', 'YT'],
]);

/** Reads a postal code into its country's usual spelling (`K1A 0B1`, `94105-1234`). */
export function readPostalCode(country: string, text: string): PostalCodeReading {
  const code = text.trim().toUpperCase().replace(/\s+/g, ' ');
  if (code.length > MAX_CHARS) return { ok: false, fault: 'invalid' };
  if (country === 'US') return readZip(code);
  if (country === 'CA') return joinHalves(CANADIAN.exec(code));
  if (country === 'GB') {
    const isKnown = postcodeValidator(code, 'GB');
    return isKnown ? joinHalves(BRITISH.exec(code)) : { ok: false, fault: 'invalid' };
  }
  if (!hasPostalCodes(country) || postcodeValidator(code, country)) return { ok: true, postalCode: code };
  return { ok: false, fault: 'invalid' };
}

/** Whether a form of postal codes is known for a country, so that an address there needs one. */
export function hasPostalCodes(country: string): boolean {
  return postcodeValidatorExistsForCountry(country);
}

/** States or provinces that a US or Canadian code can belong to; null when that cannot be said. Empty when in none. */
export function regionsOfPostalCode(country: string, postalCode: string): readonly string[] | null {
  if (country === 'CA') return splitCodes(CANADIAN_LETTERS.get(postalCode.charAt(0)) ?? '');
  if (country !== 'US') return null;
  const prefix = Number.parseInt(postalCode.slice(0, 3), 10);
  return splitCodes(ZIP_RUNS.findLast(([from]) => from <= prefix)?.[1] ?? '');
}

function readZip(code: string): PostalCodeReading {
  const [, five, four] = US_ZIP.exec(code) ?? [];
  if (five !== undefined) return { ok: true, postalCode: four === undefined ? five : `${five}-${four}` };
  const [, short, rest] = US_ZIP_SHORT.exec(code) ?? [];
  if (short !== undefined) {
    return { ok: false, fault: 'zero-lost', suggestion: short.padStart(5, '0') + (rest ?? '') };
  }
  return { ok: false, fault: 'invalid' };
}

function joinHalves(match: RegExpExecArray | null): PostalCodeReading {
  const [, first, second] = match ?? [];
  if (first === undefined || second === undefined) return { ok: false, fault: 'invalid' };
  return { ok: true, postalCode: `${first} ${second}` };
}

function splitCodes(codes: string): readonly string[] {
  return codes === '' ? [] : codes.split(' ');
}
