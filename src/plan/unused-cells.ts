import { samePlace } from '../domain/address/place-key.ts';
import type { Action, Request, SettingColumn } from '../domain/request/request.ts';
import { ADDRESS_COLUMNS, type UnusedCell } from '../domain/request/request-columns.ts';
import { labelWithoutTag } from '../domain/request/tag.ts';
import type { Problem, Severity } from '../errors/problem.ts';
import { isMeant, unusedCellProblem } from '../errors/unused-cell.ts';
import type { Capabilities, NumberState, StoredAddress } from '../providers/contract.ts';
import { isSameDegrees } from './answered-cells.ts';

/** The present state that the cells of one request are compared with. */
interface ComparedState {
  /** Null when the number is not in the account, or the request names none. */
  readonly number: NumberState | null;
  /** The address that the number has, or the one that `address_id` names. */
  readonly stored: StoredAddress | null;
  /** An address that is there and serves the request; absent where none does. */
  readonly serving?: StoredAddress | null;
}

/** What is there in place of a cell's value. `unknown`: the provider has it and does not show it. */
type Seen =
  | { readonly is: 'same' | 'absent' | 'unknown' }
  | { readonly is: 'different'; readonly value: string };

const ADDRESS: ReadonlySet<string> = new Set(ADDRESS_COLUMNS);
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
  const isAddressSame = sameAddress(request, state);
  return request.unused.flatMap((cell) => {
    const seen = isAddressSame && ADDRESS.has(cell.column) ? SAME : see(cell, request, state, capabilities);
    if (seen.is === 'same') return [];
    const isAnswered = capabilities.answeredColumns.includes(cell.column);
    const severity = severityOf(cell, request, seen, capabilities);
    const problem = unusedCellProblem(cell, severity, why(request, seen, capabilities, isAnswered));
    return [isAnswered ? { ...problem, hint: `Clear ${cell.column} in this row.` } : problem];
  });
}

const SAME: Seen = { is: 'same' };

function severityOf(cell: UnusedCell, request: Request, seen: Seen, capabilities: Capabilities): Severity {
  const { settingColumns } = capabilities;
  const isGone =
    seen.is === 'absent' && REMOVING.has(request.action) && !settingColumns.some((it) => it === cell.column);
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

function sameAddress({ unusedAddress }: Request, state: ComparedState): boolean {
  const present = presentAddress(state);
  return unusedAddress !== null && present !== null && samePlace(unusedAddress, present);
}

function presentAddress({ number, stored }: ComparedState) {
  return stored?.address ?? number?.emergency.address ?? null;
}

function see(cell: UnusedCell, request: Request, state: ComparedState, capabilities: Capabilities): Seen {
  const { number, stored } = state;
  switch (cell.column) {
    case 'caller_name':
      return seeCallerName(cell, state, capabilities);
    case 'address_label':
      return compared(cell, stored && labelWithoutTag(stored.label));
    case 'address_kind':
      return compared(cell, stored?.facts['address_location_type'] || null);
    case 'address_id':
      return compared(cell, number?.emergency.addressId || null);
    case 'endpoint_user_id':
      return compared(cell, number?.facts['endpoint_user_id'] || null);
    case 'latitude':
    case 'longitude':
      return seeDegrees(cell, [state.serving?.facts, stored?.facts, number?.facts]);
    default:
      if (ADDRESS.has(cell.column)) return seeAddressPart(cell, request, state);
      return compared(cell, number?.settings[cell.column as SettingColumn] || null);
  }
}

function seeCallerName(cell: UnusedCell, state: ComparedState, { callerNameIn }: Capabilities): Seen {
  const present = presentAddress(state);
  if (present === null) return { is: 'absent' };
  const name = callerNameIn === 'address' ? state.stored?.callerName : state.number?.emergency.callerName;
  return name === null || name === undefined ? { is: 'unknown' } : compared(cell, name);
}

/** Degrees of where the number is now, or of where the request puts it. */
function seeDegrees(
  { column, value }: UnusedCell,
  shown: readonly (Readonly<Record<string, string>> | undefined)[],
): Seen {
  const present = shown.flatMap((facts) => facts?.[column] || []);
  if (present.some((degrees) => isSameDegrees(degrees, value))) return SAME;
  return present[0] === undefined ? { is: 'absent' } : { is: 'different', value: present[0] };
}

/** A part of an address by itself: the row does not write a whole one. */
function seeAddressPart(cell: UnusedCell, { unusedAddress }: Request, state: ComparedState): Seen {
  const present = presentAddress(state);
  if (present === null) return { is: 'absent' };
  if (unusedAddress !== null) return { is: 'different', value: shown(present, cell.column) };
  const value = shown(present, cell.column);
  const isPart = fold(value).split(' ').includes(fold(cell.value)) || fold(value) === fold(cell.value);
  return isPart ? SAME : { is: 'different', value };
}

function shown(address: StoredAddress['address'], column: string): string {
  switch (column) {
    case 'unit':
      return address.unit;
    case 'city':
      return address.city;
    case 'region':
      return address.region;
    case 'postal_code':
    case 'plus_four':
      return address.postalCode;
    default:
      return address.street;
  }
}

function compared(cell: UnusedCell, value: string | null): Seen {
  if (value === null || value === '') return cell.value === '""' ? SAME : { is: 'absent' };
  return fold(value) === fold(cell.value) ? SAME : { is: 'different', value };
}

function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
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
