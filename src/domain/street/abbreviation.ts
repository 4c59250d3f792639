import { remembered } from '../request/remembered.ts';
import { type SpellingTable, spellings } from './abbreviation-suffix.ts';

/** Directionals, USPS Publication 28 section 233 and Canada Post; French ones keep their own letter (`O` is Ouest). */
const ENGLISH_DIRECTIONALS: SpellingTable = spellings(`
N NORTH
S SOUTH
E EAST
W WEST
NE NORTHEAST NORTH-EAST
NW NORTHWEST NORTH-WEST
SE SOUTHEAST SOUTH-EAST
SW SOUTHWEST SOUTH-WEST
`);

const FRENCH_DIRECTIONALS: SpellingTable = spellings(`
N NORD NORTH
S SUD SOUTH
E EST EAST
O OUEST
W WEST
NE NORD-EST
NO NORD-OUEST
SE SUD-EST
SO SUD-OUEST
`);

/*
 * Unit designators: USPS Publication 28 appendix C2 and Canada Post's English and French ones. French designators
 * keep their own standard word.
 */
const UNITS_WITH_VALUE: SpellingTable = spellings(`
APT APARTMENT APPT APTS APARTMENTS
BLDG BUILDING
DEPT DEPARTMENT
FL FLOOR FLR
HNGR HANGAR HANGER
KEY KEY
LOT LOT
PIER PIER
RM ROOM
SLIP SLIP
SPC SPACE
STOP STOP
STE SUITE SUITES STES
TRLR TRAILER
UNIT UNIT UNITS
APP APPARTEMENT
BUREAU BUREAU BUR
UNITE UNITE
ETAGE ETAGE
PORTE PORTE
LOCAL LOCAL
`);

const UNITS_ALONE: SpellingTable = spellings(`
BSMT BASEMENT
FRNT FRONT
LBBY LOBBY
LOWR LOWER
OFC OFFICE
PH PENTHOUSE
REAR REAR
SIDE SIDE
UPPR UPPER
`);

/** Designators that never occur inside a street name, so that one left there means an unclear line. */
export const STRONG_UNIT_WORDS: ReadonlySet<string> = new Set(
  'APT APARTMENT APPT APTS APARTMENTS APP APPARTEMENT STE SUITE STES SUITES UNIT UNITS UNITE BLDG DEPT FL FLR FLOOR RM HNGR TRLR SPC BSMT FRNT LBBY LOWR OFC UPPR BUREAU ETAGE'.split(
    ' ',
  ),
);

/** One word for comparing: NFKC, upper case, accents and points gone. Hyphens, slashes, `#` and digits stay. */
export const foldWord = remembered((word: string): string =>
  word
    .normalize('NFKD')
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .normalize('NFC')
    .toUpperCase()
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\u2044/g, '/')
    .replace(/(?<!\d)\.|\.(?!\d)/g, '')
    .replace(/['\u2018\u2019`"]/g, ''),
);

/** Vulgar fractions written out (`123½` is `123 1/2`), or compatibility folding would make it house 1231/2. */
export function spellFractions(text: string): string {
  return text.replace(
    /\s?([\u00bc-\u00be\u2150-\u215e])/g,
    (_, sign: string) => ` ${sign.normalize('NFKC').replace('\u2044', '/')}`,
  );
}

/** Standard form of an English directional (`NORTHWEST` is `NW`), undefined when the folded word is none. */
export function englishDirectional(folded: string): string | undefined {
  return ENGLISH_DIRECTIONALS.get(folded);
}

/** Standard form of a directional in a French line; English words are taken too (rue Sherbrooke West). */
export function frenchDirectional(folded: string): string | undefined {
  return FRENCH_DIRECTIONALS.get(folded);
}

/** Standard form of a designator that is followed by a value: `SUITE` is `STE`. */
export function unitDesignator(folded: string): string | undefined {
  return UNITS_WITH_VALUE.get(folded);
}

/** Standard form of a designator that needs no value: `BASEMENT` is `BSMT`. */
export function loneUnitDesignator(folded: string): string | undefined {
  return UNITS_ALONE.get(folded);
}
