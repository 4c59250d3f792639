import {
  joinUnit,
  standardOf,
  type UnitPiece,
  unitPiece,
  unitPieces,
} from '../../domain/address/unit-pieces.ts';
import { isPlaceholder } from '../../domain/request/placeholder.ts';
import { loneUnitDesignator } from '../../domain/street/abbreviation.ts';
import type { RowCode } from '../../errors/row-codes.ts';
import type { CanonicalColumn, PieceColumn } from '../columns/columns.ts';

/** The cells of the columns that hold pieces. */
type PieceCells = Readonly<Partial<Record<PieceColumn, string>>>;

/** What cannot be joined: which column the row lacks then, and why. */
export interface PieceProblem {
  readonly code: RowCode;
  readonly column: CanonicalColumn;
  readonly value: string;
  readonly message: string;
}

type Add = (problem: PieceProblem) => void;

/** Piece of a unit -> the designator that its header says. */
const DESIGNATORS: Partial<Record<PieceColumn, string>> = {
  building: 'BLDG',
  tower: 'TOWER',
  wing: 'WING',
  floor: 'FL',
  department: 'DEPT',
  suite: 'STE',
  apartment: 'APT',
  room: 'RM',
  office: 'OFC',
  cubicle: 'CUBICLE',
  desk: 'DESK',
  gate: 'GATE',
  dock: 'DOCK',
  bay: 'BAY',
  booth: 'BOOTH',
  stall: 'STALL',
  door: 'DOOR',
  unit_line: '',
  space: 'SPC',
  lot: 'LOT',
  hangar: 'HNGR',
  pier: 'PIER',
  slip: 'SLIP',
  trailer: 'TRLR',
  terminal: 'TERMINAL',
  concourse: 'CONCOURSE',
  corridor: 'CORRIDOR',
  entrance: 'ENTRANCE',
  penthouse: 'PH',
  flat: 'FLAT',
};

/** The phone number of a row that has its area code, or all of its three parts, in columns of their own. */
export function composePhone(phone: string, pieces: PieceCells, add: Add): string {
  const { area_code: area = '', exchange = '', line_number: line = '' } = pieces;
  if (area === '' && exchange === '' && line === '') return phone;
  const given = [area, exchange, line, phone].filter(Boolean).join(' ');
  const fail = (message: string): string => {
    add({ code: 'ROW_PHONE_PIECES', column: 'phone_number', value: given, message });
    return phone;
  };
  const digits = phone.replace(/\D/g, '');
  const areaDigits = area.replace(/\D/g, '');
  const rest = digits === '' ? exchange + line : digits;
  // The whole number, or its last seven digits, is there: the parts beside it have to be its own.
  const isOwn =
    digits === '' ||
    ((digits.length <= 7 || digits.slice(-10).startsWith(areaDigits)) &&
      digits.slice(-7).startsWith(exchange) &&
      digits.endsWith(line));
  if (!isOwn) {
    return fail(
      `The number ${phone} is not made of the parts beside it: ${[area, exchange, line].filter(Boolean).join(' ')}.`,
    );
  }
  if (digits.length > 7) return phone;
  if (/^\d{3}$/.test(areaDigits) && /^\d{7}$/.test(rest)) return `+1${areaDigits}${rest}`;
  const shown = [area, phone || `${exchange} ${line}`.trim()].filter(Boolean).join(' ');
  return fail(`"${shown}" is not an area code of 3 digits with a number of 7 digits.`);
}

/** A house number with the prefix of a grid address (Wisconsin, Illinois) in a column of its own: `W` and `1234` are `W1234`. */
export function composeHouseNumber(
  number: string,
  street: string,
  prefix: string,
  add: Add,
): { number: string; street: string } {
  if (prefix === '') return { number, street };
  const target = number === '' ? street : number;
  if (target.toUpperCase().startsWith(prefix.toUpperCase())) return { number, street };
  if (target === '' || (/\d$/.test(prefix) && /^\d/.test(target))) {
    add({
      code: 'ROW_HOUSE_PREFIX',
      column: 'house_number',
      value: prefix,
      message:
        target === ''
          ? `The house number prefix "${prefix}" has no house number beside it.`
          : `"${prefix}" and "${target}" cannot be joined to a house number without a guess.`,
    });
    return { number, street };
  }
  return number === '' ? { number, street: prefix + street } : { number: prefix + number, street };
}

/** The unit of a row whose floor, room, suite or designator is in a column of its own. */
export function composeUnit(unit: string, pieces: PieceCells, add: Add): string {
  const found: { readonly from: string; readonly piece: UnitPiece }[] = [];
  for (const [column, designator] of Object.entries(DESIGNATORS)) {
    const text = pieces[column as PieceColumn] ?? '';
    if (text !== '') found.push(...unitPieces(designator, text).map((piece) => ({ from: column, piece })));
  }
  const pair = pairOf(pieces, add);
  if (pair !== null) found.push({ from: 'unit_number', piece: pair });
  if (found.length === 0) return unit;
  if (unit !== '') found.push({ from: 'unit', piece: wholeUnit(unit) });
  const kept: { readonly from: string; readonly piece: UnitPiece }[] = [];
  for (const each of found) {
    const { designator, value } = each.piece;
    const same = kept.find(
      ({ piece }) => isSame(piece.value, value) && (designator === '' || piece.designator === designator),
    );
    if (same !== undefined) continue;
    const rival = kept.find(({ piece }) => piece.designator === designator && designator !== '');
    if (rival !== undefined) {
      add({
        code: 'ROW_UNIT_DISAGREES',
        column: 'unit',
        value: [rival, each].map(({ piece }) => [piece.designator, piece.value].join(' ')).join(', '),
        message: `${rival.from} and ${each.from} contain different things: "${rival.piece.designator} ${rival.piece.value}" and "${designator} ${value}".`,
      });
      return unit;
    }
    kept.push(each);
  }
  return joinUnit(kept.map(({ piece }) => piece));
}

function pairOf(pieces: PieceCells, add: Add): UnitPiece | null {
  const { unit_type: type = '', unit_number: number = '' } = pieces;
  if (type === '' && number === '') return null;
  const designator = type === '#' ? '' : (standardOf(type) ?? type);
  if (number !== '') return unitPiece(designator, number);
  if (loneUnitDesignator(designator) !== undefined || isPlaceholder(type)) return { designator, value: '' };
  add({
    code: 'ROW_UNIT_INCOMPLETE',
    column: 'unit',
    value: type,
    message: `The unit type "${type}" has no number beside it.`,
  });
  return null;
}

/** A whole unit is kept as it is written; its first word says where it belongs among the others. */
function wholeUnit(unit: string): UnitPiece {
  const [first = '', ...rest] = unit.split(' ');
  const designator = standardOf(first);
  return designator === undefined || rest.length === 0
    ? { designator: '', value: unit }
    : { designator, value: rest.join(' ') };
}

function isSame(one: string, other: string): boolean {
  return one.toUpperCase() === other.toUpperCase();
}

/** Where a placeholder in a piece is said to be; a piece of a unit otherwise. */
const PLACEHOLDER_OF: Readonly<Record<string, CanonicalColumn>> = {
  ...{ area_code: 'phone_number', exchange: 'phone_number', line_number: 'phone_number' },
  ...{ house_prefix: 'house_number', full_address: 'street' },
};

/** What is said of a placeholder in a piece. */
export function placeholderOf(column: string, value: string): PieceProblem {
  return {
    code: 'ROW_PLACEHOLDER',
    column: PLACEHOLDER_OF[column] ?? 'unit',
    value,
    message: `"${value}" in ${column} is a placeholder, not a value.`,
  };
}
