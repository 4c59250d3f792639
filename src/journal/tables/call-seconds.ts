import type { GroupCommit } from '../engine/group-commit.ts';
import type { Journal } from '../journal.ts';
import { numberOf, textOf } from './columns.ts';

/** How many changing calls a run sent in each second: counted in the database, since a run may have sent very many. */
export function callSeconds(commits: GroupCommit): Pick<Journal, 'callSeconds'> {
  const perSecond = commits.prepare(`
    SELECT account, CAST(strftime('%s', sent_at) AS INTEGER) AS second, COUNT(*) AS calls
    FROM calls WHERE run_id = ? GROUP BY account, second ORDER BY second, account`);
  return {
    callSeconds: async (runId) =>
      perSecond.all([runId]).map((row) => ({
        account: textOf(row, 'account'),
        second: numberOf(row, 'second'),
        calls: numberOf(row, 'calls'),
      })),
  };
}
