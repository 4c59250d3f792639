import { type Address, addressLine } from '../domain/address/address.ts';

/** An address as the page shows and edits it: the fields of a sheet, every one text. */
export type PlainAddress = Pick<Address, (typeof ADDRESS_FIELDS)[number]>;
export const ADDRESS_FIELDS = ['street', 'unit', 'city', 'region', 'postalCode', 'country'] as const;

/** The fields of an address that a person reads and edits. */
export function plain(address: PlainAddress): PlainAddress {
  const { street, unit, city, region, postalCode, country } = address;
  return { street, unit, city, region, postalCode, country };
}

/** A plain address on one line. */
export const plainLine = (address: PlainAddress): string => addressLine({ ...address, parts: null });
