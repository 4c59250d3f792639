import type { Address, StreetParts } from '../../domain/address.ts';
import { hasPostalCodes, readPostalCode, regionsOfPostalCode } from '../../domain/postal-code.ts';
import { hasRegions, readRegion, suggestRegion } from '../../domain/region.ts';
import { isMangledName, isMangledUnit, looksMangled } from '../../domain/spreadsheet-damage.ts';
import {
  cutUnitAtEnd,
  namesNoBuilding,
  startsWithHouseNumber,
  unitAtEnd,
} from '../../domain/street/street-shape.ts';
import { joinUnits } from '../../domain/street/street-split.ts';
import { didYouMean } from '../../domain/suggest.ts';
import { servedCountry } from '../../domain/territory.ts';
import type { Severity } from '../../errors/problem.ts';
import type { RowCode } from '../../errors/row-codes.ts';
import { type CanonicalColumn, PART_COLUMNS } from '../columns/columns.ts';
import type { RowCells } from './row-schema.ts';

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

/**
 * `House Number` beside `Street` with only the name: they belong together. Where the street has its number too, the two agree or
 * `checkStreet` says that they do not.
 */
function joinHouseNumber(cells: RowCells): RowCells {
  const { street, house_number, house_suffix, street_name } = cells;
  if (street === '' || house_number === '' || street_name !== '') return cells;
  const hasOtherParts = [cells.pre_directional, cells.street_suffix, cells.post_directional].some(
    (part) => part !== '',
  );
  const line = joinParts({ ...EMPTY_PARTS, houseNumber: house_number, houseSuffix: house_suffix });
  if (startsWithHouseNumber(street)) {
    const isSame = bare(street).startsWith(bare(line)) && !/^\d/.test(bare(street).slice(bare(line).length));
    return isSame && !hasOtherParts ? { ...cells, house_number: '', house_suffix: '' } : cells;
  }
  if (!hasOtherParts) return { ...cells, street: `${line} ${street}`, house_number: '', house_suffix: '' };
  return { ...cells, street: '', street_name: withoutPart(street, cells) };
}

const EMPTY_PARTS: StreetParts = {
  ...{ houseNumber: '', houseSuffix: '', preDirectional: '' },
  ...{ streetName: '', streetSuffix: '', postDirectional: '' },
};

/** The name of a street without the type and directionals that are in columns of their own as well. */
function withoutPart(street: string, cells: RowCells): string {
  const words = street.split(' ');
  const isPart = (word: string | undefined, part: string): boolean =>
    words.length > 1 && word !== undefined && part !== '' && bare(word) === bare(part);
  if (isPart(words[0], cells.pre_directional)) words.shift();
  if (isPart(words.at(-1), cells.post_directional)) words.pop();
  if (isPart(words.at(-1), cells.street_suffix)) words.pop();
  return words.join(' ');
}

function readParts(cells: RowCells): StreetParts | null {
  if (PART_COLUMNS.every((column) => cells[column] === '')) return null;
  return {
    houseNumber: cells.house_number,
    houseSuffix: cells.house_suffix,
    preDirectional: cells.pre_directional,
    streetName: cells.street_name,
    streetSuffix: cells.street_suffix,
    postDirectional: cells.post_directional,
  };
}

/** The street line of split parts: a letter goes onto the number (`12A`), a fraction behind it (`12 1/2`). */
function joinParts(parts: StreetParts): string {
  const gap = /^[A-Z]$/i.test(parts.houseSuffix) ? '' : ' ';
  const number = [parts.houseNumber, parts.houseSuffix].filter(Boolean).join(gap);
  return [number, parts.preDirectional, parts.streetName, parts.streetSuffix, parts.postDirectional]
    .filter(Boolean)
    .join(' ');
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
  if (cells.region === '') {
    if (hasRegions(country)) report('ROW_REGION_MISSING', 'region');
    return '';
  }
  const region = readRegion(country, cells.region);
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

function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '').toUpperCase();
}
