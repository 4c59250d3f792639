import path from 'node:path';
import { definitionsOf } from '../config/account-map.ts';
import type { Config } from '../config/config.ts';
import { RESULTS, type Result, type RowOutcome, type Stage } from '../journal/records.ts';
import type { NotedColumns } from '../run/context/noted-columns.ts';
import { RESULT_COLUMNS } from '../sheet/columns/columns.ts';
import { inspectFile } from '../sheet/csv/encoding.ts';
import { openCsv } from '../sheet/csv/open-csv.ts';
import { openSheet } from '../sheet/open-sheet.ts';
import type { CheckedRow } from '../sheet/rows/check-row.ts';
import { createRowChecker } from '../sheet/rows/check-row.ts';
import type { SheetRow } from '../sheet/source/sheet-row.ts';

type Column = (typeof RESULT_COLUMNS)[number];
type Answer = Readonly<Record<Column, string>>;

const STAGES: readonly Stage[] = ['read', 'validate', 'address', 'assign', 'verify'];

/** A row of results.csv: the user's cells at their line of the sheet, and how the row ended. */
export interface PastRow extends SheetRow {
  readonly outcome: RowOutcome;
}

/** The results.csv of a run, read as the sheet that it was made from. */
export interface PastResults {
  readonly header: readonly string[];
  /** Where its columns are. */
  readonly columns: NotedColumns;
  rows(): AsyncGenerator<PastRow>;
  check(row: SheetRow): CheckedRow;
}

/**
 * Opens the results.csv of a run. The columns of `--map` and the values of `--set` are not in it: rows that need them have no
 * request.
 * @throws UsageError when the file cannot be read.
 */
export async function openResults(folder: string, config: Config): Promise<PastResults> {
  const file = path.join(folder, 'results.csv');
  const sheet = await openSheet(file, { delimiter: ',', headerRow: 1 });
  const raw = openCsv(file, await inspectFile(file, undefined), { delimiter: ',' });
  const answers = async function* (): AsyncGenerator<Answer> {
    for await (const rows of raw.records()) {
      for (const { line, cells } of rows) if (line > 1) yield answerOf(cells);
    }
  };
  const account = await firstOf(answers(), 'resolved_account');
  const checker = createRowChecker({
    mapping: sheet.mapping,
    accounts: definitionsOf(config),
    defaultAccount: account,
    defaultCountry: config.defaults.country ?? '',
    acceptsSplit: true,
  });
  const numbers = new WeakMap<SheetRow, string>();
  return {
    header: sheet.header,
    columns: Object.fromEntries(sheet.mapping.columns),
    check: (row) => ofSite(checker.check(row), numbers.get(row) ?? ''),
    async *rows() {
      const said = answers();
      for await (const row of sheet.rows()) {
        const { value: answer, done } = await said.next();
        if (done === true) return;
        const past = { ...row, line: Number(answer.row) || row.line, outcome: outcomeOf(answer) };
        numbers.set(past, answer.e164);
        yield past;
      }
    },
  };
}

/** A row of a `move-site` row says in `e164` which number it represents: that number was to have the new address. */
function ofSite(checked: CheckedRow, phoneNumber: string): CheckedRow {
  const { request } = checked;
  if (request?.action !== 'move-site' || phoneNumber === '') return checked;
  const { oldAddress: _old, ...asked } = request;
  return { ...checked, request: { ...asked, action: 'assign', addressId: '', phoneNumber } };
}

/** The last cells of a record are the program's own, in the order in which it writes them. */
function answerOf(cells: readonly string[]): Answer {
  const own = cells.slice(-RESULT_COLUMNS.length);
  return Object.fromEntries(RESULT_COLUMNS.map((column, at) => [column, own[at] ?? ''])) as Answer;
}

async function firstOf(answers: AsyncIterable<Answer>, column: Column): Promise<string | undefined> {
  for await (const answer of answers) if (answer[column] !== '') return answer[column];
  return undefined;
}

function outcomeOf(answer: Answer): RowOutcome {
  const result: Result = RESULTS.find((name) => name === answer.result) ?? 'unknown';
  const stage = STAGES.find((name) => name === answer.stage) ?? 'read';
  const texts = {
    provider: answer.provider,
    providerAddressId: answer.provider_address_id,
    validation: answer.validation,
    addressBefore: answer.address_before,
    addressAfter: answer.address_after,
    emergencyStatus: answer.emergency_status,
    errorCode: answer.error_code,
    errorColumn: answer.error_column,
    errorMessage: answer.error_message,
    hint: answer.hint,
    providerCode: answer.provider_code,
    providerMessage: answer.provider_message,
    providerRequestId: answer.provider_request_id,
    startedAt: answer.started_at,
    finishedAt: answer.finished_at,
  };
  const numbers = {
    attempts: answer.attempts,
    uncoveredSeconds: answer.uncovered_seconds,
    maxGapSeconds: answer.max_gap_seconds,
  };
  return {
    result,
    stage,
    detail: answer.detail,
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')),
    ...Object.fromEntries(
      Object.entries(numbers).flatMap(([name, text]) => (text === '' ? [] : [[name, Number(text)]])),
    ),
  };
}
