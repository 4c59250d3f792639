import { readPhoneNumber } from '../../domain/phone-number.ts';
import type { Request } from '../../domain/request/request.ts';
import type { SheetRow } from '../source/sheet-row.ts';
import type { CheckedRow, RowCheckerOptions } from './check-row.ts';

/** Rows that are kept; a sheet has far fewer combinations of name and address than numbers. */
const MOST_ROWS = 8_192;
/** After so many rows it is known whether a sheet repeats itself; where fewer than one in four does, nothing more is kept. */
const TRIAL_ROWS = 20_000;
const LEAST_SHARE = 0.25;
const SEPARATOR = '\u0000';
/** A number that every check takes as it is. */
const STRICT_NUMBER = /^\+1[2-9]\d\d[2-9]\d{6}$/;
/** What a row's number can be put together from. */
const NUMBER_PIECES = ['area_code', 'exchange', 'line_number'] as const;

interface KnownRow {
  readonly cells: readonly string[];
  readonly request: Request;
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
  const known = new Map<string, KnownRow>();
  let asked = 0;
  let answered = 0;

  function answerOf(
    { cells, line }: SheetRow,
    { cells: earlier, request: like }: KnownRow,
  ): CheckedRow | null {
    const phoneNumber = cells[at ?? 0] ?? '';
    const reading = readPhoneNumber(phoneNumber, '');
    const isAlike = reading.ok && reading.assigned && reading.country === like.numberCountry;
    if (!isAlike || reading.phoneNumber !== phoneNumber || !differInNumberAlone(cells, earlier)) return null;
    const request = { ...like, phoneNumber };
    const refused = accounts.get(like.account)?.refuse(request, line);
    return refused?.length === 0 ? { request, problems: [] } : null;
  }

  function differInNumberAlone(cells: readonly string[], earlier: readonly string[]): boolean {
    return (
      cells.length === earlier.length && cells.every((cell, index) => index === at || cell === earlier[index])
    );
  }

  return (row) => {
    const { cells, problems } = row;
    const phoneNumber = cells[at] ?? '';
    const isHopeless = asked >= TRIAL_ROWS && answered < asked * LEAST_SHARE;
    if (isHopeless || problems.length > 0 || !STRICT_NUMBER.test(phoneNumber)) return check(row);
    asked++;
    const key = keyOf(cells, at);
    const found = known.get(key);
    const answer = found === undefined ? null : answerOf(row, found);
    if (answer !== null) {
      answered++;
      return answer;
    }
    const checked = check(row);
    const { request, names } = checked;
    const isPlain = checked.problems.length === 0 && names === undefined;
    if (found === undefined && isPlain && request?.phoneNumber === phoneNumber) {
      if (known.size >= MOST_ROWS) known.clear();
      known.set(key, { cells, request });
    }
    return checked;
  };
}

/** A text by which rows are found; what it finds is compared cell by cell. */
function keyOf(cells: readonly string[], at: number): string {
  let key = '';
  for (let index = 0; index < cells.length; index++) if (index !== at) key += cells[index] + SEPARATOR;
  return key;
}
