import type { GroupCommit } from '../engine/group-commit.ts';
import type { SqlRow } from '../engine/statement.ts';
import type { Journal } from '../journal.ts';
import type { RunHolder } from '../records.ts';
import { mustHaveChanged, numberOrNull, textOf, textOrNull } from './columns.ts';

type StageMethods =
  | 'confirmRun'
  | 'runStage'
  | 'accountKeyOf'
  | 'setHolder'
  | 'setUndoneBy'
  | 'savePlan'
  | 'planDigest'
  | 'usePlan'
  | 'planUsedBy';

/** How far the runs have come: who carries them, whether they may have changed something, and what undid them. */
export function runStageTable(commits: GroupCommit): Pick<Journal, StageMethods> {
  const confirm = commits.prepare('UPDATE runs SET confirmed_at = ? WHERE run_id = ?');
  const insertAccount = commits.prepare(
    `
    INSERT INTO run_accounts (run_id, account, account_key) VALUES (?, ?, ?)
    ON CONFLICT (run_id, account) DO UPDATE SET account_key = excluded.account_key`,
  );
  const one = commits.prepare(
    'SELECT confirmed_at, undone_by, holder_pid, holder_host, holder_birth FROM runs WHERE run_id = ?',
  );
  const oneAccount = commits.prepare('SELECT account_key FROM run_accounts WHERE run_id = ? AND account = ?');
  const hold = commits.prepare(
    'UPDATE runs SET holder_pid = ?, holder_host = ?, holder_birth = ? WHERE run_id = ?',
  );
  const undo = commits.prepare('UPDATE runs SET undone_by = ? WHERE run_id = ?');
  const madePlan = commits.prepare(`
    INSERT INTO made_plans (run_id, digest) VALUES (?, ?) ON CONFLICT (run_id) DO UPDATE SET digest = excluded.digest`);
  const oneMade = commits.prepare('SELECT digest FROM made_plans WHERE run_id = ?');
  const insertPlan = commits.prepare(`
    INSERT INTO used_plans (digest, run_id) VALUES (?, ?) ON CONFLICT (digest) DO UPDATE SET run_id = excluded.run_id`);
  const onePlan = commits.prepare('SELECT run_id FROM used_plans WHERE digest = ?');
  return {
    confirmRun: (runId, confirmedAt, accounts) =>
      commits.together(async () => {
        for (const { account, accountKey } of accounts) await insertAccount.run([runId, account, accountKey]);
        mustHaveChanged(await confirm.run([confirmedAt, runId]), `run ${runId}`);
      }),
    runStage: async (runId) => {
      const row = await one.get([runId]);
      if (row === null) return null;
      const confirmedAt = textOrNull(row, 'confirmed_at');
      return { confirmedAt, undoneBy: textOrNull(row, 'undone_by'), holder: holderOf(row) };
    },
    accountKeyOf: async (runId, account) => {
      const row = await oneAccount.get([runId, account]);
      return row === null ? null : textOf(row, 'account_key');
    },
    setHolder: async (runId, { pid, host, birth }) =>
      mustHaveChanged(await hold.run([pid, host, birth, runId]), `run ${runId}`),
    setUndoneBy: async (runId, byRun) => mustHaveChanged(await undo.run([byRun, runId]), `run ${runId}`),
    savePlan: async (runId, digest) => {
      await madePlan.run([runId, digest]);
    },
    planDigest: async (runId) => {
      const row = await oneMade.get([runId]);
      return row === null ? null : textOf(row, 'digest');
    },
    usePlan: async (digest, runId) => {
      await insertPlan.run([digest, runId]);
    },
    planUsedBy: async (digest) => {
      const row = await onePlan.get([digest]);
      return row === null ? null : textOf(row, 'run_id');
    },
  };
}

function holderOf(row: SqlRow): RunHolder | null {
  const pid = numberOrNull(row, 'holder_pid');
  const host = textOrNull(row, 'holder_host');
  return pid === null || host === null ? null : { pid, host, birth: textOrNull(row, 'holder_birth') ?? '' };
}
