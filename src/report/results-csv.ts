import { keyCells } from '../domain/request/subject-key.ts';
import type { RowOutcome, RowRecord } from '../journal/records.ts';
import { RESULT_COLUMNS } from '../sheet/columns/columns.ts';
import { cellsText } from './csv-cells.ts';
import { ownCells, type ReportSheet, type ResultColumn } from './report-sheet.ts';
import type { RowFile } from './row-file.ts';
import { outcomeOf } from './row-outcome.ts';

/** results.csv: every row once, in the order given, the user's columns first. */
export function resultsFile(sheet: ReportSheet): RowFile {
  const answerOf = (row: RowRecord): readonly string[] => {
    const answer = answerCells(row, outcomeOf(row), sheet.runId);
    return RESULT_COLUMNS.map((column) => answer[column]);
  };
  const repeated = repeatedAnswers(answerOf);
  return {
    name: 'results.csv',
    header: [...sheet.header, ...RESULT_COLUMNS],
    textOf: (row) => {
      const parts = repeated(row);
      if (parts === null) return null;
      const { phoneNumber = '' } = row.request ?? {};
      const own = row.cells.length === sheet.header.length ? row.cells : ownCells(sheet, row);
      return `${cellsText(own)},"${row.line}",${parts.before},${cellsText([keyCells(phoneNumber).phone_number])},${parts.after}`;
    },
    recordsOf: (row) => [[...ownCells(sheet, row), ...answerOf(row)]],
  };
}

/** The cells of an answer on both sides of `e164`, as they are written; `row`, the first of them, is left out. */
interface AnswerText {
  readonly before: string;
  readonly after: string;
}

/**
 * Rows that share one outcome, as all valid rows of an offline check do, have the same cells behind their own, but for the line
 * and the number. Null for a row whose answer is its own.
 */
function repeatedAnswers(
  answerOf: (row: RowRecord) => readonly string[],
): (row: RowRecord) => AnswerText | null {
  const known = new WeakMap<RowOutcome, Map<string, AnswerText>>();
  return (row) => {
    const { outcome, request } = row;
    if (outcome === null || request === null || request.approval !== undefined) return null;
    // Its number, or end user, is not where it is in other rows.
    if (request.site !== undefined) return null;
    if (outcomeOf(row) !== outcome) return null;
    const byAccount = known.get(outcome) ?? new Map<string, AnswerText>();
    known.set(outcome, byAccount);
    const found = byAccount.get(request.account);
    if (found !== undefined) return found;
    const cells = answerOf(row);
    const at = RESULT_COLUMNS.indexOf('e164');
    const text = { before: cellsText(cells.slice(1, at)), after: cellsText(cells.slice(at + 1)) };
    byAccount.set(request.account, text);
    return text;
  };
}

/** The program's answer to a row, column by column; absent facts are empty text. */
export function answerCells(
  row: RowRecord,
  outcome: RowOutcome,
  runId: string,
): Readonly<Record<ResultColumn, string>> {
  const suggested = outcome.suggested ?? null;
  return {
    row: String(row.line),
    result: outcome.result,
    stage: outcome.stage,
    detail: [siteUser(row), outcome.detail].filter(Boolean).join('; '),
    provider: outcome.provider ?? '',
    resolved_account: row.request?.account ?? '',
    e164: keyOfRow(row).phone_number,
    provider_address_id: outcome.providerAddressId ?? '',
    validation: outcome.validation ?? '',
    suggested_street: suggested?.street ?? '',
    suggested_unit: suggested?.unit ?? '',
    suggested_city: suggested?.city ?? '',
    suggested_region: suggested?.region ?? '',
    suggested_postal_code: suggested?.postalCode ?? '',
    suggested_country: suggested?.country ?? '',
    address_before: outcome.addressBefore ?? '',
    address_after: outcome.addressAfter ?? '',
    emergency_status: outcome.emergencyStatus ?? '',
    error_code: outcome.errorCode ?? '',
    error_column: outcome.errorColumn ?? '',
    error_message: outcome.errorMessage ?? '',
    hint: outcome.hint ?? '',
    provider_code: outcome.providerCode ?? '',
    provider_message: outcome.providerMessage ?? '',
    provider_request_id: outcome.providerRequestId ?? '',
    attempts: numberText(outcome.attempts),
    started_at: outcome.startedAt ?? '',
    finished_at: outcome.finishedAt ?? '',
    uncovered_seconds: numberText(outcome.uncoveredSeconds),
    max_gap_seconds: numberText(outcome.maxGapSeconds),
    approved_by: row.request?.approval?.by ?? '',
    approved_at: row.request?.approval?.at ?? '',
    run_id: runId,
  };
}

/** What a row is about; a row of a site represents one of its numbers. */
export function keyOfRow({ request }: RowRecord): ReturnType<typeof keyCells> {
  return keyCells(request?.phoneNumber || (request?.atSite ?? ''));
}

/** The end user that a row of a site represents: no column of the sheet names it. */
function siteUser(row: RowRecord): string {
  const { endpoint_user_id: user } = keyOfRow(row);
  return row.request?.site === undefined || user === '' ? '' : `end user ${user}`;
}

const numberText = (value: number | undefined): string => (value === undefined ? '' : String(value));
