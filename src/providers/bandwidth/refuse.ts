import type { Address } from '../../domain/address.ts';
import type { Request } from '../../domain/request.ts';
import { isRefused, type Refused, type SplitStreet, splitStreet } from '../../domain/street/street-split.ts';
import { cellProblem, type Problem } from '../../errors/problem.ts';

/** Longest texts. Source: Bandwidth's Dynamic Location Routing document and error 8001, verified 2026-11-21. */
const LIMITS: readonly { column: string; chars: number; value: (request: Request) => string }[] = [
  { column: 'caller_name', chars: 50, value: (request) => request.callerName },
  { column: 'house_number', chars: 45, value: (request) => request.address?.parts?.houseNumber ?? '' },
  { column: 'street_name', chars: 200, value: (request) => request.address?.parts?.streetName ?? '' },
  { column: 'street_suffix', chars: 45, value: (request) => request.address?.parts?.streetSuffix ?? '' },
  { column: 'unit', chars: 60, value: (request) => request.address?.unit ?? '' },
  { column: 'city', chars: 100, value: (request) => request.address?.city ?? '' },
];

/** How a dialect takes a street apart. */
export type Split = (address: Address) => SplitStreet | Refused;

/** What Bandwidth cannot hold of a request, in either dialect. */
export function refuse(request: Request, row: number, split: Split = splitStreet): readonly Problem[] {
  if (request.action === 'ignore') return [];
  const problems: Problem[] = [];
  for (const { column, chars, value } of LIMITS) {
    const text = value(request);
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
  if (address === null || request.addressId !== '') return [];
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
