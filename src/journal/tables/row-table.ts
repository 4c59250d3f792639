import type { GroupCommit } from '../engine/group-commit.ts';
import type { SqlRow } from '../engine/statement.ts';
import type { Journal } from '../journal.ts';
import { RESULTS, type Result, type RowRecord } from '../records.ts';
import { inBatches, jsonOf, jsonOrNull, missing, numberOf, textOf, textOrNull, toJson } from './columns.ts';

type RowMethods = 'addRow' | 'rows' | 'rowsOfOperation' | 'setRowOperation' | 'setRowOutcome' | 'countRows';

/** The columns of a record: each column that is read costs as much as the search for the row. */
const READ = 'position, line, cells, request, problems, operation_id, outcome';

/** The rows of the sheets. A row that is added again at the same position replaces the former one. */
export function rowTable(commits: GroupCommit): Pick<Journal, RowMethods> {
  const insert = commits.prepare(`
    INSERT INTO sheet_rows (run_id, position, line, cells, request, problems, has_errors, operation_id, result, outcome)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (run_id, position) DO UPDATE SET line = excluded.line, cells = excluded.cells, request = excluded.request,
      problems = excluded.problems, has_errors = excluded.has_errors, operation_id = excluded.operation_id,
      result = excluded.result, outcome = excluded.outcome`);
  const inOrder = commits.prepare(
    `SELECT ${READ} FROM sheet_rows WHERE run_id = ? AND position > ? ORDER BY position LIMIT ?`,
  );
  const ofOperation = commits.prepare(
    `SELECT ${READ} FROM sheet_rows WHERE run_id = ? AND operation_id = ? AND operation_id <> '' ORDER BY position`,
  );
  const setOperation = commits.prepare(
    'UPDATE sheet_rows SET operation_id = ? WHERE run_id = ? AND position = ?',
  );
  const setOutcome = commits.prepare(
    'UPDATE sheet_rows SET result = ?, outcome = ? WHERE run_id = ? AND position = ?',
  );
  const counts = commits.prepare(
    'SELECT result, COUNT(*) AS total, SUM(has_errors) AS errors FROM sheet_rows WHERE run_id = ? GROUP BY result',
  );
  return {
    addRow: async (runId, row) => {
      await insert.queue([
        runId,
        row.position,
        row.line,
        toJson(row.cells),
        toJson(row.request),
        toJson(row.problems),
        row.problems.some((problem) => problem.severity === 'error') ? 1 : 0,
        row.operationId,
        row.outcome?.result ?? null,
        toJson(row.outcome),
      ]);
    },
    rows: (runId) => inBatches(inOrder, [runId], 'position', readRow),
    rowsOfOperation: async (runId, operationId) => (await ofOperation.all([runId, operationId])).map(readRow),
    setRowOperation: async (runId, position, operationId) =>
      setOperation.queue([operationId, runId, position], () => missing(`row ${position} of run ${runId}`)),
    setRowOutcome: async (runId, position, outcome) =>
      setOutcome.queue([outcome.result, toJson(outcome), runId, position], () =>
        missing(`row ${position} of run ${runId}`),
      ),
    countRows: async (runId) => {
      const byResult: Partial<Record<Result, number>> = {};
      let total = 0;
      let withErrors = 0;
      for (const row of await counts.all([runId])) {
        const count = numberOf(row, 'total');
        total += count;
        withErrors += numberOf(row, 'errors');
        const ended = textOrNull(row, 'result');
        const result = RESULTS.find((name) => name === ended);
        if (result !== undefined) byResult[result] = count;
      }
      return { total, withErrors, byResult };
    },
  };
}

function readRow(row: SqlRow): RowRecord {
  return {
    position: numberOf(row, 'position'),
    line: numberOf(row, 'line'),
    cells: jsonOf(row, 'cells'),
    request: jsonOrNull(row, 'request'),
    problems: jsonOf(row, 'problems'),
    operationId: textOf(row, 'operation_id'),
    outcome: jsonOrNull(row, 'outcome'),
  };
}
