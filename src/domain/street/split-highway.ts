import { englishDirectional } from './abbreviation.ts';
import type { Token } from './split-tokens.ts';
import { REGION_LETTERS } from './split-words.ts';

/** What follows the house number (and a leading directional) when it is a numbered highway. */
export interface Highway {
  readonly name: readonly Token[];
  readonly suffix: readonly Token[];
  readonly post: readonly Token[];
}

const ROAD_WORDS = new Set(['HIGHWAY', 'HWY', 'ROUTE', 'RTE', 'RT']);
const NUMBER = /^\d+[A-Z]?$/;
const COUNTY_NUMBER = /^(?:\d+[A-Z]?|[A-Z]{1,3})$/;
const ONE_WORD = /^(?:I|US|SR|CR|FM|RM|SH|TX|M)-\d+[A-Z]?$/;

/** Word sequences before the number, longest first; `road` stands for Highway, Hwy, Route, Rte, Rt. */
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
  [/^(?:INTERSTATE|US|SR|CR|FM|RM|HIGHWAY|HWY|ROUTE|RTE|RT|I|LOOP|SPUR|SIDEROAD|LINE)$/],
];

function matches(pattern: string | RegExp, key: string): boolean {
  if (pattern === 'road') return ROAD_WORDS.has(key);
  if (pattern === 'region') return REGION_LETTERS.has(key);
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

/** Number of words of the highway's name: `US Highway 1` is 3, `I-35` is 1; 0 when it is no highway. */
function nameLength(list: readonly Token[]): number {
  const old = /^(?:OLD|NEW)$/.test(list[0]?.key ?? '') ? 1 : 0;
  if (ONE_WORD.test(list[old]?.key ?? '')) return old + 1;
  for (const opening of OPENINGS) {
    if (!opening.every((pattern, at) => matches(pattern, list[old + at]?.key ?? ''))) continue;
    const number = list[old + opening.length]?.key ?? '';
    const lettered = /^(?:COUNTY|CO)$/.test(list[old]?.key ?? '') && englishDirectional(number) === undefined;
    if ((lettered ? COUNTY_NUMBER : NUMBER).test(number)) return old + opening.length + 1;
  }
  return 0;
}

/**
 * Reads `US Highway 1`, `Route 9W`, `FM 1960 Rd W`, `Highway 50 E`. Null when it is no numbered highway, `unclear`
 * when words are left that a highway does not have.
 */
export function readHighway(list: readonly Token[]): Highway | 'unclear' | null {
  if (endsInLetter(list)) return 'unclear';
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
  const [post, ...extra] = rest;
  if (post === undefined) return { name, suffix, post: [] };
  if (extra.length > 0 || englishDirectional(post.key) === undefined) return 'unclear';
  return { name, suffix, post: [post] };
}
