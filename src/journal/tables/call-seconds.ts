import type { GroupCommit } from '../engine/group-commit.ts';
import type { Journal } from '../journal.ts';
import { numberOf, textOf } from './columns.ts';

/** How many changing calls a run sent in each second: counted in the database, since a run may have sent very many. */
export function callSeconds(commits: GroupCommit): Pick<Journal, 'callSeconds'> {
  const perSecond = commits.prepare(`
    SELECT account, substr(sent_at, 1, 19) AS second, COUNT(*) AS calls
    FROM calls WHERE run_id = ? GROUP BY account, second ORDER BY second, account`);
  return {
    callSeconds: async (runId) =>
      (await perSecond.all([runId])).map((row) => ({
        account: textOf(row, 'account'),
        // ISO times of one zone, so their texts have the order of the times.
        second: Date.parse(`${textOf(row, 'second')}Z`) / 1000,
        calls: numberOf(row, 'calls'),
      })),
  };
}
