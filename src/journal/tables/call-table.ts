import { commandError } from '../../errors/command-errors.ts';
import type { GroupCommit } from '../engine/group-commit.ts';
import type { SqlRow } from '../engine/statement.ts';
import type { Journal } from '../journal.ts';
import type { CallRecord } from '../records.ts';
import { ownerColumns, ownerOf } from '../subject.ts';
import {
  damaged,
  inBatches,
  jsonOf,
  jsonOrNull,
  missing,
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
  'intend' | 'conclude' | 'callsOf' | 'calls' | 'callsInDoubt' | 'callsInDoubtAt' | 'callsOnceInDoubt'
> {
  const insert = commits.prepare(`
    INSERT INTO calls (run_id, account, account_key, owner_kind, owner_id, step, attempt, sent_at, state)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'intended') RETURNING call_id`);
  const complete = commits.prepare(
    'UPDATE calls SET state = ?, result = ?, finished_at = ?, error = ? WHERE call_id = ?',
  );
  const one = commits.prepare('SELECT * FROM calls WHERE call_id = ?');
  const keepHandle = knownHandleKeeper(commits);
  const settingsLeft = settingsKeeper(commits);
  const ofOwner = commits.prepare(
    'SELECT * FROM calls WHERE run_id = ? AND account = ? AND owner_kind = ? AND owner_id = ? ORDER BY call_id',
  );
  const inOrder = commits.prepare(
    'SELECT * FROM calls WHERE run_id = ? AND call_id > ? ORDER BY call_id LIMIT ?',
  );
  /** What this process has sent and not concluded yet: it need not be read again. */
  const sent = new Map<number, Pick<CallRecord, 'accountKey' | 'step'>>();
  const readOne = async (callId: number): Promise<CallRecord | null> => {
    const row = await one.get([callId]);
    return row === null ? null : readCall(row);
  };
  return {
    intend: async (call) => {
      const row = await commits.together(async () => {
        await settingsLeft.forget(call);
        return insert.write([
          call.runId,
          call.account,
          call.accountKey,
          ...ownerColumns(call.owner),
          toJson(call.step),
          call.attempt,
          call.sentAt,
        ]);
      });
      await commits.committed();
      // A database that several machines share writes an intent only under a lease of the account.
      if (row === null) throw commandError('leaseLost', { accountKey: call.accountKey });
      const callId = numberOf(row, 'call_id');
      sent.set(callId, { accountKey: call.accountKey, step: call.step });
      return callId;
    },
    conclude: (callId, end) =>
      commits.together(async () => {
        await complete.queue([end.state, toJson(end.result), end.finishedAt, end.error ?? null, callId], () =>
          missing(`call ${callId}`),
        );
        const known = sent.get(callId);
        sent.delete(callId);
        if (end.state !== 'done' && end.state !== 'adopted') return;
        const call = known ?? (await readOne(callId));
        if (call === null) return;
        const { state, result = null } = end;
        const { accountKey, step } = call;
        await keepHandle({ accountKey, step, state, result });
        await settingsLeft.keep({ accountKey, step, state });
      }),
    callsOf: async (runId, account, owner) =>
      (await ofOwner.all([runId, account, ...ownerColumns(owner)])).map(readCall),
    calls: (runId) => inBatches(inOrder, [runId], 'call_id', readCall),
    ...callsInDoubt(commits),
  };
}

/** The calls whose effect is not known, or was not for a time. */
function callsInDoubt(
  commits: GroupCommit,
): Pick<Journal, 'callsInDoubt' | 'callsInDoubtAt' | 'callsOnceInDoubt'> {
  const inDoubt = commits.prepare(
    "SELECT * FROM calls WHERE run_id = ? AND state IN ('intended', 'unknown') ORDER BY call_id",
  );
  const allInDoubt = commits.prepare(
    "SELECT * FROM calls WHERE state IN ('intended', 'unknown') ORDER BY call_id",
  );
  const inDoubtAt = commits.prepare(
    "SELECT * FROM calls WHERE state IN ('intended', 'unknown') AND account_key = ? ORDER BY call_id",
  );
  const onceInDoubt = commits.prepare(`
    SELECT * FROM calls WHERE run_id = ? AND account = ? AND state IN ('intended', 'unknown', 'adopted', 'absent')
    ORDER BY call_id`);
  return {
    callsInDoubtAt: async (accountKey) =>
      (await (accountKey === undefined ? allInDoubt.all([]) : inDoubtAt.all([accountKey]))).map(readCall),
    callsOnceInDoubt: async (runId, account) => (await onceInDoubt.all([runId, account])).map(readCall),
    callsInDoubt: async (runId) => (await inDoubt.all([runId])).map(readCall),
  };
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
