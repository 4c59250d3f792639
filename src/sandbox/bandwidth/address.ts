import { joinStreet, joinZip, zipParts } from '../../domain/street-line.ts';
import { isRefused, splitLine } from '../../domain/street-split.ts';
import type { XmlElement } from '../../http/xml.ts';
import type { PlaceAddress } from '../places.ts';

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
export function readPieces(element: XmlElement | undefined): Pieces | string {
  const pieces: Record<string, string> = {};
  for (const [name, value] of Object.entries(element ?? {})) {
    if (!KNOWN.has(name)) return `Address value '${name}' is invalid.`;
    if (typeof value === 'string') pieces[name] = value;
  }
  for (const name of ['houseNumber', 'streetName', 'city', 'stateCode', 'zip', 'country']) {
    if ((pieces[name] ?? '').trim() === '') return `Address value '${name}' is invalid.`;
  }
  return pieces;
}

/** The pieces as the judge takes them. */
export function placeOf(pieces: Pieces): PlaceAddress {
  const text = (name: string): string => pieces[name] ?? '';
  const parts = {
    houseNumber: text('houseNumber'),
    houseSuffix: text('houseSuffix'),
    preDirectional: text('prefixDirectional'),
    streetName: text('streetName'),
    streetSuffix: text('streetSuffix'),
    postDirectional: text('postDirectional'),
  };
  return {
    street: joinStreet(parts, text('country')),
    unit: text('addressLine2'),
    city: text('city'),
    region: text('stateCode'),
    postalCode: joinZip({ zip: text('zip'), plusFour: text('plusFour') }),
    country: text('country'),
  };
}

/** A place of the judge in pieces; a line that cannot be split goes into the street name behind its number. */
export function piecesOf(place: PlaceAddress): Pieces {
  const split = splitLine(place.street, place.country);
  const [houseNumber = '', ...rest] = place.street.split(' ');
  const { preDirectional, ...parts } = isRefused(split)
    ? { houseNumber, preDirectional: '', streetName: rest.join(' ') }
    : split.parts;
  return {
    ...parts,
    prefixDirectional: preDirectional,
    addressLine2: place.unit,
    city: place.city,
    stateCode: place.region,
    ...zipParts(place.postalCode),
    country: place.country,
  };
}
