import { frenchDirectional } from './abbreviation.ts';
import { CANADA_ENGLISH_TYPES, CANADA_FRENCH_TYPES, FRENCH_ONLY_TYPES } from './abbreviation-canada.ts';
import { type Refused, refuse, type Token } from './split-tokens.ts';
import { CORE_TYPES, FRENCH_NAME_BEFORE_DIRECTIONAL } from './split-words.ts';

/** A French Canadian street: the type leads, the name follows, a directional may end it. */
interface FrenchStreet {
  readonly type: Token;
  readonly name: readonly Token[];
  readonly post: readonly Token[];
}

const OPENS_EITHER = new Set(['AVENUE', 'AVE', 'BOULEVARD', 'BLVD', 'PLACE', 'PL']);
/** Types that are neither a surname nor an English word: rue Bridge, chemin Lake. */
const NEVER_A_NAME = new Set(['RUE', 'RUELLE', 'CH', 'CHEM', 'CHEMIN', 'BOUL', 'MONTEE', 'RANG', 'AV']);

/** Null when the words after the house number do not open with a French street type. */
export function readFrench(list: readonly Token[]): FrenchStreet | Refused | null {
  const [type, ...after] = list;
  if (type === undefined || after.length === 0 || !CANADA_FRENCH_TYPES.has(type.key)) return null;
  const plain = after.filter((token) => frenchDirectional(token.key) === undefined);
  const ending = plain.at(-1)?.key ?? '';
  // Nothing French is called Road: Cote Rd, Av Rd.
  if (after.length === 1 && /^(?:RD|ROAD)$/.test(ending) && /^(?:COTE|AV)$/.test(type.key)) return null;
  if (CANADA_ENGLISH_TYPES.has(ending)) {
    // Avenue Rd and Square One Dr are English; av Laurier Crescent, Cote Hill and Place Mill may be either.
    const isOpen = plain.length > 1 && OPENS_EITHER.has(type.key);
    if (CORE_TYPES.has(ending) && !FRENCH_ONLY_TYPES.has(type.key) && !isOpen) return null;
    if (CORE_TYPES.has(ending) || !NEVER_A_NAME.has(type.key)) {
      return refuse(
        `"${type.raw}" and the last word may both be the street type`,
        'street_name',
        'street_suffix',
      );
    }
  }
  if (/^(?:DE|DU|DES)$/.test(after[0]?.key ?? '') && after.length === 1) return null;
  const last = after.at(-1);
  const isDirectional = last !== undefined && frenchDirectional(last.key) !== undefined;
  if (last === undefined || !isDirectional || after.length === 1) return { type, name: after, post: [] };
  const before = after.at(-2)?.key ?? '';
  if (FRENCH_NAME_BEFORE_DIRECTIONAL.has(before)) {
    // Du Nord is a name; after Côte or Rive the word may be either.
    if (/^(?:DE|DU|DES|D|LA|LE|LES|L|A|AU|AUX|EN|SUR)$/.test(before)) return { type, name: after, post: [] };
    return refuse(`"${last.raw}" may belong to the street name`, 'street_name', 'post_directional');
  }
  return { type, name: after.slice(0, -1), post: [last] };
}
