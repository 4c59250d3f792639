import type { Address } from '../../domain/address.ts';
import { placeKey } from '../../domain/place-key.ts';
import type { Request } from '../../domain/request.ts';
import type { Problem } from '../../errors/problem.ts';
import { ROW_CODES } from '../../errors/row-codes.ts';
import { unusedCellProblem } from '../../errors/unused-cell.ts';
import type { Journal } from '../../journal/journal.ts';
import type { RowOutcome, RowRecord, Subject } from '../../journal/records.ts';
import { subjectName } from '../../journal/subject.ts';
import { differInDesignator, requestSubject, sameRequest } from '../../plan/context/request-subject.ts';
import type { Capabilities } from '../../providers/contract.ts';
import type { SheetRow } from '../../sheet/source/sheet-row.ts';
import { newOperation } from './new-operation.ts';
import type { Source } from './run-source.ts';

const PROGRESS_ROWS = 500;
const CONFLICT = 'ROW_WISHES_CONFLICT';
const SPLIT = 'ROW_ADDRESS_SPLIT';

/** What the sheet added up to. */
export interface Intake {
  /** Rows that take part (not left out by --rows, --where or --limit). */
  taken: number;
  /** Of them, rows that cannot be carried out. */
  bad: number;
  readonly accounts: Set<string>;
}

/**
 * Reads the sheet once into the journal: each row with its request or its problems, and one operation for each distinct request.
 * Equal requests about one number share an operation; different requests are errors on all their rows.
 */
// biome-ignore lint/complexity/useMaxParams: older than the limit
export async function importRows(
  journal: Journal,
  runId: string,
  source: Source,
  capabilitiesOf: (account: string) => Capabilities | undefined,
  progress: (rows: number) => void,
): Promise<Intake> {
  const intake: Intake = { taken: 0, bad: 0, accounts: new Set() };
  let read = 0;
  for await (const row of source.rows()) {
    await addRow(journal, runId, row, source, capabilitiesOf, intake);
    if (++read % PROGRESS_ROWS === 0) progress(read);
  }
  progress(read);
  return intake;
}

// biome-ignore lint/complexity/useMaxParams: older than the limit
async function addRow(
  journal: Journal,
  runId: string,
  row: SheetRow,
  source: Source,
  capabilitiesOf: (account: string) => Capabilities | undefined,
  intake: Intake,
): Promise<void> {
  const base = { position: row.position, line: row.line, cells: row.cells, operationId: '', outcome: null };
  const leftOutBy = source.leftOutBy(row, intake.taken);
  if (leftOutBy !== '') {
    const outcome: RowOutcome = { result: 'skipped', stage: 'read', detail: `left out by ${leftOutBy}` };
    await journal.addRow(runId, { ...base, request: null, problems: [], outcome });
    return;
  }
  intake.taken++;
  const checked = source.check(row);
  const { request } = checked;
  const isOffline = source.options.command === 'validate' && !source.options.online;
  const problems = isOffline ? [...checked.problems, ...notCompared(request, row.line)] : checked.problems;
  const record: RowRecord = { ...base, request, problems };
  if (checked.proposal) {
    const outcome = proposed(checked.proposal);
    await journal.addRow(runId, { ...record, outcome });
    return;
  }
  if (!request) {
    intake.bad++;
    await journal.addRow(runId, record);
    return;
  }
  const capabilities = capabilitiesOf(request.account);
  if (request.action === 'ignore' || !capabilities) {
    await journal.addRow(runId, record);
    return;
  }
  intake.accounts.add(request.account);
  const subject = requestSubject(request, capabilities);
  const known = await journal.findOperation(runId, request.account, subject);
  if (!known) {
    const operation = newOperation(
      { operationId: `op-${String(row.position).padStart(6, '0')}`, position: row.position },
      request,
      subject,
    );
    await journal.addOperation(runId, operation);
    await journal.addRow(runId, { ...record, operationId: operation.operationId });
    return;
  }
  await journal.addRow(runId, { ...record, operationId: known.operationId });
  if (known.outcome === null && sameRequest(known.request, request)) return;
  const mergedUnit = known.outcome === null ? differInDesignator(known.request, request) : null;
  if (mergedUnit !== null) {
    // The plan knows whether another designator is used with it as well.
    const isBare = known.request.address !== null && placeKey(known.request.address) === mergedUnit;
    await journal.saveOperation(runId, { ...known, request: isBare ? request : known.request, mergedUnit });
    return;
  }
  intake.bad += known.outcome === null ? (await journal.rowsOfOperation(runId, known.operationId)).length : 1;
  if (known.outcome !== null) return;
  const lines = (await journal.rowsOfOperation(runId, known.operationId)).map((each) => each.line);
  await journal.saveOperation(runId, { ...known, phase: 'ended', outcome: conflict(subject, lines) });
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
  return (request?.unused ?? []).map((cell) =>
    unusedCellProblem(
      cell,
      'warning',
      `The action ${request?.action} does not write it; e911 plan compares it with the present state.`,
      line,
    ),
  );
}

function conflict(subject: Subject, lines: readonly number[]): RowOutcome {
  const what = subjectName(subject);
  return {
    result: 'failed',
    stage: 'validate',
    detail: '',
    errorCode: CONFLICT,
    errorColumn: subject.kind === 'number' ? 'phone_number' : 'action',
    errorMessage: `Rows ${lines.join(' and ')} ask for different things for ${what}, so none of them is carried out.`,
    hint: ROW_CODES[CONFLICT].hint,
  };
}
