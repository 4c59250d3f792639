/**
 * US territories in the North American Numbering Plan, by their ISO 3166-1 codes. They dial and are served as the United
 * States, and their addresses are US addresses with the territory as state (USPS Publication 28, appendix B).
 */
const TERRITORIES: ReadonlySet<string> = new Set(['PR', 'VI', 'GU', 'AS', 'MP']);

/** The country under which carriers serve numbers and addresses of a country; US for its territories. */
export function servedCountry(country: string): string {
  return TERRITORIES.has(country) ? 'US' : country;
}

/** Whether a country code names a US territory, which is the state of its addresses. */
export function isTerritory(country: string): boolean {
  return TERRITORIES.has(country);
}
