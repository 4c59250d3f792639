import type { SqlRow } from '../engine/driver.ts';
import type { GroupCommit } from '../engine/group-commit.ts';
import type { Journal } from '../journal.ts';
import type { CallRecord } from '../records.ts';
import { ownerColumns, ownerOf } from '../subject.ts';
import {
  damaged,
  inBatches,
  jsonOf,
  jsonOrNull,
  mustHaveChanged,
  numberOf,
  textOf,
  textOrNull,
  toJson,
} from './columns.ts';
import { knownHandleKeeper } from './known-object-table.ts';
import { settingsKeeper } from './settings-table.ts';

/** Every changing call of the runs: written before it is sent, completed when its answer is known. */
export function callTable(
  commits: GroupCommit,
): Pick<
  Journal,
  | 'intend'
  | 'conclude'
  | 'callsOf'
  | 'calls'
  | 'callsInDoubt'
  | 'callsInDoubtAt'
  | 'callsOnceInDoubt'
  | 'writtenAddresses'
> {
  const insert = commits.prepare(`
    INSERT INTO calls (run_id, account, account_key, owner_kind, owner_id, step, attempt, sent_at, state)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'intended')`);
  const complete = commits.prepare(
    'UPDATE calls SET state = ?, result = ?, finished_at = ?, error = ? WHERE call_id = ?',
  );
  const one = commits.prepare('SELECT * FROM calls WHERE call_id = ?');
  const keepHandle = knownHandleKeeper(commits);
  const settingsLeft = settingsKeeper(commits);
  const ofOwner = commits.prepare(
    'SELECT * FROM calls WHERE run_id = ? AND account = ? AND owner_kind = ? AND owner_id = ? ORDER BY call_id',
  );
  const inDoubt = commits.prepare(
    "SELECT * FROM calls WHERE run_id = ? AND state IN ('intended', 'unknown') ORDER BY call_id",
  );
  const inDoubtAt = commits.prepare(`
    SELECT * FROM calls WHERE state IN ('intended', 'unknown') AND (?1 IS NULL OR account_key = ?1) ORDER BY call_id`);
  const onceInDoubt = commits.prepare(`
    SELECT * FROM calls WHERE run_id = ? AND account = ? AND state IN ('intended', 'unknown', 'adopted', 'absent')
    ORDER BY call_id`);
  const inOrder = commits.prepare(
    'SELECT * FROM calls WHERE run_id = ? AND call_id > ? ORDER BY call_id LIMIT ?',
  );
  const created = commits.prepare(`
    SELECT json_extract(result, '$.id') AS id, runs.command = 'undo' AS isRestored FROM calls JOIN runs USING (run_id)
    WHERE account_key = ? AND state IN ('done', 'adopted') AND json_extract(step, '$.kind') = 'create-address'`);
  const updated = commits.prepare(`
    SELECT json_extract(step, '$.addressId') AS id FROM calls
    WHERE account_key = ? AND state IN ('done', 'adopted') AND json_extract(step, '$.kind') = 'update-address'`);
  return {
    writtenAddresses: async (accountKey) => ({
      ...createdOf(created.all([accountKey])),
      updated: new Set(updated.all([accountKey]).map((row) => textOrNull(row, 'id') ?? '')),
    }),
    intend: async (call) => {
      settingsLeft.forget(call);
      const { lastInsertRowid } = insert.run([
        call.runId,
        call.account,
        call.accountKey,
        ...ownerColumns(call.owner),
        toJson(call.step),
        call.attempt,
        call.sentAt,
      ]);
      await commits.committed();
      return lastInsertRowid;
    },
    conclude: async (callId, end) => {
      mustHaveChanged(
        complete.run([end.state, toJson(end.result), end.finishedAt, end.error ?? null, callId]),
        `call ${callId}`,
      );
      const isDone = end.state === 'done' || end.state === 'adopted';
      const row = isDone ? one.get([callId]) : null;
      if (row === null) return;
      keepHandle(readCall(row));
      settingsLeft.keep(readCall(row));
    },
    callsOf: async (runId, account, owner) =>
      ofOwner.all([runId, account, ...ownerColumns(owner)]).map(readCall),
    calls: (runId) => inBatches(inOrder, [runId], 'call_id', readCall),
    callsInDoubtAt: async (accountKey) => inDoubtAt.all([accountKey ?? null]).map(readCall),
    callsOnceInDoubt: async (runId, account) => onceInDoubt.all([runId, account]).map(readCall),
    callsInDoubt: async (runId) => inDoubt.all([runId]).map(readCall),
  };
}

function createdOf(rows: readonly SqlRow[]): { created: Set<string>; restored: Set<string> } {
  const idsOf = (some: readonly SqlRow[]) => new Set(some.map((row) => textOrNull(row, 'id') ?? ''));
  return { created: idsOf(rows), restored: idsOf(rows.filter((row) => numberOf(row, 'isRestored') === 1)) };
}

function readCall(row: SqlRow): CallRecord {
  return {
    callId: numberOf(row, 'call_id'),
    runId: textOf(row, 'run_id'),
    account: textOf(row, 'account'),
    accountKey: textOf(row, 'account_key'),
    owner: ownerOf(textOf(row, 'owner_kind'), textOf(row, 'owner_id')) ?? damaged('owner_kind'),
    step: jsonOf(row, 'step'),
    attempt: numberOf(row, 'attempt'),
    sentAt: textOf(row, 'sent_at'),
    state: textOf(row, 'state') as CallRecord['state'],
    result: jsonOrNull(row, 'result'),
    finishedAt: textOrNull(row, 'finished_at'),
  };
}
