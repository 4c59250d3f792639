import type { Address } from '../../domain/address/address.ts';
import type { Request } from '../../domain/request/request.ts';
import { isRefused, type Refused, type SplitStreet, splitStreet } from '../../domain/street/street-split.ts';
import { cellProblem, type Problem } from '../../errors/problem.ts';

interface Limit {
  readonly column: string;
  readonly chars: number;
  /** `split` is the street in pieces; null when the row writes no address that can be split. */
  readonly value: (request: Request, split: SplitStreet | null) => string;
}

/**
 * Longest texts. Sources: Bandwidth's Dynamic Location Routing document (address), error 8001 (name), and the Numbers API's
 * NotificationRecipientDescription (200), verified 2026-11-26. No page bounds a location's description: what was stored is
 * compared with what was sent.
 */
const LIMITS: readonly Limit[] = [
  { column: 'caller_name', chars: 50, value: (request) => request.callerName },
  { column: 'house_number', chars: 45, value: (_, split) => split?.parts.houseNumber ?? '' },
  { column: 'street_name', chars: 200, value: (_, split) => split?.parts.streetName ?? '' },
  { column: 'street_suffix', chars: 45, value: (_, split) => split?.parts.streetSuffix ?? '' },
  { column: 'unit', chars: 60, value: (request, split) => split?.unit ?? request.address?.unit ?? '' },
  { column: 'city', chars: 100, value: (request) => request.address?.city ?? '' },
  { column: 'recipient_description', chars: 200, value: ({ recipient }) => recipient?.description ?? '' },
];

/** How a dialect takes a street apart. */
export type Split = (address: Address) => SplitStreet | Refused;

/** What Bandwidth cannot hold of a request, in either dialect. */
export function refuse(request: Request, row: number, split: Split = splitStreet): readonly Problem[] {
  if (request.action === 'ignore') return [];
  const problems: Problem[] = [];
  const street = request.address === null ? null : split(request.address);
  for (const { column, chars, value } of LIMITS) {
    const text = value(request, street === null || isRefused(street) ? null : street);
    if (text.length <= chars) continue;
    problems.push(
      cellProblem({
        row,
        column,
        value: text,
        code: 'BANDWIDTH_TOO_LONG',
        message: `Bandwidth holds ${chars} characters of ${column}; this has ${text.length}.`,
        hint: `Shorten ${column}.`,
      }),
    );
  }
  if (request.action === 'assign' && request.callerName.trim() === '') {
    problems.push(
      cellProblem({
        row,
        column: 'caller_name',
        value: '',
        code: 'BANDWIDTH_CALLER_NAME_MISSING',
        message: 'Bandwidth needs a caller name with each number.',
        hint: 'Fill in caller_name.',
      }),
    );
  }
  return [...problems, ...addressProblems(request, row, split)];
}

function addressProblems(request: Request, row: number, splitOf: Split): readonly Problem[] {
  const { address } = request;
  if (address === null) return [];
  if (address.country !== 'US' && address.country !== 'CA') {
    return [
      cellProblem({
        row,
        column: 'country',
        value: address.country,
        code: 'BANDWIDTH_COUNTRY',
        message: 'Bandwidth has emergency addresses in the US and Canada only.',
        hint: 'Use another account for this row, or correct country.',
      }),
    ];
  }
  const split = splitOf(address);
  if (!isRefused(split)) return [];
  return [
    cellProblem({
      row,
      column: split.columns[0] ?? 'street',
      value: address.street,
      code: 'BANDWIDTH_STREET_UNCLEAR',
      message: `Bandwidth wants the street in pieces, and ${split.refused}.`,
      hint: `Fill in ${split.columns.join(', ')}.`,
    }),
  ];
}
