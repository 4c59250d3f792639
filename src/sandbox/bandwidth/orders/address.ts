import { iso31662 } from 'iso-3166';
import type { Judge, Judgment, PlaceAddress } from '../../places.ts';
import { judgePieces, type Pieces, piecesOf, placeOf } from '../address.ts';
import { Refusal } from '../refusal.ts';
import type { XmlNode } from '../xml.ts';
import { type Fields, textIn } from './wire.ts';

/** Names and bounds of an address in an order. Source: the specification's E911Address, and the Dynamic Location Routing page. */
const BOUNDS: ReadonlyMap<string, number> = new Map([
  ['AddressLine1', 200],
  ['HousePrefix', 45],
  ['HouseNumber', 45],
  ['HouseSuffix', 45],
  ['PreDirectional', 2],
  ['StreetName', 200],
  ['StreetSuffix', 45],
  ['PostDirectional', 2],
  ['AddressLine2', 60],
  ['City', 100],
  ['StateCode', 2],
  ['Zip', 10],
  ['PlusFour', 10],
  ['County', 100],
  ['Country', 45],
  ['Latitude', 20],
  ['Longitude', 20],
  ['AddressType', 20],
]);
const COUNTRIES: ReadonlyMap<string, string> = new Map([
  ['', 'US'],
  ['US', 'US'],
  ['UNITED STATES', 'US'],
  ['CA', 'CA'],
  ['CANADA', 'CA'],
]);
const STATES: ReadonlySet<string> = new Set(iso31662.map(({ code }) => code));

/** `StreetName` is `streetName`, and `PreDirectional` the seed's `prefixDirectional`. */
export function pieceName(name: string): string {
  if (name === 'PreDirectional') return 'prefixDirectional';
  return `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`;
}

/** Bandwidth's `PreDirectional` is the seed's `prefixDirectional`, and it writes countries out. */
function toPieces(element: XmlNode): Pieces {
  const country = COUNTRIES.get(textIn(element, 'Country').toUpperCase());
  if (country === undefined) throw wrongValue('Country');
  const pieces: Record<string, string> = {};
  for (const { name, text } of element.children) pieces[pieceName(name)] = text.trim();
  return { ...pieces, country };
}

function wrongValue(name: string): Refusal {
  return new Refusal(400, '8056', `Address value '${name}' is invalid.`);
}

/** @throws Refusal 8056 for an unknown, too long or missing value, 8063 for a state that is none. */
export function readOrderAddress(element: XmlNode, required: readonly string[]): Pieces {
  const seen = new Set<string>();
  for (const { name, text, children } of element.children) {
    const bound = BOUNDS.get(name);
    if (bound === undefined || text.length > bound || children.length > 0 || seen.has(name)) {
      throw wrongValue(name);
    }
    seen.add(name);
  }
  for (const name of required) if (textIn(element, name) === '') throw wrongValue(name);
  const pieces = toPieces(element);
  const { country = 'US', stateCode = '', zip = '', plusFour = '' } = pieces;
  if (!STATES.has(`${country}-${stateCode.toUpperCase()}`)) {
    throw new Refusal(
      400,
      '8063',
      `StateCode '${stateCode}' is invalid or not supported. Please correct and try the request again.`,
    );
  }
  const isCode = country === 'CA' ? /^[A-Z]\d[A-Z] ?\d[A-Z]\d$/i.test(zip) : /^\d{5}$/.test(zip);
  if (zip !== '' && !isCode) throw wrongValue('Zip');
  if (plusFour !== '' && !/^\d{4}$/.test(plusFour)) throw wrongValue('PlusFour');
  return pieces;
}

/** What `geocodeRequest` says: of the pieces, or of the line where house number or street name is missing. */
export function judgeAsked(judge: Judge, pieces: Pieces): Judgment {
  const isSplit = (pieces['houseNumber'] ?? '') !== '' && (pieces['streetName'] ?? '') !== '';
  if (isSplit) return judgePieces(judge, pieces);
  return judge({ ...placeOf(pieces), street: pieces['addressLine1'] ?? '' });
}

/** An address as an order shows it. */
export function orderAddressXml(pieces: Pieces): Fields {
  const { prefixDirectional = '', country, ...rest } = pieces;
  const named = Object.entries(rest).map(
    ([name, value]) => [`${name.slice(0, 1).toUpperCase()}${name.slice(1)}`, value] as const,
  );
  return {
    ...Object.fromEntries(named),
    PreDirectional: prefixDirectional,
    Country: country === 'CA' ? 'Canada' : 'United States',
  };
}

/** An address as `geocodeRequest` gives it: with its line, the country as two letters, and empty pieces left out. */
export function geocodedXml(place: PlaceAddress): Fields {
  const upper = Object.fromEntries(
    Object.entries(place).map(([name, value]) => [name, String(value).toUpperCase()]),
  );
  const standard = { ...place, ...upper };
  const content = {
    AddressLine1: standard.street,
    ...orderAddressXml(piecesOf(standard)),
    Country: standard.country,
  };
  return Object.fromEntries(Object.entries(content).filter(([, value]) => value !== ''));
}

/** An address as `/tns/{tn}/e911` gives it: the street in one piece, and no country. */
export function heldAddressXml(name: string, pieces: Pieces): Fields {
  const text = (key: string): string => pieces[key] ?? '';
  const words = ['houseSuffix', 'prefixDirectional', 'streetName', 'streetSuffix', 'postDirectional'].map(
    text,
  );
  const content = {
    Name: name,
    AddressLine2: text('addressLine2'),
    City: text('city'),
    HouseNumber: text('houseNumber'),
    StateCode: text('stateCode'),
    StreetName: words.filter((word) => word !== '').join(' '),
    Zip: text('zip'),
    PlusFour: text('plusFour'),
  };
  return Object.fromEntries(Object.entries(content).filter(([, value]) => value !== ''));
}
