import { iso31661, iso31662 } from 'iso-3166';
import { remembered } from '../request/remembered.ts';
import { createSuggester } from '../suggest.ts';

/** Countries whose addresses carry a two-letter state or province. */
const COUNTRIES_WITH_REGIONS = ['US', 'CA'] as const;

/** Everyday names beside those of ISO 3166-2. */
const OTHER_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  US: {
    'washington dc': 'DC',
    'washington d c': 'DC',
    'd c': 'DC',
    'virgin islands': 'VI',
    'us virgin islands': 'VI',
    'u s virgin islands': 'VI',
    usvi: 'VI',
    'u s v i': 'VI',
    cnmi: 'MP',
    saipan: 'MP',
    'american samoa': 'AS',
    'p r': 'PR',
  },
  CA: { pq: 'QC', nf: 'NL', newfoundland: 'NL', labrador: 'NL', pei: 'PE', yukon: 'YT' },
};

const COUNTRIES: ReadonlySet<string> = new Set(iso31661.map((country) => country.alpha2));

const COUNTRY_NAMES: ReadonlyMap<string, string> = new Map([
  ...iso31661.flatMap((country) => [
    [foldName(country.name), country.alpha2] as const,
    [foldName(country.alpha3), country.alpha2] as const,
  ]),
  ['united states', 'US'],
  ['u s', 'US'],
  ['u s a', 'US'],
  ['uk', 'GB'],
  ['u k', 'GB'],
  ['united kingdom', 'GB'],
  ['great britain', 'GB'],
  ['england', 'GB'],
  ...Object.entries(OTHER_NAMES['US'] ?? {})
    .filter(([, code]) => code !== 'DC')
    .map(([name, code]) => [name, code] as const),
]);

const REGIONS: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  COUNTRIES_WITH_REGIONS.map((country) => [country, namesOf(country)]),
);

const SUGGESTERS: ReadonlyMap<string, (typed: string) => string | undefined> = new Map(
  [...REGIONS].map(([country, names]) => [country, createSuggester([...names.keys()])]),
);

/** No state or country has a longer name; unfolding some letters makes eighteen of one. */
const MAX_NAME_CHARS = 200;

/** ISO 3166-1 alpha-2 for a code or an English name; null when it names no country. */
export function readCountry(text: string): string | null {
  if (text.length > MAX_NAME_CHARS) return null;
  const code = text.trim().toUpperCase();
  if (COUNTRIES.has(code)) return code;
  return COUNTRY_NAMES.get(foldCell(text)) ?? null;
}

/** The two-letter codes of a country's states or provinces, sorted; empty for a country without a table. */
export function regionCodes(country: string): readonly string[] {
  return [...new Set(REGIONS.get(country)?.values() ?? [])].sort();
}

/** Whether addresses in this country need a state or province. */
export function hasRegions(country: string): boolean {
  return REGIONS.has(country);
}

/**
 * Two letters of a state or province for its code or name (`California`, `US-CA`, `Québec`); null when the country
 * has none of this name. In countries without a table the text itself, trimmed.
 */
export function readRegion(country: string, text: string): string | null {
  const names = REGIONS.get(country);
  if (names === undefined) return text.trim();
  if (text.length > MAX_NAME_CHARS) return null;
  const folded = foldCell(text);
  return names.get(folded) ?? names.get(folded.replace(`${country.toLowerCase()} `, '')) ?? null;
}

/** The two letters of the state or province nearest to a mistyped name. */
export function suggestRegion(country: string, text: string): string | undefined {
  if (text.length > MAX_NAME_CHARS) return undefined;
  const near = SUGGESTERS.get(country)?.(foldName(text));
  return near === undefined ? undefined : REGIONS.get(country)?.get(near);
}

function namesOf(country: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const region of iso31662) {
    if (region.parent !== country) continue;
    const code = region.code.slice(country.length + 1);
    names.set(code.toLowerCase(), code);
    names.set(foldName(region.name), code);
  }
  for (const [name, code] of Object.entries(OTHER_NAMES[country] ?? {})) names.set(name, code);
  return names;
}

const foldCell = remembered(foldName);

/** Without accents, case and punctuation. */
function foldName(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();
}
