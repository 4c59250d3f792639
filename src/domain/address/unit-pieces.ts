import { loneUnitDesignator, unitDesignator } from '../street/abbreviation.ts';

/** A piece of a unit: its designator (`FL`, empty for a bare value) and its value (`3`, empty for `LBBY` alone). */
export interface UnitPiece {
  readonly designator: string;
  readonly value: string;
}

/**
 * From the larger to the smaller: the building, its floor, then the door. USPS Publication 28 gives the designators (section 213,
 * appendix C2) and their place at the end of the delivery address line; it has no rule for several in one line. The order is
 * that of the examples under "Subaddress Type" in FGDC-STD-016-2011, the federal address data standard (Building 4, Wing 7,
 * Floor 6, Corridor Zero, Apartment 2D). Verified 2026-11-26. Among designators that hold each other rarely, it is ours.
 */
const ORDER: readonly string[] = [
  ...[
    'BLDG',
    'TOWER',
    'WING',
    'TERMINAL',
    'CONCOURSE',
    'ENTRANCE',
    'HNGR',
    'PIER',
    'GATE',
    'DOCK',
    'BAY',
    'LOT',
    'SPC',
    'TRLR',
    'SLIP',
  ],
  ...['PH', 'UPPR', 'FL', 'LOWR', 'BSMT', 'LBBY', 'FRNT', 'REAR', 'SIDE', 'CORRIDOR'],
  ...[
    'DEPT',
    'STE',
    'APT',
    'FLAT',
    'UNIT',
    'OFC',
    'RM',
    'DOOR',
    'BOOTH',
    'STALL',
    'CUBICLE',
    'DESK',
    'KEY',
    'STOP',
    '',
  ],
];

/**
 * Reads what is under a header that carries the designator: `3`, `3rd`, `Floor 3` and `FL 3` under `Floor` are all `FL 3`. A
 * value with a designator of its own keeps it.
 */
export function unitPiece(designator: string, text: string): UnitPiece {
  const words = text.trim().replace(/\s+/g, ' ').split(' ');
  const [first = '', ...rest] = words;
  // The header says some designators that the postal service has not: `Wing B` under `Wing`.
  const own = (word: string): string | undefined =>
    standardOf(word) ?? (designator !== '' && folded(word) === designator ? designator : undefined);
  const ofFirst = own(first);
  if (ofFirst !== undefined && rest.length > 0) {
    return { designator: ofFirst, value: bareValue(rest.join(' ')) };
  }
  const last = words.at(-1) ?? '';
  const ofLast = own(last);
  if (ofLast !== undefined && words.length > 1) {
    return { designator: ofLast, value: bareValue(words.slice(0, -1).join(' ')) };
  }
  const alone = loneUnitDesignator(folded(first));
  if (alone !== undefined && rest.length === 0) return { designator: alone, value: '' };
  return { designator, value: bareValue(text) };
}

/** Pieces under one header: `3rd Floor, East Wing` under `Floor` is `FL 3` and `East Wing`. */
export function unitPieces(designator: string, text: string): readonly UnitPiece[] {
  const [first = '', ...more] = text.split(/\s*[,;]\s*/).filter((part) => part !== '');
  // `200, 202` is one value.
  const areNamed = more.length > 0 && more.every((part) => /\p{L}{2}/u.test(part));
  if (!areNamed) return [unitPiece(designator, text)];
  return [unitPiece(designator, first), ...more.map((part) => unitPiece('', part))];
}

/** The standard form of a designator: `Suite` is `STE`; undefined when the word is not one. */
export function standardOf(word: string): string | undefined {
  return unitDesignator(folded(word)) ?? loneUnitDesignator(folded(word));
}

/** Whether a word names a part of a building that the postal service has no designator for: `Wing`, `Desk`. */
export function isPartOfBuilding(word: string): boolean {
  return standardOf(word) === undefined && folded(word) !== '' && ORDER.includes(folded(word));
}

/** One text for all pieces of a row's unit, in the order of a postal address. */
export function joinUnit(pieces: readonly UnitPiece[]): string {
  return pieces
    .map((piece, at) => ({ piece, at }))
    .sort((a, b) => rank(a.piece) - rank(b.piece) || a.at - b.at)
    .map(({ piece }) => [piece.designator, piece.value].filter(Boolean).join(' '))
    .join(' ');
}

function rank({ designator }: UnitPiece): number {
  const at = ORDER.indexOf(designator);
  return at < 0 ? ORDER.length : at;
}

/** `#5` and `3rd` without their signs: the designator in front says what they are. */
function bareValue(text: string): string {
  return text
    .trim()
    .replace(/^#\s*/, '')
    .replace(/^(\d+)(?:st|nd|rd|th)$/i, '$1');
}

function folded(word: string): string {
  let end = word.length;
  // A pattern that is anchored at the end alone tries each dot of a long cell again.
  while (end > 0 && '.:,'.includes(word.charAt(end - 1))) end--;
  return word.slice(0, end).toUpperCase();
}
