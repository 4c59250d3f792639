import type { Action, Request } from '../domain/request/request.ts';
import type { UnusedCell } from '../domain/request/request-columns.ts';
import { acquires } from '../domain/request/request-scope.ts';
import { labelWithoutTag } from '../domain/request/tag.ts';
import type { Problem, Severity } from '../errors/problem.ts';
import { DESCRIPTIVE, isMeant, unusedCellProblem } from '../errors/unused-cell.ts';
import type { AddressRecord } from '../journal/records.ts';
import type { Capabilities } from '../providers/contract.ts';
import { type ComparedState, fold, type Seen, seeInPlaceOf } from './seen-cells.ts';

/** These end with less than there was: what is gone already does not contradict the row. */
const REMOVING: ReadonlySet<Action> = new Set(['remove', 'release', 'delete-address']);

/**
 * Problems of the cells that the row's action neither sends nor compares, after comparing them with the present state here:
 * a cell that says what is there already is not a problem.
 */
export function unusedProblems(
  request: Request,
  state: ComparedState,
  capabilities: Capabilities,
): Problem[] {
  return request.unused.flatMap((cell) => {
    const seen = seeInPlaceOf(cell, request, state, capabilities);
    if (seen.is === 'same') return [];
    const severity = severityOf(cell, request, seen, capabilities);
    if (seen.is === 'different' && isOffered(cell, state)) {
      const said = `${capabilities.title} offers this number with "${seen.value}".`;
      const hint = `Pick another number with e911 buy, or clear ${cell.column} in this row.`;
      return [{ ...unusedCellProblem(cell, severity, said), hint }];
    }
    const isAnswered = capabilities.answeredColumns.includes(cell.column);
    const problem = unusedCellProblem(cell, severity, why(request, seen, capabilities, isAnswered));
    return [isAnswered ? { ...problem, hint: `Clear ${cell.column} in this row.` } : problem];
  });
}

function isOffered(cell: UnusedCell, { number, offer }: ComparedState): boolean {
  return number === null && offer !== undefined && offer !== null && DESCRIPTIVE.has(cell.column);
}

function severityOf(cell: UnusedCell, request: Request, seen: Seen, capabilities: Capabilities): Severity {
  const { settingColumns } = capabilities;
  const isGone =
    seen.is === 'absent' && REMOVING.has(request.action) && !settingColumns.some((it) => it === cell.column);
  // A number of another kind would be bought, and paid for.
  if (acquires(request) && DESCRIPTIVE.has(cell.column)) return seen.is === 'different' ? 'error' : 'warning';
  // The row would act on the endpoint of another end user than the one it names.
  if (cell.column === 'endpoint_user_id') return seen.is === 'different' ? 'error' : 'warning';
  const isError = seen.is !== 'unknown' && !isGone && isMeant(cell, request.action, capabilities);
  return isError ? 'error' : 'warning';
}

function why({ action }: Request, seen: Seen, { title }: Capabilities, isAnswered: boolean): string {
  const does = isAnswered
    ? `${title} works it out from the address and takes no other`
    : `The action ${action} does not write it at ${title}`;
  switch (seen.is) {
    case 'different':
      return `${does}, where the present value is "${seen.value}".`;
    case 'unknown':
      return `${does}, and ${title} does not show the present value.`;
    default:
      return `${does}, and no value is set there now.`;
  }
}

/**
 * Warnings of cells that the action consumes only when it writes, for a row that writes nothing or uses an address that is
 * there: its label is another, or the provider does not show the caller name it holds.
 */
export function unwrittenProblems(
  request: Request,
  state: ComparedState & { readonly isUnchanged: boolean },
  capabilities: Capabilities,
): Problem[] {
  const { stored, number, isUnchanged } = state;
  const consumed = capabilities.consumes[request.action] ?? [];
  const problems: Problem[] = [];
  if (stored && request.addressLabel !== '' && consumed.includes('address_label')) {
    const label = labelWithoutTag(stored.label);
    if (fold(label) !== fold(request.addressLabel)) {
      const cell = { column: 'address_label', value: request.addressLabel };
      const what = label === '' ? 'has no label' : `has the label "${label}"`;
      problems.push(
        unusedCellProblem(cell, 'warning', `The address exists already (${stored.id}) and ${what}.`),
      );
    }
  }
  const kind = stored?.facts['address_location_type'] ?? '';
  if (request.addressKind !== 'business' && kind === 'business' && consumed.includes('address_kind')) {
    const cell = { column: 'address_kind', value: request.addressKind };
    const what = `The address exists already (${stored?.id}) with the kind "${kind}".`;
    problems.push(unusedCellProblem(cell, 'warning', what));
  }
  const isNameHidden =
    capabilities.callerNameIn === 'number' && number !== null && number.emergency.callerName === null;
  if (isUnchanged && isNameHidden && request.callerName !== '' && consumed.includes('caller_name')) {
    const cell = { column: 'caller_name', value: request.callerName };
    problems.push(
      unusedCellProblem(
        cell,
        'warning',
        `The number has this address already, and ${capabilities.title} does not show the name it holds, so the two were not compared.`,
      ),
    );
  }
  return problems;
}

/** Warnings of cells that differ from those of an earlier row, where one address is written for all numbers of a place. */
export function sharedProblems(
  request: Request,
  shared: Pick<AddressRecord, 'content' | 'state'> | null,
  capabilities: Capabilities,
): Problem[] {
  // What exists already is compared as such.
  if (shared === null || shared.state !== 'open' || capabilities.addressModel !== 'own-resource') return [];
  const consumed = capabilities.consumes[request.action] ?? [];
  const { label, addressKind } = shared.content;
  const pairs = [
    { column: 'address_label', value: request.addressLabel, other: label },
    { column: 'address_kind', value: request.addressKind, other: addressKind },
  ] as const;
  return pairs
    .filter(
      ({ column, value, other }) => value !== '' && consumed.includes(column) && fold(value) !== fold(other),
    )
    .map(({ column, value, other }) => {
      const why = `The address is written once for all its rows, with "${other}" of an earlier row.`;
      const hint = `Give all rows of this address the same ${column}.`;
      return { ...unusedCellProblem({ column, value }, 'warning', why), hint };
    });
}
