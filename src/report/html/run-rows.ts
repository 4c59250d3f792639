import { addressLine } from '../../domain/address/address.ts';
import { durationText } from '../../domain/duration-text.ts';
import type { OperationRecord, RowRecord, Stream } from '../../journal/records.ts';
import { problemsOf } from '../errors-csv.ts';
import { changeAndWhy } from '../operation-words.ts';
import { cellOf, type ReportSheet } from '../report-sheet.ts';
import { outcomeOf } from '../row-outcome.ts';
import type { TableColumn } from './page-content.ts';

/** The columns of a run's rows, in the order of `runRows`. */
export const RUN_ROW_COLUMNS: readonly TableColumn[] = [
  { label: 'Row', shape: 'number', isFilter: false },
  { label: 'Number', shape: 'code', isFilter: false },
  { label: 'Account', shape: 'text', isFilter: true },
  { label: 'Result', shape: 'kind', isFilter: true },
  { label: 'What and why', shape: 'text', isFilter: false },
  { label: 'Address before', shape: 'before', isFilter: false },
  { label: 'Address after', shape: 'after', isFilter: false },
  { label: 'What to do', shape: 'detail', isFilter: false },
  { label: 'Action', shape: 'detail', isFilter: true },
  { label: 'Reference', shape: 'detail', isFilter: false },
  { label: 'Address asked for', shape: 'asked', isFilter: false },
  { label: 'The provider suggests', shape: 'suggested', isFilter: false },
  { label: 'The provider offers', shape: 'detail', isFilter: false },
  { label: 'Address check', shape: 'detail', isFilter: false },
  { label: 'Emergency status', shape: 'detail', isFilter: false },
  { label: 'All problems of the row', shape: 'detail', isFilter: false },
  { label: 'Code', shape: 'detail', isFilter: true },
  { label: 'Column', shape: 'detail', isFilter: false },
  { label: 'In the words of the provider', shape: 'detail', isFilter: false },
  { label: 'Request id at the provider', shape: 'detail', isFilter: false },
  { label: 'Address id at the provider', shape: 'detail', isFilter: false },
  { label: 'Seconds without an address', shape: 'detail', isFilter: false },
  { label: 'Without an address at worst', shape: 'detail', isFilter: false },
];

/** The rows of a run as cells of `RUN_ROW_COLUMNS`, read one at a time. */
export async function* runRows(
  sheet: ReportSheet,
  rows: Stream<RowRecord>,
  operationOf: (row: RowRecord) => Promise<OperationRecord | null>,
): AsyncGenerator<readonly string[]> {
  for await (const row of rows) {
    yield runRow(sheet, row, await operationOf(row));
  }
}

function runRow(sheet: ReportSheet, row: RowRecord, operation: OperationRecord | null): readonly string[] {
  const outcome = outcomeOf(row);
  const problems = problemsOf(sheet, row);
  const before = outcome.addressBefore ?? '';
  return [
    String(row.line),
    row.request?.phoneNumber || cellOf(sheet, row, 'phone_number') || cellOf(sheet, row, 'endpoint_user_id'),
    row.request?.account ?? '',
    outcome.result,
    outcome.errorMessage ?? (outcome.detail || (operation === null ? '' : changeAndWhy(operation))),
    before,
    // What is not changed stays as it was, whatever was asked for.
    outcome.addressAfter ?? before,
    outcome.hint ?? '',
    row.request?.action ?? cellOf(sheet, row, 'action'),
    row.request?.reference ?? cellOf(sheet, row, 'reference'),
    askedLine(row),
    outcome.suggested ? addressLine(outcome.suggested) : '',
    (outcome.candidates ?? []).map(addressLine).join('\n'),
    outcome.validation ?? '',
    outcome.emergencyStatus ?? '',
    problems.length < 2 ? '' : problems.map(problemText).join('\n'),
    outcome.errorCode ?? '',
    outcome.errorColumn ?? '',
    [outcome.providerCode, outcome.providerMessage].filter(Boolean).join(' '),
    outcome.providerRequestId ?? '',
    outcome.providerAddressId ?? '',
    outcome.uncoveredSeconds === undefined ? '' : String(outcome.uncoveredSeconds),
    outcome.maxGapSeconds === undefined ? '' : durationText(outcome.maxGapSeconds),
  ];
}

function askedLine({ request }: RowRecord): string {
  const address = request?.asked ?? request?.address ?? null;
  return address === null ? '' : addressLine(address);
}

const problemText = ({ column, message, hint }: ReturnType<typeof problemsOf>[number]): string =>
  [column === '' ? '' : `${column}:`, message, hint].filter(Boolean).join(' ');
