import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { shippedFile } from '../shipped/shipped-file.ts';
import { plainForm, postalForm, UNIT_DESIGNATORS } from './postal-words.ts';

/** An address as the judge takes and gives it; empty text for what is absent. */
export interface PlaceAddress {
  readonly street: string;
  readonly unit: string;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** A real public place in its postal standard form. */
interface Place extends PlaceAddress {
  /** Whether it has units; then any unit of it is taken. */
  readonly units: 'many' | 'one';
  readonly name: string;
}

/**
 * What the sandbox says of an address.
 * - `exact`: equals the standard form, ignoring case, accents and spacing, with or without its ZIP+4.
 * - `near`: only standard abbreviations, punctuation or the ZIP+4 differ; `suggested` is the standard form.
 * - `none`: everything else; `candidates` are up to 5 places of the same city or postal code.
 */
export type Judgment =
  | { readonly kind: 'exact' }
  | { readonly kind: 'near'; readonly suggested: PlaceAddress }
  | { readonly kind: 'none'; readonly candidates: readonly PlaceAddress[] };

export type Judge = (address: PlaceAddress) => Judgment;

const MAX_CANDIDATES = 5;

const placeRowsSchema = z.array(
  z.strictObject({
    street: z.string().min(1),
    city: z.string().min(1),
    region: z.string(),
    postal_code: z.string().min(1),
    country: z.string().length(2),
    units: z.enum(['many', 'one']),
    name: z.string(),
  }),
);

const PLACES_FILE = shippedFile('samples/places.csv');

/** Reads the table of places. @throws Error when the file is missing or a row is malformed. */
export function loadPlaces(file: URL | string = PLACES_FILE): readonly Place[] {
  const rows = placeRowsSchema.parse(parse(readFileSync(file), { columns: true, bom: true }));
  return rows.map(({ postal_code, ...row }) => ({ ...row, unit: '', postalCode: postal_code }));
}

/** `94105` of `94105-1234`; Canadian and British codes without their space. */
function shortCode(country: string, postalCode: string): string {
  const plain = plainForm(postalCode).replace(/\s/g, '');
  return country === 'US' ? plain.slice(0, 5) : plain;
}

/** The digits after a US ZIP, empty when there are none. */
function plusFour(country: string, postalCode: string): string {
  return country === 'US' ? postalCode.trim().replace(/^\d{5}[-\s]?/, '') : '';
}

function placeKey(address: PlaceAddress): string {
  return [address.country, address.street, address.city].map(postalForm).join('|');
}

interface UnitReading {
  readonly standard: string;
  readonly isStandard: boolean;
}

/** Reads a unit of a place with many; null when it is not a unit. */
function readUnit(unit: string): UnitReading | null {
  if (unit.trim() === '') return { standard: '', isStandard: true };
  const form = postalForm(unit);
  const [designator, ...rest] = form.split(' ');
  if (designator !== undefined && UNIT_DESIGNATORS.has(designator)) {
    return { standard: form, isStandard: plainForm(unit).replace(/^#\s*/, '# ') === form };
  }
  // `12TH FLOOR` is read as `FL 12`; a bare `400` has no designator, so it is given `UNIT`.
  const floor = /^(\d+)(?:ST|ND|RD|TH) FL$/.exec(form);
  if (floor?.[1] !== undefined) return { standard: `FL ${floor[1]}`, isStandard: false };
  return form !== '' && rest.length === 0 ? { standard: `UNIT ${form}`, isStandard: false } : null;
}

function judgeAt(place: Place, address: PlaceAddress): Judgment | null {
  const country = place.country;
  if (shortCode(country, address.postalCode) !== shortCode(country, place.postalCode)) return null;
  // British addresses need no county, so any text there is accepted.
  if (place.region !== '' && plainForm(address.region) !== place.region) return null;
  const unit = readUnit(address.unit);
  if (unit === null || (unit.standard !== '' && place.units === 'one')) return null;
  const given = plusFour(country, address.postalCode);
  const same =
    plainForm(address.street) === plainForm(place.street) &&
    plainForm(address.city) === plainForm(place.city) &&
    unit.isStandard &&
    (given === '' || given === plusFour(country, place.postalCode));
  if (same) return { kind: 'exact' };
  const { street, city, postalCode } = place;
  const region = place.region === '' ? address.region : place.region;
  return { kind: 'near', suggested: { street, unit: unit.standard, city, region, postalCode, country } };
}

/** A judge over a table of places. Pure: the same address always gets the same word. */
export function createJudge(places: readonly Place[]): Judge {
  const byKey = new Map<string, Place[]>();
  for (const place of places) {
    const key = placeKey(place);
    byKey.set(key, [...(byKey.get(key) ?? []), place]);
  }
  const candidatesFor = (address: PlaceAddress): PlaceAddress[] => {
    const city = postalForm(address.city);
    const near = (place: Place): boolean =>
      place.country === plainForm(address.country) &&
      (postalForm(place.city) === city ||
        shortCode(place.country, place.postalCode) === shortCode(place.country, address.postalCode));
    return places
      .filter(near)
      .slice(0, MAX_CANDIDATES)
      .map(({ units: _units, name: _name, ...candidate }) => candidate);
  };
  return (address) => {
    for (const place of byKey.get(placeKey(address)) ?? []) {
      const judgment = judgeAt(place, address);
      if (judgment !== null) return judgment;
    }
    return { kind: 'none', candidates: candidatesFor(address) };
  };
}

let shipped: Judge | null = null;

/** The judge over the table that comes with the program, read once. @throws as `loadPlaces` */
export function shippedJudge(): Judge {
  shipped ??= createJudge(loadPlaces());
  return shipped;
}
