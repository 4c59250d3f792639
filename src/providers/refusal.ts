import type { Request } from '../domain/request.ts';
import { cellProblem, type Problem } from '../errors/problem.ts';

/** One thing that a provider cannot hold: the cell that says it, the words for it, and when it applies. */
export interface Refusal {
  readonly column: string;
  /** The cell as the problem shows it. */
  readonly value: (request: Request) => string;
  readonly severity: Problem['severity'];
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly applies: (request: Request) => boolean;
}

/** The problems of a request, all that apply, in the order of the table. */
export function refusalsOf(table: readonly Refusal[], request: Request, row: number): readonly Problem[] {
  return table
    .filter((refusal) => refusal.applies(request))
    .map(({ applies: _, value, ...problem }) => cellProblem({ ...problem, row, value: value(request) }));
}

/** Whether carrying out the request may write its address, so that the provider's fields have to hold it. */
export function writesAddress(request: Request): boolean {
  return request.address !== null && request.addressId === '' && request.action !== 'ignore';
}

/** A tag of 24 characters (`addressTag`) and the space after it. */
const TAG_AND_SPACE_CHARS = 25;

/** How many characters of a label fit into a field that begins with the program's tag. */
export function labelRoom(fieldChars: number): number {
  return fieldChars - TAG_AND_SPACE_CHARS;
}
