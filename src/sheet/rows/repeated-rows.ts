import { readPhoneNumber } from '../../domain/phone-number.ts';
import type { Request } from '../../domain/request/request.ts';
import type { SheetRow } from '../source/sheet-row.ts';
import type { CheckedRow, RowCheckerOptions } from './check-row.ts';

/** Rows that are kept; a sheet has far fewer combinations of name and address than numbers. */
const MOST_ROWS = 8_192;
/** After so many rows it is known whether a sheet repeats itself; where fewer than one in four does, nothing more is kept. */
const TRIAL_ROWS = 20_000;
const LEAST_SHARE = 0.25;
/** Rows with the same hash that are kept. */
const MOST_ALIKE = 4;
/** Letters at the end of a cell that its hash takes: there the cells of a sheet differ. */
const HASHED_LETTERS = 4;
const NONE: CheckedRow['problems'] = [];
/** A number that every check takes as it is. */
const STRICT_NUMBER = /^\+1[2-9]\d\d[2-9]\d{6}$/;
/** What a row's number can be put together from. */
const NUMBER_PIECES = ['area_code', 'exchange', 'line_number'] as const;

interface KnownRow {
  readonly cells: readonly string[];
  readonly request: Request;
  /** Whether the provider may refuse another number: it looked at this one before it said that it refuses nothing. */
  readonly isAsked: boolean;
}

/**
 * A checker that checks rows which differ in their phone number alone once. It answers by itself only where the answer cannot
 * depend on the number: the row had no problem, both numbers are in use, in the same country, and in the form `+14155550123`, and
 * the provider refuses nothing about the new one. Any other row is checked whole.
 * @param check the whole check of a row, a pure function
 */
export function checkRepeatedOnce(
  check: (row: SheetRow) => CheckedRow,
  { mapping, sets = [], accounts }: Pick<RowCheckerOptions, 'mapping' | 'sets' | 'accounts'>,
): (row: SheetRow) => CheckedRow {
  const at = mapping.columns.get('phone_number');
  const isComposed = NUMBER_PIECES.some((piece) => mapping.pieces?.has(piece) === true);
  if (at === undefined || isComposed || sets.some(({ column }) => column === 'phone_number')) return check;
  const known = new Map<number, readonly KnownRow[]>();
  let kept = 0;
  let asked = 0;
  let answered = 0;

  function answerOf({ cells, line }: SheetRow, { request: like, isAsked }: KnownRow): CheckedRow | null {
    const phoneNumber = cells[at ?? 0] ?? '';
    const reading = readPhoneNumber(phoneNumber, '');
    const isAlike = reading.ok && reading.assigned && reading.country === like.numberCountry;
    if (!isAlike || reading.phoneNumber !== phoneNumber) return null;
    const request = { ...like, phoneNumber };
    if (!isAsked) return { request, problems: NONE };
    return refused(request, line) === 0 ? { request, problems: NONE } : null;
  }

  /** How much the provider refuses of a request: with an account that is not there, it cannot be told. */
  function refused(request: Request, line: number): number {
    return accounts.get(request.account)?.refuse(request, line).length ?? Number.POSITIVE_INFINITY;
  }

  /** What it says depends on what it looks at alone; a number that it does not look at may be any other. */
  function asksForNumber(request: Request, line: number): boolean {
    let isAsked = false;
    const { phoneNumber } = request;
    const watched = Object.defineProperty({ ...request }, 'phoneNumber', {
      enumerable: true,
      get: () => {
        isAsked = true;
        return phoneNumber;
      },
    });
    return refused(watched, line) > 0 || isAsked;
  }

  return (row) => {
    const { cells, problems } = row;
    const phoneNumber = cells[at] ?? '';
    const isHopeless = asked >= TRIAL_ROWS && answered < asked * LEAST_SHARE;
    if (isHopeless || problems.length > 0 || !STRICT_NUMBER.test(phoneNumber)) return check(row);
    asked++;
    const key = hashOf(cells, at);
    const alike = known.get(key);
    const found = alike?.find((each) => differInOneCell(cells, each.cells, at));
    const answer = found === undefined ? null : answerOf(row, found);
    if (answer !== null) {
      answered++;
      return answer;
    }
    const checked = check(row);
    const { request, names } = checked;
    const isPlain = checked.problems.length === 0 && names === undefined;
    if (found === undefined && isPlain && request?.phoneNumber === phoneNumber) {
      const isAsked = asksForNumber(request, row.line);
      if (kept++ >= MOST_ROWS) {
        known.clear();
        kept = 1;
      }
      known.set(key, [{ cells, request, isAsked }, ...(known.get(key) ?? [])].slice(0, MOST_ALIKE));
    }
    return checked;
  };
}

function differInOneCell(cells: readonly string[], others: readonly string[], at: number): boolean {
  if (cells.length !== others.length) return false;
  for (let index = 0; index < cells.length; index++) {
    if (index !== at && cells[index] !== others[index]) return false;
  }
  return true;
}

/** A number by which rows are found; what it finds is compared cell by cell. Of a cell it takes the length and some letters. */
function hashOf(cells: readonly string[], at: number): number {
  let hash = cells.length;
  for (let index = 0; index < cells.length; index++) {
    if (index === at) continue;
    const cell = cells[index] ?? '';
    const end = cell.length;
    hash = Math.imul(hash, 31) + end;
    for (let place = Math.max(0, end - HASHED_LETTERS); place < end; place++) {
      hash = Math.imul(hash, 31) + cell.charCodeAt(place);
    }
    if (end > HASHED_LETTERS) hash = Math.imul(hash, 31) + cell.charCodeAt(0) * 7 + cell.charCodeAt(end >> 1);
  }
  return hash;
}
