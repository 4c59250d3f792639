import type { StreetParts } from '../../domain/address/address.ts';
import { startsWithHouseNumber } from '../../domain/street/street-shape.ts';
import { PART_COLUMNS } from '../columns/columns.ts';
import type { RowCells } from './row-cells.ts';

/**
 * `House Number` beside `Street` with only the name: they belong together. Where the street has its number too, the two agree or
 * `checkStreet` says that they do not.
 */
export function joinHouseNumber(cells: RowCells): RowCells {
  const { street, house_number, house_suffix, street_name } = cells;
  if (street === '' || house_number === '' || street_name !== '') return cells;
  const hasOtherParts = [cells.pre_directional, cells.street_suffix, cells.post_directional].some(
    (part) => part !== '',
  );
  const line = joinParts({ ...EMPTY_PARTS, houseNumber: house_number, houseSuffix: house_suffix });
  // `100 North` is a street of a grid.
  if (startsWithHouseNumber(street) && !GRID_STREET.test(street)) {
    const isSame = bare(street).startsWith(bare(line)) && !/^\d/.test(bare(street).slice(bare(line).length));
    return isSame && holdsParts(street, cells) ? { ...cells, ...NO_PARTS } : cells;
  }
  if (!hasOtherParts) return { ...cells, street: `${line} ${street}`, house_number: '', house_suffix: '' };
  return { ...cells, street: '', street_name: withoutPart(street, cells) };
}

/** A street of a grid (Utah): a number and a direction, without a name. */
const GRID_STREET = /^\d+ (?:[NSEW]|north|south|east|west)\.?$/i;

const NO_PARTS = {
  ...{ house_number: '', house_suffix: '', pre_directional: '', street_suffix: '', post_directional: '' },
};

/** Whether a whole street line has the type and the directions that are in columns of their own, each as a word. */
function holdsParts(street: string, cells: RowCells): boolean {
  const words = street.split(' ').slice(1).map(bare);
  return [cells.pre_directional, cells.street_suffix, cells.post_directional].every(
    (part) => part === '' || words.includes(bare(part)),
  );
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

/** The split columns of a row; null when it fills none. */
export function readParts(cells: RowCells): StreetParts | null {
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
export function joinParts(parts: StreetParts): string {
  const gap = /^[A-Z]$/i.test(parts.houseSuffix) ? '' : ' ';
  const number = [parts.houseNumber, parts.houseSuffix].filter(Boolean).join(gap);
  return [number, parts.preDirectional, parts.streetName, parts.streetSuffix, parts.postDirectional]
    .filter(Boolean)
    .join(' ');
}

/** Letters and digits in upper case: two spellings of one street are compared so. */
export function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '').toUpperCase();
}
