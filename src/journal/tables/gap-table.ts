import type { Database } from '../engine/driver.ts';
import type { GroupCommit } from '../engine/group-commit.ts';
import type { GapLog } from '../gap-log.ts';
import type { Journal } from '../journal.ts';
import type { OpenGap } from '../records.ts';
import { textOf } from './columns.ts';

/** Numbers with an open gap, of all runs. */
export function readOpenGaps(database: Pick<Database, 'prepare'> | GroupCommit): OpenGap[] {
  const gaps = database.prepare(`
    SELECT run_id, account, phone_number, gap_opened_at FROM operations
    WHERE gap_opened_at IS NOT NULL AND gap_closed_at IS NULL ORDER BY seq`);
  return gaps.all([]).map((row) => ({
    runId: textOf(row, 'run_id'),
    account: textOf(row, 'account'),
    phoneNumber: textOf(row, 'phone_number'),
    since: textOf(row, 'gap_opened_at'),
  }));
}

/** The gaps of the journal, and those that only its log knows. */
export function gapTable(
  commits: GroupCommit,
  gapLog: GapLog,
): Pick<Journal, 'openGaps' | 'unknownGaps' | 'closeUnknownGap'> {
  return {
    openGaps: async () => readOpenGaps(commits),
    unknownGaps: async () => [...gapLog.unknownToJournal()],
    closeUnknownGap: async (gap, closedAt) => {
      // Within a commit: another process may be writing the log.
      commits.begin();
      gapLog.close(gap, closedAt);
      await commits.committed();
    },
  };
}
