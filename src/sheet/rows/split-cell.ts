import { readRegion } from '../../domain/region.ts';
import { looksWhole, type SplitAddress, splitWholeAddress } from '../../domain/whole-address.ts';
import type { RowCode } from '../../errors/row-codes.ts';
import type { RowCells } from './row-schema.ts';

/** What becomes of a row whose street cell holds a whole address. */
export type SplitProposal =
  | { readonly ok: true; readonly cells: RowCells; readonly shown: string }
  | { readonly ok: false; readonly code: RowCode; readonly message: string | undefined };

/** The row with its whole address split into columns; null when its street cell holds a street. */
export function proposeSplit(cells: RowCells, defaultCountry: string): SplitProposal | null {
  const { street, city, region, postal_code, unit } = cells;
  if (street === '' || !looksWhole(street)) return null;
  const split = splitWholeAddress(street, cells.country === '' ? defaultCountry : '');
  const isAlone = city === '' && region === '' && postal_code === '';
  if (split === null) {
    // With the other columns filled, what ends in a number may be a street (`123 PR 3462` in Texas).
    return isAlone ? { ok: false, code: 'ROW_ADDRESS_WHOLE', message: undefined } : null;
  }
  const pairs = [
    [city, split.city],
    [readRegion(split.country, region) ?? region, split.region],
    [postal_code, split.postalCode],
    [unit, split.unit],
  ] as const;
  const rival = pairs.find(([given, found]) => given !== '' && found !== '' && !agrees(given, found));
  if (rival !== undefined) {
    return {
      ok: false,
      code: 'ROW_STREET_DISAGREES',
      message: `The street cell contains a whole address with "${rival[1]}", but the row says "${rival[0]}".`,
    };
  }
  return {
    ok: true,
    shown: shownParts(split),
    cells: {
      ...cells,
      street: split.street,
      unit: unit === '' ? split.unit : unit,
      city: split.city,
      region: split.region,
      postal_code: postal_code.length > split.postalCode.length ? postal_code : split.postalCode,
      country: cells.country === '' ? split.country : cells.country,
    },
  };
}

function shownParts(split: SplitAddress): string {
  const { street, unit, city, region, postalCode } = split;
  return Object.entries({ street, unit, city, region, postal_code: postalCode })
    .filter(([, text]) => text !== '')
    .map(([column, text]) => `${column} "${text}"`)
    .join(', ');
}

/** A ZIP agrees with its ZIP+4. */
function agrees(given: string, found: string): boolean {
  const [one, other] = [bare(given), bare(found)];
  return one.startsWith(other) || other.startsWith(one);
}

function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '').toUpperCase();
}
