import { englishDirectional, loneUnitDesignator, STRONG_UNIT_WORDS, unitDesignator } from './abbreviation.ts';
import { isRoadNumber } from './split-highway.ts';
import { type Refused, refuse, type Token, written } from './split-tokens.ts';
import { CORE_TYPES } from './split-words.ts';

/** The line without its units, and the units as they were written, left to right. */
interface WithoutUnit {
  readonly rest: readonly Token[];
  readonly unit: string;
  /** The unit was cut off without a comma by a designator that can also be a street word: `Rear`, `Front`. */
  readonly soft: boolean;
}

/** `5`, `B`, `4B`, `PH1`, `3-C`, `B12`, `5EN`, `#210`; a longer word of letters is not a unit value. */
const UNIT_VALUE =
  /^#?(?:[A-Z]\/[A-Z]|\d{1,5}[A-Z]?\/\d{1,5}[A-Z]?|[A-Z]{1,2}|[A-Z]{0,3}-?\d+[A-Z]?(?:-[A-Z0-9]{1,5})?|\d+(?!ST$|ND$|RD$|TH$|ER$|RE$)[A-Z]{2}|[A-Z]-[A-Z])$/;
const NUMBER_SIGN = /^#[A-Z0-9]+(?:-[A-Z0-9]+)?$/;
const GLUED = /^([A-Z]+)#?\d+[A-Z]?$/;
/** A value after a designator; `Lot Rd` and `Key St` are streets. */
function isUnitValue(key: string): boolean {
  return UNIT_VALUE.test(key) && !CORE_TYPES.has(key);
}

const FLOOR_ORDINAL =
  /^(?:\d+(?:ST|ND|RD|TH|E|ER|RE|EME|IEME)|FIRST|SECOND|THIRD|FOURTH|FIFTH|SIXTH|SEVENTH|EIGHTH|NINTH|TENTH|GROUND|TOP|LOWER|UPPER|MAIN)$/;
const SPELLED_VALUE = /^(?:ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN)$/;
/** Parts of airports, halls and towers. They are units behind a street type only: Gate Rd and Tower Rd are streets. */
const PART_WORDS = new Set([
  ...['TOWER', 'TERMINAL', 'CONCOURSE', 'LEVEL', 'DOCK', 'BAY', 'WING', 'GATE', 'SECTION', 'BOOTH', 'POD'],
]);
/** A value alone behind a comma: `900 Main St, 5`. One of the four letters of directions is left to the street. */
const VALUE_ALONE = /^(?:\d{1,5}[A-Z]?|[A-DF-MO-RT-VX-Z]\d{0,4})$/;
/** Words that name a part of a building and also occur in street names (Front St, Key Blvd, Pier Ave). */
const WEAK_VALUE_WORDS = new Set(['KEY', 'LOT', 'PIER', 'SLIP', 'SPACE', 'STOP', 'HANGAR', 'LOCAL', 'PORTE']);

function isGluedUnit(key: string): boolean {
  const word = GLUED.exec(key)?.[1];
  return word !== undefined && (STRONG_UNIT_WORDS.has(word) || word === 'PH');
}

interface Tail {
  readonly length: number;
  readonly soft: boolean;
}

/** How many words at the end are one unit; null when the line does not end in one. */
function unitAtEnd(list: readonly Token[]): Tail | null {
  const last = list.at(-1)?.key ?? '';
  const before = list.at(-2);
  const beforeKey = before?.key ?? '';
  const third = list.at(-3)?.key ?? '';
  if (beforeKey === '#' && /^[A-Z0-9-]+$/.test(last)) {
    if (isRoadNumber(list, list.length - 2)) return null;
    return { length: unitDesignator(third) === undefined ? 2 : 3, soft: false };
  }
  const isSpelled = SPELLED_VALUE.test(last) && STRONG_UNIT_WORDS.has(beforeKey);
  if (unitDesignator(beforeKey) !== undefined && (isUnitValue(last) || isSpelled)) {
    const commaFirst = list.at(-3)?.comma === true;
    return { length: 2, soft: WEAK_VALUE_WORDS.has(beforeKey) && !commaFirst };
  }
  if (NUMBER_SIGN.test(last)) {
    if (isRoadNumber(list, list.length - 1)) return null;
    return { length: loneUnitDesignator(beforeKey) === undefined ? 1 : 2, soft: false };
  }
  if (isGluedUnit(last)) return { length: 1, soft: false };
  if (PART_WORDS.has(beforeKey) && isUnitValue(last) && endsStreet(list.slice(0, -2))) {
    return { length: 2, soft: false };
  }
  if (before?.comma === true && VALUE_ALONE.test(last) && endsStreet(list.slice(0, -1))) {
    return { length: 1, soft: false };
  }
  const standard = unitDesignator(last);
  if ((standard === 'FL' || standard === 'ETAGE') && FLOOR_ORDINAL.test(beforeKey)) {
    return { length: 2, soft: false };
  }
  if (loneUnitDesignator(beforeKey) !== undefined && /^#?\d+[A-Z]?$/.test(last)) {
    return { length: 2, soft: before?.comma !== true && list.at(-3)?.comma !== true };
  }
  if (loneUnitDesignator(last) !== undefined) return { length: 1, soft: before?.comma !== true };
  return null;
}

/** Whether a line could end here: its last word is a street type, or a direction behind one. */
function endsStreet(list: readonly Token[]): boolean {
  const last = list.at(-1)?.key ?? '';
  if (list.length < 3) return false;
  return CORE_TYPES.has(englishDirectional(last) === undefined ? last : (list.at(-2)?.key ?? ''));
}

/** How many words at the start are a unit: `Apt 5,` `Unit 4` `#5`. */
function unitAtStart(list: readonly Token[]): number {
  const first = list[0]?.key ?? '';
  const second = list[1]?.key ?? '';
  const third = list[2]?.key ?? '';
  const isFloor = /^(?:FL|FLR|FLOOR)$/.test(second) && /^\d+(?:ST|ND|RD|TH)$/.test(first);
  if (isFloor) return 2;
  if (STRONG_UNIT_WORDS.has(first) && second === '#' && isUnitValue(third)) return 3;
  if (STRONG_UNIT_WORDS.has(first) && unitDesignator(first) !== undefined && isUnitValue(second)) return 2;
  if (isGluedUnit(first) || /^#[A-Z0-9]+$/.test(first)) return 1;
  if (first === '#' && /^[A-Z0-9]+$/.test(second)) return 2;
  return 0;
}

/** Takes the units off both ends of a line. Refuses what is a unit and cannot be told from the street. */
export function takeUnits(list: readonly Token[]): WithoutUnit | Refused {
  let rest = list;
  let soft = false;
  const units: string[] = [];
  for (let tail = unitAtEnd(rest); tail !== null && rest.length > tail.length; tail = unitAtEnd(rest)) {
    units.unshift(written(rest.slice(-tail.length)));
    soft ||= tail.soft;
    rest = rest.slice(0, -tail.length);
  }
  const isAtEnd = units.length > 0;
  for (let start = unitAtStart(rest); start > 0; start = unitAtStart(rest)) {
    if (isAtEnd) return refuse('the line has a unit before and after the street', 'street', 'unit');
    units.push(written(rest.slice(0, start)));
    rest = rest.slice(start);
  }
  const stray = rest.find(
    (token, at) =>
      (token.key.includes('#') &&
        !isRoadNumber(rest, at) &&
        !(at === 0 && /^#[A-Z0-9]+-\d+[A-Z]?$/.test(token.key))) ||
      (STRONG_UNIT_WORDS.has(token.key) && !isSainte(rest, at)),
  );
  if (stray !== undefined) {
    return refuse(`"${stray.raw}" inside the street is not a clear unit`, 'street', 'unit');
  }
  return { rest, unit: units.join(' '), soft };
}

/** `Ste` before a name is Sainte (rue Ste Catherine), not a suite. */
function isSainte(list: readonly Token[], at: number): boolean {
  return list[at]?.key === 'STE' && /^[A-Z][A-Z-]{3,}$/.test(list[at + 1]?.key ?? '');
}
