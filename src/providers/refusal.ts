import type { Request } from '../domain/request/request.ts';
import { cellProblem, type Problem } from '../errors/problem.ts';

/** One thing that a provider cannot hold: the cell that says it, the words for it, and when it applies. */
export interface Refusal {
  readonly column: string;
  /** `error` when absent. */
  readonly severity?: Problem['severity'];
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly applies: (request: Request) => boolean;
}

/** What a provider with this table cannot hold of a request: all that applies, in the order of the table. */
export function refuseBy(table: readonly Refusal[]) {
  return (request: Request, row: number): readonly Problem[] => refusalsOf(table, request, row);
}

function refusalsOf(table: readonly Refusal[], request: Request, row: number): readonly Problem[] {
  const problems: Problem[] = [];
  // A loop: this is asked about every row, and hardly ever finds anything.
  for (const refusal of table) {
    if (!refusal.applies(request)) continue;
    const { applies: _, ...problem } = refusal;
    problems.push(cellProblem({ ...problem, row, value: cellOf(request, problem.column) }));
  }
  return problems;
}

/** What a request has of a column. */
export function cellOf(request: Request, column: string): string {
  const { address } = request;
  switch (column) {
    case 'action':
      return request.action;
    case 'caller_name':
      return request.callerName;
    case 'address_label':
      return request.addressLabel;
    case 'address_id':
      return request.addressId;
    case 'street':
    case 'unit':
    case 'city':
    case 'region':
    case 'country':
      return address?.[column] ?? '';
    default: {
      const settings: Readonly<Record<string, string | undefined>> = request.settings;
      return settings[column] ?? '';
    }
  }
}

/** Whether carrying out the request may write its address, so that the provider's fields have to hold it. */
export function writesAddress(request: Request): boolean {
  return request.address !== null && request.addressId === '' && request.action !== 'ignore';
}

/** A tag of 24 characters (`addressTag`) and the space after it. */
const TAG_AND_SPACE_CHARS = 25;

/**
 * A label that does not fit behind the program's tag: a warning names what is cut. It is not an error, for an address that is
 * there already keeps its label, and an export of addresses is to be applied as it is.
 * @param field its provider's name and code prefix, and the longest text of the field that holds tag and label
 */
export function labelRefusals(field: {
  readonly title: string;
  readonly prefix: string;
  readonly maxChars: number;
}): readonly Refusal[] {
  const room = labelRoom(field.maxChars);
  const isLong = (request: Request): boolean => writesAddress(request) && request.addressLabel.length > room;
  return [
    {
      column: 'address_label',
      severity: 'warning',
      code: `${field.prefix}_ADDRESS_LABEL_CUT`,
      message: `${field.title} stores ${room} characters of a label after the program's tag: of a new address, this one is cut.`,
      hint: `Shorten address_label to ${room} characters if its end matters.`,
      applies: isLong,
    },
  ];
}

/** How many characters of a label fit into a field that begins with the program's tag. */
function labelRoom(fieldChars: number): number {
  return fieldChars - TAG_AND_SPACE_CHARS;
}
