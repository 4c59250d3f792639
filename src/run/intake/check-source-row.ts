import type { Address } from '../../domain/address/address.ts';
import { counted, many } from '../../domain/plural.ts';
import type { Request } from '../../domain/request/request.ts';
import { keyColumn } from '../../domain/request/subject-key.ts';
import type { Problem } from '../../errors/problem.ts';
import { ROW_CODES } from '../../errors/row-codes.ts';
import { unusedCellProblem } from '../../errors/unused-cell.ts';
import type { RowOutcome, RowRecord, Subject } from '../../journal/records.ts';
import { subjectName } from '../../journal/subject.ts';
import { requestSubject } from '../../plan/context/request-subject.ts';
import type { Capabilities } from '../../providers/contract.ts';
import type { AddressNames } from '../../sheet/rows/address-rows.ts';
import type { SheetRow } from '../../sheet/source/sheet-row.ts';
import type { Source } from './source.ts';

const CONFLICT = 'ROW_WISHES_CONFLICT';
const SPLIT = 'ROW_ADDRESS_SPLIT';
/** Rows that a contradiction names; more are counted. */
const NAMED_LINES = 5;

/** What the sheet added up to. */
export interface Intake {
  /** Rows that take part (not left out by --rows, --where or --limit). */
  taken: number;
  /** Of them, rows that cannot be carried out. */
  bad: number;
  readonly accounts: Set<string>;
}

/** `3 of 1,000 rows have errors` */
export function badRows(bad: number, taken: number): string {
  return `${counted(bad)} of ${many(taken, 'row')} ${bad === 1 ? 'has' : 'have'} errors`;
}

export type CapabilitiesOf = (account: string) => Capabilities | undefined;

/** A row as the journal keeps it, and what it asks for when it asks for something. */
interface CheckedRecord {
  readonly record: RowRecord;
  readonly asks: { readonly request: Request; readonly subject: Subject } | null;
  /** Of an `add-address` row that takes part, with errors or without. */
  readonly names?: AddressNames | undefined;
}

/** Checks one row offline and counts it. */
export function checkSourceRow(
  row: SheetRow,
  source: Source,
  intake: Intake,
  capabilitiesOf: CapabilitiesOf,
): CheckedRecord {
  const leftOutBy = source.leftOutBy(row, intake.taken);
  if (leftOutBy !== '') {
    const outcome: RowOutcome = { result: 'skipped', stage: 'read', detail: `left out by ${leftOutBy}` };
    return { record: recordOf(row, null, [], outcome), asks: null };
  }
  intake.taken++;
  const checked = source.check(row);
  const { request } = checked;
  const isOffline = source.options.command === 'validate' && !source.options.online;
  const problems = isOffline ? [...checked.problems, ...notCompared(request, row.line)] : checked.problems;
  const outcome = checked.proposal ? proposed(checked.proposal) : null;
  const record = recordOf(row, request, problems, outcome);
  const { names } = checked;
  if (outcome) return { record, asks: null, names };
  if (!request) {
    intake.bad++;
    return { record, asks: null, names };
  }
  const capabilities = capabilitiesOf(request.account);
  if (request.action === 'ignore' || !capabilities) return { record, asks: null };
  intake.accounts.add(request.account);
  return { record, asks: { request, subject: requestSubject(request, capabilities) }, names };
}

/** Written out: a copy of another object for each row costs as much as the check of a row that was seen before. */
function recordOf(
  { position, line, cells }: SheetRow,
  request: Request | null,
  problems: readonly Problem[],
  outcome: RowOutcome | null,
): RowRecord {
  return { position, line, cells, request, problems, operationId: '', outcome };
}

/** A whole address from one cell waits for approval like a correction of a provider. */
function proposed(suggested: Address): RowOutcome {
  return {
    result: 'needs_review',
    stage: 'validate',
    detail: 'not sent: the address was split from one cell',
    suggested,
    errorCode: SPLIT,
    errorColumn: 'street',
    errorMessage: ROW_CODES[SPLIT].title,
    hint: ROW_CODES[SPLIT].hint,
  };
}

/** Offline, a cell that its action does not use cannot be compared with the present state; the plan does that. */
function notCompared(request: Request | null, line: number): Problem[] {
  const unused = request?.unused ?? [];
  if (unused.length === 0) return [];
  return unused.map((cell) =>
    unusedCellProblem(
      cell,
      'warning',
      `The action ${request?.action} does not write it; e911 plan compares it with the present state.`,
      line,
    ),
  );
}

/** The answer to a row that names no address row, or one that is not carried out. */
export function refusedAddressRow({ code, column, message, hint }: Problem): RowOutcome {
  const said = { errorCode: code, errorColumn: column, errorMessage: message, hint };
  return { result: 'failed', stage: 'validate', detail: '', ...said };
}

/** The answer to rows that contradict each other about one subject; `lines` in the order of the sheet. */
export function contradiction(
  { request: { address }, subject }: { readonly request: Request; readonly subject: Subject },
  lines: readonly number[],
): RowOutcome {
  const isAddress = subject.kind === 'address' || subject.kind === 'check';
  const what =
    isAddress && address !== null
      ? [address.street, address.unit, address.city].filter((part) => part !== '').join(', ')
      : subjectName(subject);
  const named = lines.slice(0, NAMED_LINES);
  const more = lines.length - named.length;
  const rows =
    more === 0
      ? `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`
      : `${named.join(', ')} and ${more} more`;
  return {
    result: 'failed',
    stage: 'validate',
    detail: '',
    errorCode: CONFLICT,
    errorColumn: subject.kind === 'number' ? keyColumn(subject.phoneNumber) : 'action',
    errorMessage: `Rows ${rows} ask for different things for ${what}, so none of them is carried out.`,
    hint: ROW_CODES[CONFLICT].hint,
  };
}
