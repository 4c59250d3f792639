import { differenceText } from '../domain/word-difference.ts';
import type { OperationRecord, RowRecord } from '../journal/records.ts';
import { ERROR_CELLS, SUGGESTED_COLUMNS } from '../sheet/columns/columns.ts';
import { COST_COLUMNS, costCells } from './costs.ts';
import { addressBefore, changeOf, opensGap, stepKinds } from './operation-words.ts';
import { cellOf, type ReportSheet } from './report-sheet.ts';
import { answerCells, keyOfRow } from './results-csv.ts';
import type { RowFile } from './row-file.ts';
import { outcomeOf } from './row-outcome.ts';

/** The columns of plan.csv, in order. */
export const PLAN_COLUMNS = [
  'phone_number',
  'action',
  'account',
  'reference',
  'row',
  'result',
  'stage',
  'detail',
  'changes',
  'address_before',
  'address_after',
  'difference',
  'validation',
  ...SUGGESTED_COLUMNS,
  'calls',
  'opens_window',
  'max_gap_seconds',
  ...ERROR_CELLS,
  'endpoint_user_id',
  ...COST_COLUMNS,
] as const;

const OWN_COLUMNS: ReadonlySet<string> = new Set([
  ...(['phone_number', 'action', 'account', 'reference', 'endpoint_user_id'] as const),
]);

/**
 * plan.csv: every row once with what would be done about it. `calls` counts the number's own changing calls; it and
 * the costs are filled in the first row of an operation only, so that the columns can be summed.
 */
export function planFile(
  sheet: ReportSheet,
  operationOf: (row: RowRecord) => Promise<OperationRecord | null>,
): RowFile {
  return {
    name: 'plan.csv',
    header: PLAN_COLUMNS,
    recordsOf: async (row) => [planCells(sheet, row, await operationOf(row))],
  };
}

function planCells(sheet: ReportSheet, row: RowRecord, operation: OperationRecord | null): readonly string[] {
  const answer = answerCells(row, outcomeOf(row), sheet.runId);
  const planned = operation === null ? NOTHING_PLANNED : plannedCells(row, operation);
  const before = answer.address_before || planned.address_before;
  const cells: Readonly<Record<string, string>> = {
    ...answer,
    ...planned,
    address_before: before,
    difference: answer.result === 'would_apply' ? differenceText(before, answer.address_after) : '',
    ...(answer.result === 'would_apply' && isFirstRow(row, operation)
      ? costCells(operation?.costs ?? [])
      : {}),
  };
  const ofSite: Readonly<Record<string, string>> =
    row.request?.site === undefined ? {} : { ...keyOfRow(row) };
  return PLAN_COLUMNS.map((column) =>
    OWN_COLUMNS.has(column) ? cellOf(sheet, row, column) || (ofSite[column] ?? '') : (cells[column] ?? ''),
  );
}

const NOTHING_PLANNED = { changes: 'none', calls: '0', opens_window: 'no', address_before: '' };

/** An operation is named after the position of its first row. */
function isFirstRow(row: RowRecord, operation: OperationRecord | null): boolean {
  return Number(operation?.operationId.replace(/^\D+/, '')) === row.position;
}

function plannedCells(row: RowRecord, operation: OperationRecord): typeof NOTHING_PLANNED {
  return {
    changes: changeOf(operation),
    calls: isFirstRow(row, operation) ? String(stepKinds(operation).length) : '0',
    opens_window: opensGap(operation) ? 'yes' : 'no',
    address_before: addressBefore(operation),
  };
}
