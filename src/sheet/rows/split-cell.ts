import { readRegion } from '../../domain/address/region.ts';
import { looksWhole, type SplitAddress, splitWholeAddress } from '../../domain/address/whole-address.ts';
import type { Problem } from '../../errors/problem.ts';
import { type RowCode, rowProblem } from '../../errors/row-codes.ts';
import type { RowCells } from './row-cells.ts';
import { bare } from './street-cells.ts';

/** What becomes of a row whose street cell holds a whole address. */
export type SplitProposal =
  | { readonly ok: true; readonly cells: RowCells; readonly shown: string }
  | { readonly ok: false; readonly code: RowCode; readonly message: string | undefined };

/** Behind a comma a word that is not a unit, or a ZIP code at the end. */
const HOLDS_MORE =
  /,\s*(?!(?:apt|apartment|ste|suite|unit|fl|floor|rm|room|bldg|building|rear|lot|spc|trlr|ph)\b)\p{L}{3}|\D\d{5}(?:-\d{4})?$/iu;

/** The row with its whole address split into columns; null when its street cell holds a street. */
export function proposeSplit(cells: RowCells, defaultCountry: string): SplitProposal | null {
  const { street, city, region, postal_code, unit } = cells;
  if (street === '') return null;
  const isAlone = city === '' && region === '' && postal_code === '';
  const isMore = isAlone && HOLDS_MORE.test(street);
  if (!looksWhole(street)) {
    return isMore ? { ok: false, code: 'ROW_ADDRESS_WHOLE', message: undefined } : null;
  }
  const split = splitWholeAddress(street, cells.country === '' ? defaultCountry : '');
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

/** What is said of a whole address in one cell: its split, or why it cannot be split. */
export function splitProblem(split: SplitProposal, cells: RowCells, row: number): Problem {
  if (!split.ok) {
    return rowProblem(split.code, { row, column: 'street', value: cells.street, message: split.message });
  }
  return rowProblem('ROW_ADDRESS_SPLIT', {
    row,
    column: 'street',
    value: cells.street,
    severity: 'warning',
    message: `"${cells.street}" is read as ${split.shown}.`,
  });
}
