import { JournalError } from '../errors/app-error.ts';
import {
  inBatches,
  jsonOf,
  jsonOrNull,
  mustHaveChanged,
  numberOf,
  textOf,
  textOrNull,
  toJson,
} from './columns.ts';
import type { Database, SqlRow } from './driver.ts';
import type { Journal } from './journal.ts';
import type { CallRecord } from './records.ts';

/** Every changing call of the runs: written before it is sent, completed when its answer is known. */
export function callTable(
  database: Database,
): Pick<Journal, 'intend' | 'conclude' | 'callsOf' | 'calls' | 'callsInDoubt'> {
  const insert = database.prepare(`
    INSERT INTO calls (run_id, account, account_key, owner, step, attempt, sent_at, state)
    VALUES (?, ?, ?, ?, ?, ?, ?, 'intended')`);
  const complete = database.prepare(
    'UPDATE calls SET state = ?, result = ?, finished_at = ?, error = ? WHERE call_id = ?',
  );
  const ofOwner = database.prepare('SELECT * FROM calls WHERE run_id = ? AND owner = ? ORDER BY call_id');
  const inDoubt = database.prepare(
    "SELECT * FROM calls WHERE run_id = ? AND state IN ('intended', 'unknown') ORDER BY call_id",
  );
  const inOrder = database.prepare(
    'SELECT * FROM calls WHERE run_id = ? AND call_id > ? ORDER BY call_id LIMIT ?',
  );
  return {
    intend: (call) => {
      refuseInside(database);
      const { lastInsertRowid } = insert.run([
        call.runId,
        call.account,
        call.accountKey,
        call.owner,
        toJson(call.step),
        call.attempt,
        call.sentAt,
      ]);
      return lastInsertRowid;
    },
    conclude: (callId, end) =>
      mustHaveChanged(
        complete.run([end.state, toJson(end.result), end.finishedAt, end.error ?? null, callId]),
        `call ${callId}`,
      ),
    callsOf: (runId, owner) => ofOwner.all([runId, owner]).map(readCall),
    calls: (runId) => inBatches(inOrder, [runId], 'call_id', readCall),
    callsInDoubt: (runId) => inDoubt.all([runId]).map(readCall),
  };
}

/** Inside `together` an intent would not be durable when it returns, and the call would leave before its record. */
function refuseInside(database: Database): void {
  if (!database.inTransaction) return;
  throw new JournalError('An intent must be journalled by itself, not together with other writes.', {
    code: 'JOURNAL_INTENT_NOT_DURABLE',
    hint: 'This is a fault of the program; please report it.',
  });
}

function readCall(row: SqlRow): CallRecord {
  return {
    callId: numberOf(row, 'call_id'),
    runId: textOf(row, 'run_id'),
    account: textOf(row, 'account'),
    accountKey: textOf(row, 'account_key'),
    owner: textOf(row, 'owner'),
    step: jsonOf(row, 'step'),
    attempt: numberOf(row, 'attempt'),
    sentAt: textOf(row, 'sent_at'),
    state: textOf(row, 'state') as CallRecord['state'],
    result: jsonOrNull(row, 'result'),
    finishedAt: textOrNull(row, 'finished_at'),
  };
}
