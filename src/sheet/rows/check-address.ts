import type { Address } from '../../domain/address/address.ts';
import { hasPostalCodes, readPostalCode, regionsOfPostalCode } from '../../domain/address/postal-code.ts';
import { hasRegions, readCountry, readRegion, suggestRegion } from '../../domain/address/region.ts';
import { isTerritory, servedCountry } from '../../domain/address/territory.ts';
import { isMangledName, isMangledUnit, looksMangled } from '../../domain/request/spreadsheet-damage.ts';
import {
  cutUnitAtEnd,
  namesNoBuilding,
  startsWithHouseNumber,
  unitAtEnd,
} from '../../domain/street/street-shape.ts';
import { joinUnits } from '../../domain/street/street-split.ts';
import { didYouMean } from '../../domain/suggest.ts';
import type { Severity } from '../../errors/problem.ts';
import type { RowCode } from '../../errors/row-codes.ts';
import { type CanonicalColumn, PART_COLUMNS } from '../columns/columns.ts';
import type { RowCells } from './row-cells.ts';
import { bare, joinHouseNumber, joinParts, readParts } from './street-cells.ts';

/** Takes one problem of the row: code, column, and what is known more exactly than the table of codes does. */
export type Report = (
  code: RowCode,
  column: CanonicalColumn,
  more?: { readonly severity?: Severity; readonly message?: string | undefined; readonly hint?: string },
) => void;

/** The columns of an address without its country. */
export const ADDRESS_COLUMNS = ['street', ...PART_COLUMNS, 'unit', 'city', 'region', 'postal_code'] as const;

/** Whether the row writes any part of an address; `country` alone is not an address; numbers have one too. */
export function hasAddress(cells: RowCells): boolean {
  return ADDRESS_COLUMNS.some((column) => cells[column] !== '');
}

/** Reads the row's address, reporting all that is wrong with it. `country` is checked already. */
export function readAddress(row: RowCells, country: string, report: Report): Address {
  const cells = joinHouseNumber(row);
  const parts = readParts(cells);
  const joined = parts === null ? '' : joinParts(parts);
  const street = cells.street === '' ? joined : cells.street;
  checkStreet(cells, { street, joined, country }, report);
  if (cells.city === '') report('ROW_CITY_MISSING', 'city');
  else if (namesNoBuilding(cells.city)) report('ROW_NOT_DISPATCHABLE', 'city');
  const region = checkRegion(cells, country, report);
  const postalCode = checkPostalCode(cells, country, report);
  checkCodeInRegion(postalCode, region, country, report);
  const line = oneUnit(street, cells.unit);
  return { ...line, parts, city: cells.city, region, postalCode, country };
}

/** A unit in the street and in its own column is one unit; two that differ are left to `checkStreet`. */
function oneUnit(street: string, unit: string): { street: string; unit: string } {
  const cut = cutUnitAtEnd(street);
  const joined = cut.unit === '' || unit === '' ? null : joinUnits(cut.unit, unit);
  return joined === null ? { street, unit } : { street: cut.street, unit: joined };
}

/** What a spreadsheet may have made of the cells of an address. */
const MANGLED: readonly (readonly [(text: string) => boolean, readonly CanonicalColumn[]])[] = [
  [looksMangled, ['street', 'house_number', 'house_suffix']],
  [isMangledUnit, ['unit']],
  [isMangledName, ['caller_name', 'street_name', 'city']],
];

function checkStreet(
  cells: RowCells,
  line: { street: string; joined: string; country: string },
  report: Report,
): void {
  const { street, joined, country } = line;
  const isSplit = cells.street === '' && joined !== '';
  const column: CanonicalColumn = isSplit ? 'street_name' : 'street';
  for (const [isMangled, columns] of MANGLED) {
    for (const column of columns.filter((each) => isMangled(cells[each]))) {
      report('ROW_CELL_MANGLED', column, {
        message: `"${cells[column]}" is how a spreadsheet shows a date or a number, such as 2-Jan for 1-2.`,
      });
    }
  }
  if (namesNoBuilding(cells.unit)) report('ROW_NOT_DISPATCHABLE', 'unit');
  if (street === '') {
    report('ROW_STREET_MISSING', 'street');
    return;
  }
  if (!/\p{L}/u.test(street)) {
    report('ROW_STREET_MISSING', column, { message: `"${street}" has no street name.` });
    return;
  }
  if (namesNoBuilding(street)) {
    report('ROW_NOT_DISPATCHABLE', column);
    return;
  }
  if (cells.street !== '' && joined !== '' && bare(cells.street) !== bare(joined)) {
    report('ROW_STREET_DISAGREES', 'street', {
      message: `street says "${cells.street}", the split columns say "${joined}".`,
    });
  }
  if (isSplit && cells.street_name === '') report('ROW_STREET_MISSING', 'street_name');
  checkHouseNumber(cells, { street, isSplit, country }, report);
  const unit = unitAtEnd(street);
  if (unit !== '' && cells.unit !== '' && joinUnits(unit, cells.unit) === null) {
    report('ROW_UNIT_DISAGREES', 'unit', {
      message: `The street ends in the unit "${unit}", and the column unit says "${cells.unit}".`,
    });
  } else if (unit !== '') {
    report('ROW_UNIT_IN_STREET', column, {
      severity: 'warning',
      message: `The street seems to end in a unit: "${unit}".`,
      hint: `Move "${unit}" to the column unit.`,
    });
  }
}

function checkHouseNumber(
  cells: RowCells,
  line: { street: string; isSplit: boolean; country: string },
  report: Report,
): void {
  const { street, isSplit, country } = line;
  if (isSplit) {
    // Elsewhere the split columns may hold a named house; a name is then the number.
    const isMissing = hasRegions(country) ? !/\d/.test(cells.house_number) : cells.house_number === '';
    if (isMissing) report('ROW_HOUSE_NUMBER_MISSING', 'house_number');
    return;
  }
  // Addresses of Puerto Rico begin with an urbanization or end in a kilometer; the carrier decides.
  const isFirst = hasRegions(country) && servedCountry(cells.region.toUpperCase()) !== 'US';
  if (isFirst ? startsWithHouseNumber(street) : /\d/.test(street + cells.unit)) return;
  // British houses may have a name in place of a number.
  report('ROW_HOUSE_NUMBER_MISSING', 'street', { severity: country === 'GB' ? 'warning' : 'error' });
}

function checkRegion(cells: RowCells, country: string, report: Report): string {
  const named = readCountry(cells.country) ?? '';
  const territory = isTerritory(named) ? named : '';
  if (cells.region === '') {
    if (territory === '' && hasRegions(country)) report('ROW_REGION_MISSING', 'region');
    return territory;
  }
  const region = readRegion(country, cells.region);
  if (region !== null && territory !== '' && region !== territory) {
    report('ROW_REGION_UNKNOWN', 'region', {
      message: `"${cells.region}" is not in ${territory}, the country of the row.`,
    });
    return '';
  }
  if (region !== null) return region;
  report('ROW_REGION_UNKNOWN', 'region', {
    message: `"${cells.region}" is not a state or province of ${country}.${didYouMean(suggestRegion(country, cells.region))}`,
  });
  return '';
}

function checkPostalCode(cells: RowCells, country: string, report: Report): string {
  if (cells.postal_code === '') {
    if (hasPostalCodes(country)) report('ROW_POSTAL_CODE_MISSING', 'postal_code');
    return '';
  }
  const reading = readPostalCode(country, cells.postal_code);
  if (reading.ok) return appendPlusFour(reading.postalCode, cells, country, report);
  if (reading.fault === 'zero-lost') {
    report('ROW_POSTAL_CODE_ZERO_LOST', 'postal_code', {
      message: `"${cells.postal_code}" has too few digits for a ZIP code; it was probably ${reading.suggestion}.`,
      hint: `Write ${reading.suggestion} if that is right, with the column formatted as text.`,
    });
  } else {
    report('ROW_POSTAL_CODE_INVALID', 'postal_code', {
      message: `"${cells.postal_code}" is not a postal code of ${country}.`,
    });
  }
  return '';
}

function appendPlusFour(postalCode: string, cells: RowCells, country: string, report: Report): string {
  const four = cells.plus_four;
  if (four === '') return postalCode;
  const [zip, own] = postalCode.split('-');
  const isFit = country === 'US' && /^\d{4}$/.test(four) && (own === undefined || own === four);
  if (isFit) return `${zip}-${four}`;
  report('ROW_POSTAL_CODE_INVALID', 'plus_four', {
    message:
      country === 'US'
        ? `"${four}" does not fit the ZIP code ${postalCode}: it takes the four digits of ZIP+4.`
        : `A postal code of ${country} has no ZIP+4.`,
    hint: 'Correct plus_four or leave it empty; a lost leading zero must be typed again.',
  });
  return postalCode;
}

function checkCodeInRegion(postalCode: string, region: string, country: string, report: Report): void {
  if (postalCode === '' || region === '') return;
  const regions = regionsOfPostalCode(country, postalCode);
  if (regions === null || regions.includes(region)) return;
  report('ROW_POSTAL_CODE_REGION', 'postal_code', {
    severity: 'warning',
    message:
      regions.length === 0
        ? `No state has postal codes like ${postalCode}.`
        : `${postalCode} is in ${regions.join(' or ')}, the row says ${region}.`,
  });
}
