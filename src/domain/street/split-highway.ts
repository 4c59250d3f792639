import { englishDirectional } from './abbreviation.ts';
import type { Token } from './split-tokens.ts';
import { REGION_LETTERS, STATES } from './split-words.ts';

/** What follows the house number (and a leading directional) when it is a numbered highway. */
interface Highway {
  readonly name: readonly Token[];
  readonly suffix: readonly Token[];
  readonly post: readonly Token[];
}

const ROAD_WORDS = new Set(['HIGHWAY', 'HWY', 'ROUTE', 'RTE', 'RT']);
/** A Ranch Road of Texas after a house number; a rural route has fewer digits, or a box, which `street-shape.ts` sees. */
const RANCH_ROAD_NUMBER = /^\d{2,4}$/;
const NUMBER = /^#?(?:\d+[A-Z]?|[A-Z]\d{1,3}[A-Z]?)$/;
const LETTERED_NUMBER = /^#?(?:\d+[A-Z]?|[A-Z]{1,3})$/;
/** US-1, SR-13, M-37; US1 and FM1960 run together. */
const ONE_WORD = /^(I|M|K|[A-Z]{2})-\d+[A-Z]?$|^(US|SR|CR|FM|RM|SH|IH)\d+[A-Z]?$/;
const ROAD_LETTERS = new Set(['I', 'IH', 'US', 'SR', 'CR', 'FM', 'RM', 'RR', 'SH', 'M', 'K']);
/** Between a road word and its number: State Highway # 50, State Highway No. 50. */
const NUMBER_SIGN = /^(?:#|NO|NUM|NUMBER)$/;
/** Roads beside a highway: I-35 Frontage Rd. */
const BESIDE = /^(?:FRONTAGE|SERVICE|ACCESS|FEEDER)$/;
const NEW_STATE = /^(?:HAMPSHIRE|JERSEY|MEXICO|YORK)$/;

/** States before a number alone: MD 760, Vermont 113, North Carolina 54. */
const STATE_OPENINGS: readonly (readonly (string | RegExp)[])[] = [
  ['region'],
  ['state'],
  [/^(?:NORTH|SOUTH)$/, /^(?:CAROLINA|DAKOTA)$/],
  ['WEST', 'VIRGINIA'],
  ['NEW', NEW_STATE],
];
const STATE_NUMBER = /^\d{1,4}[A-Z]?$/;

/** Words before Highway, Route or Road that make it a numbered one. */
const NUMBERED_AREAS =
  /^(?:US|STATE|ST|COUNTY|CO|CNTY|PARISH|TOWNSHIP|TWP|PROVINCIAL|FOREST|FARM|RANCH|OLD|NEW)$/;

/** Word sequences before the number, longest first; `road` means Highway, Hwy, Route, Rte, Rt. */
const OPENINGS: readonly (readonly (string | RegExp)[])[] = [
  ['FARM', 'TO', 'MARKET', /^(?:RD|ROAD)$/],
  ['FARM', 'TO', 'MARKET'],
  ['U', 'S', 'road'],
  [/^(?:US|STATE|COUNTY|CO|PARISH|TOWNSHIP|TWP|PROVINCIAL|INTERSTATE|TRANS-CANADA)$/, 'road'],
  [
    /^(?:STATE|COUNTY|CO|PARISH|TOWNSHIP|TWP|PRIVATE|RANCH|RANGE|REGIONAL|CONCESSION|LINE|SIDE)$/,
    /^(?:ROAD|RD)$/,
  ],
  ['region', 'road'],
  ['NYS', 'road'],
  [/^(?:INTERSTATE|IH|US|SR|CR|FM|RM|SH|HIGHWAY|HWY|ROUTE|RTE|RT|I|ROAD|LOOP|SPUR|SIDEROAD|LINE)$/],
];

function matches(pattern: string | RegExp, key: string): boolean {
  if (pattern === 'road') return ROAD_WORDS.has(key);
  if (pattern === 'region') return REGION_LETTERS.has(key);
  if (pattern === 'state') return STATES.has(key);
  return typeof pattern === 'string' ? pattern === key : pattern.test(key);
}

/** County Road E and State Highway N may be lettered roads (Wisconsin, Missouri) or end in a directional. */
function endsInLetter(list: readonly Token[]): boolean {
  const [area, road, letter, ...extra] = list.slice(/^(?:OLD|NEW)$/.test(list[0]?.key ?? '') ? 1 : 0);
  if (area === undefined || road === undefined || letter === undefined || extra.length > 0) return false;
  const isRoad = ROAD_WORDS.has(road.key) || /^(?:RD|ROAD)$/.test(road.key);
  const isArea = /^(?:US|STATE|COUNTY|CO|PARISH|TOWNSHIP|TWP)$/.test(area.key);
  return isArea && isRoad && englishDirectional(letter.key) !== undefined;
}

/** State Rd #5 may be State Road 5, or unit 5 of a street of this name. */
function mayBeUnit([area, road, number]: readonly Token[]): boolean {
  const isRoad = /^(?:STATE|RANCH|FARM)$/.test(area?.key ?? '') && /^(?:RD|ROAD)$/.test(road?.key ?? '');
  return isRoad && number?.key.startsWith('#') === true;
}

/** Number of words of the highway's name: `US Highway 1` is 3, `I-35` is 1; 0 when it is not a highway. */
function nameLength(list: readonly Token[]): number {
  const isNewState = NEW_STATE.test(list[1]?.key ?? '');
  const old = /^(?:OLD|NEW)$/.test(list[0]?.key ?? '') && !isNewState ? 1 : 0;
  const [, hyphenated, together] = ONE_WORD.exec(list[old]?.key ?? '') ?? [];
  const letters = hyphenated ?? together ?? '';
  // Florida's coastal road.
  if (list[old]?.key === 'A1A') return old + 1;
  if (ROAD_LETTERS.has(letters) || REGION_LETTERS.has(letters)) return old + 1;
  const opens = (opening: readonly (string | RegExp)[]): boolean =>
    opening.every((pattern, at) => matches(pattern, list[old + at]?.key ?? ''));
  for (const opening of OPENINGS) {
    if (!opens(opening)) continue;
    const at = old + opening.length;
    const isLoneSign = NUMBER_SIGN.test(list[at]?.key ?? '');
    const number = list[isLoneSign ? at + 1 : at]?.key ?? '';
    const lettered =
      opening.length > 1 &&
      /^(?:COUNTY|CO|STATE)$/.test(list[old]?.key ?? '') &&
      englishDirectional(number) === undefined;
    const isNumber = NUMBER.test(number) || (lettered && LETTERED_NUMBER.test(number));
    if (isNumber) return at + (isLoneSign ? 2 : 1);
  }
  if (list[old]?.key === 'RR' && RANCH_ROAD_NUMBER.test(list[old + 1]?.key ?? '')) return old + 2;
  const state = STATE_OPENINGS.find(opens);
  if (state !== undefined && STATE_NUMBER.test(list[old + state.length]?.key ?? '')) {
    return old + state.length + 1;
  }
  return 0;
}

/**
 * Whether a number sign at this place belongs to a road (`State Highway #50`, `County Rd # 12`), not to a unit. A named
 * highway has units: `500 Dixie Highway #50`.
 */
export function isRoadNumber(list: readonly Token[], at: number): boolean {
  const road = list[at - 1]?.key ?? '';
  const area = list[at - 2]?.key ?? '';
  if (/^(?:RD|ROAD)$/.test(road)) return NUMBERED_AREAS.test(area) && !/^(?:FOREST|OLD|NEW)$/.test(area);
  if (/^(?:INTERSTATE|SR|CR|FM)$/.test(road)) return true;
  return (
    ROAD_WORDS.has(road) &&
    (NUMBERED_AREAS.test(area) || /\d/.test(area) || englishDirectional(area) !== undefined)
  );
}

/**
 * Reads `US Highway 1`, `Route 9W`, `FM 1960 Rd W`, `Highway 50 E`. Null when it is not a numbered highway, `unclear`
 * when words are left that a highway does not have.
 */
export function readHighway(list: readonly Token[]): Highway | 'unclear' | null {
  if (endsInLetter(list) || mayBeUnit(list)) return 'unclear';
  const length = nameLength(list);
  if (length === 0) return null;
  const name = list.slice(0, length);
  let rest = list.slice(length);
  let suffix: readonly Token[] = [];
  const isFarmRoad = /^(?:FM|RM)/.test(name[0]?.key ?? '');
  if (isFarmRoad && /^(?:RD|ROAD)$/.test(rest[0]?.key ?? '')) {
    suffix = rest.slice(0, 1);
    rest = rest.slice(1);
  }
  const road = rest.at(-1);
  if (rest.length === 2 && BESIDE.test(rest[0]?.key ?? '') && /^(?:RD|ROAD)$/.test(road?.key ?? '')) {
    return { name: list.slice(0, -1), suffix: rest.slice(-1), post: [] };
  }
  const [post, ...extra] = rest;
  if (post === undefined) return { name, suffix, post: [] };
  if (extra.length > 0 || englishDirectional(post.key) === undefined) return 'unclear';
  return { name, suffix, post: [post] };
}
