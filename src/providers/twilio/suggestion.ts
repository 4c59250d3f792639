import type { Address } from '../../domain/address/address.ts';

/** The keys of an address in the text of error 21629; the city is called Locality there. */
const SUGGESTION_KEYS = [
  'Street',
  'StreetSecondary',
  'Locality',
  'Region',
  'PostalCode',
  'IsoCountry',
] as const;
type SuggestionKey = (typeof SUGGESTION_KEYS)[number];

/**
 * The suggestion in the text of error 21629, after ` | `; null when it holds none. Found by the known keys, for values
 * may hold commas; each key's last place counts, because the names before the address are free text.
 *
 * @param asked what a field that the suggestion leaves out stays as
 */
export function readSuggestion(message: string, asked: Address): Address | null {
  const bar = message.indexOf(' | ');
  if (bar < 0) {
    return null;
  }
  const packed = `, ${message.slice(bar + 3)}`;
  const places = SUGGESTION_KEYS.map((key) => ({ key, at: packed.lastIndexOf(`, ${key}: `) }))
    .filter((place) => place.at >= 0)
    .sort((left, right) => left.at - right.at);
  const values = new Map<SuggestionKey, string>();
  for (const [index, { key, at }] of places.entries()) {
    const end = places[index + 1]?.at ?? packed.length;
    values.set(key, packed.slice(at + `, ${key}: `.length, end).trim());
  }
  const street = values.get('Street');
  const city = values.get('Locality');
  if (!street || !city) {
    return null;
  }
  return {
    street,
    parts: null,
    unit: values.get('StreetSecondary') ?? asked.unit,
    city,
    region: values.get('Region') ?? asked.region,
    postalCode: values.get('PostalCode') ?? asked.postalCode,
    country: values.get('IsoCountry') ?? asked.country,
  };
}
