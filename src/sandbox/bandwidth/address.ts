import type { Judge, Judgment, PlaceAddress } from '../places.ts';
import { type TroubleSwitches, written } from '../trouble-switches.ts';
import type { XmlNode } from './xml.ts';

/** The pieces of an address by the seed's names. */
export type Pieces = Readonly<Record<string, string>>;

const KNOWN: ReadonlySet<string> = new Set([
  'houseNumber',
  'houseSuffix',
  'prefixDirectional',
  'streetName',
  'streetSuffix',
  'postDirectional',
  'addressLine2',
  'city',
  'stateCode',
  'zip',
  'plusFour',
  'country',
]);

/** The pieces of an address element; a sentence instead when it has an unknown or missing one. */
export function readPieces(element: XmlNode | undefined): Pieces | string {
  const pieces: Record<string, string> = {};
  for (const { name, text, children } of element?.children ?? []) {
    if (!KNOWN.has(name) || name in pieces || children.length > 0) {
      return `Address value '${name}' is invalid.`;
    }
    pieces[name] = text;
  }
  for (const name of ['houseNumber', 'streetName', 'city', 'stateCode', 'zip', 'country']) {
    if ((pieces[name] ?? '').trim() === '') return `Address value '${name}' is invalid.`;
  }
  return pieces;
}

/** What the judge says of pieces. A street type follows its name, and in French precedes it: either may be meant. */
export function judgePieces(judge: Judge, pieces: Pieces): Judgment {
  const english = judge(placeOf(pieces));
  if (english.kind !== 'none' || pieces['country'] !== 'CA') return english;
  return judge(placeOf(pieces, true));
}

/** The pieces in one line, for the judge and for people. */
export function placeOf(pieces: Pieces, typeFirst = false): PlaceAddress {
  const text = (name: string): string => pieces[name]?.trim() ?? '';
  const [name, type] = [text('streetName'), text('streetSuffix')];
  const words = [
    text('houseNumber'),
    text('houseSuffix'),
    text('prefixDirectional'),
    ...(typeFirst ? [type, name] : [name, type]),
    text('postDirectional'),
  ];
  return {
    street: words.filter((word) => word !== '').join(' '),
    unit: text('addressLine2'),
    city: text('city'),
    region: text('stateCode'),
    postalCode: [text('zip'), text('plusFour')].filter((part) => part !== '').join('-'),
    country: text('country'),
  };
}

const DIRECTIONALS: ReadonlySet<string> = new Set(['N', 'S', 'E', 'W', 'O', 'NE', 'NW', 'SE', 'SW']);
const TYPES: ReadonlySet<string> = new Set(
  'ST AVE BLVD RD DR LN PL PLZ SQ WAY PKWY TRAIL CT CIR TER HWY'.split(' '),
);
const FRENCH_TYPES: ReadonlySet<string> = new Set(['RUE', 'BOUL', 'AV', 'CH']);

/** A place of the table, whose lines are in standard form (`200 N SPRING ST`), in pieces. */
export function piecesOf(place: PlaceAddress): Pieces {
  const [houseNumber = '', ...words] = place.street.split(' ');
  const isDirectional = (word: string | undefined): boolean => DIRECTIONALS.has(word ?? '');
  const isFrench = place.country === 'CA' && FRENCH_TYPES.has(words[0] ?? '');
  const pre = words.length > 2 && isDirectional(words[0]) ? words.splice(0, 1) : [];
  const post = words.length > 1 && isDirectional(words.at(-1)) ? words.splice(-1) : [];
  const type = isFrench
    ? words.splice(0, 1)
    : words.length > 1 && TYPES.has(words.at(-1) ?? '')
      ? words.splice(-1)
      : [];
  const [zip = '', plusFour = ''] = place.country === 'US' ? place.postalCode.split('-') : [place.postalCode];
  return {
    houseNumber,
    prefixDirectional: pre.join(''),
    streetName: words.join(' '),
    streetSuffix: type.join(''),
    postDirectional: post.join(''),
    addressLine2: place.unit,
    city: place.city,
    stateCode: place.region,
    zip,
    plusFour,
    country: place.country,
  };
}

/** The pieces as the carrier writes them. */
export function writtenPieces(switches: Pick<TroubleSwitches, 'writes'>, pieces: Pieces): Pieces {
  return written(switches, pieces, ['streetName', 'streetSuffix', 'addressLine2', 'city']);
}
