/**
 * The sandbox's own table of standard abbreviations: USPS Publication 28 appendices B (directionals), C1 (suffixes) and
 * C2 (secondary units), with the French words that Canada Post lists. It is kept apart from the program's own table on
 * purpose: a stand-in that shared its client's mistakes would never show them.
 */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  NORTH: 'N',
  SOUTH: 'S',
  EAST: 'E',
  WEST: 'W',
  NORTHEAST: 'NE',
  NORTHWEST: 'NW',
  SOUTHEAST: 'SE',
  SOUTHWEST: 'SW',
  OUEST: 'O',
  EST: 'E',
  NORD: 'N',
  SUD: 'S',
  ALLEY: 'ALY',
  AV: 'AVE',
  AVEN: 'AVE',
  AVENUE: 'AVE',
  BOULEVARD: 'BLVD',
  BOUL: 'BLVD',
  CENTER: 'CTR',
  CENTRE: 'CTR',
  CIRCLE: 'CIR',
  COURT: 'CT',
  CRESCENT: 'CRES',
  DRIVE: 'DR',
  DRV: 'DR',
  EXPRESSWAY: 'EXPY',
  FREEWAY: 'FWY',
  HEIGHTS: 'HTS',
  HIGHWAY: 'HWY',
  LANE: 'LN',
  MOUNT: 'MT',
  MOUNTAIN: 'MTN',
  PARKWAY: 'PKWY',
  PKY: 'PKWY',
  PLACE: 'PL',
  PLAZA: 'PLZ',
  POINT: 'PT',
  ROAD: 'RD',
  ROUTE: 'RTE',
  SAINT: 'ST',
  SAINTE: 'STE',
  SQUARE: 'SQ',
  STR: 'ST',
  STREET: 'ST',
  TERRACE: 'TER',
  TRAIL: 'TRL',
  TURNPIKE: 'TPKE',
  FORT: 'FT',
  FIRST: '1ST',
  SECOND: '2ND',
  THIRD: '3RD',
  FOURTH: '4TH',
  FIFTH: '5TH',
  SIXTH: '6TH',
  SEVENTH: '7TH',
  EIGHTH: '8TH',
  APARTMENT: 'APT',
  BASEMENT: 'BSMT',
  BUILDING: 'BLDG',
  DEPARTMENT: 'DEPT',
  FLOOR: 'FL',
  OFFICE: 'OFC',
  PENTHOUSE: 'PH',
  ROOM: 'RM',
  SUITE: 'STE',
  BUREAU: 'STE',
};

/**
 * Designators that a unit may start with: of Publication 28, and subaddress types of FGDC-STD-016-2011. No carrier says
 * which it takes.
 */
export const UNIT_DESIGNATORS: ReadonlySet<string> = new Set([
  ...['TOWER', 'WING', 'DESK', 'CUBICLE', 'DOOR', 'GATE', 'DOCK', 'BAY', 'BOOTH', 'STALL'],
  'APT',
  'BLDG',
  'BSMT',
  'DEPT',
  'FL',
  'OFC',
  'PH',
  'RM',
  'STE',
  'UNIT',
  '#',
]);

/** Upper case, accents folded, white space made single: texts that differ in nothing else are the same. */
export function plainForm(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').trim().toUpperCase();
}

/** The form in which two spellings of one place are equal: plain form, no punctuation, every word abbreviated. */
export function postalForm(text: string): string {
  return plainForm(text)
    .replace(/['’.]/g, '')
    .replace(/#/g, ' # ')
    .replace(/[^\p{L}\p{N}#/]+/gu, ' ')
    .trim()
    .split(' ')
    .map((word) => ABBREVIATIONS[word] ?? word)
    .join(' ');
}
