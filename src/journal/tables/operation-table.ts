import type { SqlValue } from '../engine/binding.ts';
import type { GroupCommit } from '../engine/group-commit.ts';
import type { SqlRow } from '../engine/statement.ts';
import type { GapLog } from '../gap-log.ts';
import type { Journal } from '../journal.ts';
import type { OperationPhase, OperationRecord } from '../records.ts';
import { subjectText } from '../subject.ts';
import {
  alreadyThere,
  inBatches,
  jsonOf,
  missing,
  numberOf,
  numberOrNull,
  textOf,
  toJson,
} from './columns.ts';

type OperationMethods =
  | 'addOperation'
  | 'saveOperation'
  | 'operation'
  | 'operations'
  | 'openOperations'
  | 'accountsOf'
  | 'takeDue'
  | 'nextDueMs'
  | 'countOperations'
  | 'findOperation';

/** The columns that are searched by, and the whole record as JSON. */
const COLUMNS = [
  'account',
  'subject',
  'phone_number',
  'phase',
  'due_at_ms',
  'gap_opened_at',
  'gap_closed_at',
  'body',
];

/** The operations of the runs, in the order in which they were added. */
export function operationTable(
  commits: GroupCommit,
  gapLog: Pick<GapLog, 'note'>,
): Pick<Journal, OperationMethods> {
  const insert = commits.prepare(
    `INSERT INTO operations (${COLUMNS.join(', ')}, run_id, operation_id) VALUES (${COLUMNS.map(() => '?').join(', ')}, ?, ?)
    ON CONFLICT (run_id, operation_id) DO NOTHING`,
  );
  const update = commits.prepare(
    `UPDATE operations SET ${COLUMNS.map((name) => `${name} = ?`).join(', ')} WHERE run_id = ? AND operation_id = ?`,
  );
  const one = commits.prepare('SELECT body FROM operations WHERE run_id = ? AND operation_id = ?');
  const accounts = commits.prepare(
    'SELECT DISTINCT account FROM operations WHERE run_id = ? ORDER BY account',
  );
  const due = commits.prepare(`
    SELECT body FROM operations WHERE run_id = ? AND account = ? AND phase = 'waiting' AND due_at_ms <= ?
    ORDER BY due_at_ms, seq LIMIT ?`);
  const nextDue = commits.prepare(
    "SELECT MIN(due_at_ms) AS due FROM operations WHERE run_id = ? AND account = ? AND phase = 'waiting'",
  );
  const countAll = commits.prepare(
    'SELECT phase, COUNT(*) AS total FROM operations WHERE run_id = ? GROUP BY phase',
  );
  const countOfAccount = commits.prepare(
    'SELECT phase, COUNT(*) AS total FROM operations WHERE run_id = ? AND account = ? GROUP BY phase',
  );
  const bySubject = commits.prepare(
    'SELECT body FROM operations WHERE run_id = ? AND account = ? AND subject = ? ORDER BY seq LIMIT 1',
  );
  return {
    addOperation: async (runId, operation) => {
      gapLog.note(runId, operation);
      const { operationId } = operation;
      await insert.queue([...values(operation, undefined), runId, operationId], () =>
        alreadyThere(`operation ${operationId} of run ${runId}`),
      );
    },
    saveOperation: async (runId, operation, dueAtMs) => {
      gapLog.note(runId, operation);
      const { operationId } = operation;
      await update.queue([...values(operation, dueAtMs), runId, operationId], () =>
        missing(`operation ${operationId} of run ${runId}`),
      );
    },
    operation: async (runId, operationId) => readFirst(await one.get([runId, operationId])),
    ...operationPasses(commits),
    accountsOf: async (runId) => (await accounts.all([runId])).map((row) => textOf(row, 'account')),
    takeDue: async (runId, account, nowMs, limit) =>
      (await due.all([runId, account, nowMs, limit])).map(readOperation),
    nextDueMs: async (runId, account) => {
      const row = await nextDue.get([runId, account]);
      return row === null ? null : numberOrNull(row, 'due');
    },
    countOperations: async (runId, account) => {
      const found: Record<OperationPhase, number> = { ready: 0, active: 0, waiting: 0, ended: 0 };
      const counts = account === undefined ? countAll.all([runId]) : countOfAccount.all([runId, account]);
      for (const row of await counts) found[textOf(row, 'phase') as OperationPhase] = numberOf(row, 'total');
      return found;
    },
    findOperation: async (runId, account, subject) =>
      readFirst(await bySubject.get([runId, account, subjectText(subject)])),
  };
}

/** The operations one after the other. */
function operationPasses(commits: GroupCommit): Pick<Journal, 'operations' | 'openOperations'> {
  const inOrder = commits.prepare(
    'SELECT seq, body FROM operations WHERE run_id = ? AND seq > ? ORDER BY seq LIMIT ?',
  );
  const ofAccount = commits.prepare(
    'SELECT seq, body FROM operations WHERE run_id = ? AND account = ? AND seq > ? ORDER BY seq LIMIT ?',
  );
  const openInOrder = commits.prepare(
    "SELECT seq, body FROM operations WHERE run_id = ? AND phase <> 'ended' AND seq > ? ORDER BY seq LIMIT ?",
  );
  const openOfAccount = commits.prepare(
    "SELECT seq, body FROM operations WHERE run_id = ? AND account = ? AND phase <> 'ended' AND seq > ? ORDER BY seq LIMIT ?",
  );
  return {
    operations: (runId, account) =>
      account === undefined
        ? inBatches(inOrder, [runId], 'seq', readOperation)
        : inBatches(ofAccount, [runId, account], 'seq', readOperation),
    openOperations: (runId, account) =>
      account === undefined
        ? inBatches(openInOrder, [runId], 'seq', readOperation)
        : inBatches(openOfAccount, [runId, account], 'seq', readOperation),
  };
}

/** In the order of COLUMNS. A waiting operation without a due time is due at once. */
function values(operation: OperationRecord, dueAtMs: number | undefined): SqlValue[] {
  const subject = subjectText(operation.subject);
  return [
    operation.account,
    subject,
    operation.request.phoneNumber || subject,
    operation.phase,
    operation.phase === 'waiting' ? (dueAtMs ?? 0) : null,
    operation.gapOpenedAt,
    operation.gapClosedAt,
    toJson(operation),
  ];
}

function readFirst(row: SqlRow | null): OperationRecord | null {
  return row === null ? null : readOperation(row);
}

function readOperation(row: SqlRow): OperationRecord {
  return jsonOf(row, 'body');
}
