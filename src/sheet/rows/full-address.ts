import { placeKey } from '../../domain/address/place-key.ts';
import { readCountry, readRegion } from '../../domain/address/region.ts';
import { splitWholeAddress } from '../../domain/address/whole-address.ts';
import type { PieceProblem } from './compose-cells.ts';
import type { RowCells } from './row-cells.ts';
import { bare, joinHouseNumber, joinParts, readParts } from './street-cells.ts';

/**
 * The row with the cell of a column such as `Full Address`: its street where the row has no other one. Beside a street it
 * is compared with the columns, and a row in which the two differ is refused.
 */
export function composeStreet(cells: RowCells, full: string, add: (problem: PieceProblem) => void): RowCells {
  if (full === '') return cells;
  const joined = joinHouseNumber(cells);
  const parts = readParts(joined);
  const street = joined.street || (parts === null ? '' : joinParts(parts));
  if (street === '') return { ...cells, street: full };
  if (!isSameAddress({ ...cells, street }, full)) {
    add({
      code: 'ROW_STREET_DISAGREES',
      column: 'street',
      value: full,
      message: `The full address says "${full}", the columns of the address say "${written({ ...cells, street })}".`,
    });
  }
  return cells;
}

const written = ({ street, unit, city, region, postal_code }: RowCells): string =>
  [street, unit, city, region, postal_code].filter((part) => part !== '').join(', ');

/** Whether a text says what the columns say. It can be the street alone, and can leave out parts at the end. */
function isSameAddress(cells: RowCells, full: string): boolean {
  const { street, unit, city, region, postal_code } = cells;
  const texts = [[], [unit], [unit, city], [unit, city, region], [unit, city, region, postal_code]];
  if (texts.some((more) => bare([street, ...more].join(' ')) === bare(full))) return true;
  const home = readCountry(cells.country) ?? 'US';
  const split = splitWholeAddress(full, home);
  if (split === null) {
    const place = { city, region, postalCode: postal_code, country: home, parts: null };
    return placeKey({ ...place, street, unit }) === placeKey({ ...place, street: full, unit: '' });
  }
  const { country } = split;
  // A cell that is empty says nothing else than the full address does, but a unit: it may be in the street.
  const own = {
    ...{ street, unit, parts: null, country },
    city: city || split.city,
    region: (readRegion(country, region) ?? region) || split.region,
    postalCode: postal_code || split.postalCode,
  };
  return placeKey(own) === placeKey({ ...split, parts: null });
}
