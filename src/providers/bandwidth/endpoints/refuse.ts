import type { Request } from '../../../domain/request/request.ts';
import { isEndUserId } from '../../../domain/request/subject-key.ts';
import { cellProblem, type Problem } from '../../../errors/problem.ts';
import { refuse as refuseInEither } from '../refuse.ts';

/**
 * What an end user's id (AEUI) may be: letters and digits (error 8045) with a letter among them (8015), at most 30 characters
 * (8013), and at least 4 beside a telephone number (8012), which is its callback number. Source: Bandwidth's E911 orders
 * ("must be between 1 and 30 characters", "Non-PIDF-LO … between 4 and 30"), verified 2026-11-26.
 */
const MOST_CHARS = 30;
const LEAST_CHARS_WITH_NUMBER = 4;

/** What the endpoints dialect cannot hold of a request. */
export function refuse(request: Request, row: number): readonly Problem[] {
  return [...refuseInEither(request, row), ...endUserProblems(request, row)];
}

function endUserProblems({ action, phoneNumber: key, endUserId }: Request, row: number): Problem[] {
  const id = isEndUserId(key) ? key : (endUserId ?? '');
  // An endpoint that is there already is found by whatever id it has.
  const why = id === '' || action !== 'assign' ? null : faultOf(id, !isEndUserId(key));
  if (why === null) return [];
  return [
    cellProblem({
      row,
      column: 'endpoint_user_id',
      value: id,
      code: 'BANDWIDTH_END_USER_ID',
      message: `"${id}" cannot be the ID of an end user: ${why}.`,
      hint: 'Correct endpoint_user_id.',
    }),
  ];
}

function faultOf(id: string, hasNumber: boolean): string | null {
  if (!/^[A-Za-z0-9]+$/.test(id)) return 'Bandwidth takes letters and digits only';
  if (!/[A-Za-z]/.test(id)) return 'Bandwidth wants at least one letter in it';
  if (id.length > MOST_CHARS) {
    return `it has ${id.length} characters, and Bandwidth takes up to ${MOST_CHARS}`;
  }
  const isShort = hasNumber && id.length < LEAST_CHARS_WITH_NUMBER;
  return isShort
    ? `beside a phone number, Bandwidth takes ${LEAST_CHARS_WITH_NUMBER} characters or more`
    : null;
}
