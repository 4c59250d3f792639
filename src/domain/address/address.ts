/** The pieces of a street line as carriers that want them apart name them (USPS Publication 28, section 23). */
export interface StreetParts {
  readonly houseNumber: string;
  /** Letter or fraction after the number: `A`, `1/2`. */
  readonly houseSuffix: string;
  readonly preDirectional: string;
  readonly streetName: string;
  readonly streetSuffix: string;
  readonly postDirectional: string;
}

export type AddressKind = 'business' | 'residential';

/** A dispatchable location, every field text, empty when absent. ZIP codes and house numbers are never numbers. */
export interface Address {
  /** House number and street in one line, always present. */
  readonly street: string;
  /** The user's (or a carrier's) own split of `street`; null when only the line is known. */
  readonly parts: StreetParts | null;
  /** Apartment, suite, floor with its designator: `APT 5`. */
  readonly unit: string;
  readonly city: string;
  /** Two-letter state or province in US and CA; free text elsewhere. */
  readonly region: string;
  /** ZIP or ZIP+4 (`94105-1234`), Canadian code, or the country's own. */
  readonly postalCode: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** The address on one line for people and for result files. */
export function addressLine(address: Address): string {
  const cityLine = [address.city, [address.region, address.postalCode].filter(Boolean).join(' ')].filter(
    Boolean,
  );
  return [address.street, address.unit, ...cityLine, address.country].filter(Boolean).join(', ');
}
