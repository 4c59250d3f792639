import type { GroupCommit } from '../engine/group-commit.ts';
import type { SqlRow } from '../engine/statement.ts';
import type { GapLog } from '../gap-log.ts';
import type { Journal } from '../journal.ts';
import type { OpenGap } from '../records.ts';
import { textOf } from './columns.ts';

/** Numbers with an open gap, of all runs. */
export const OPEN_GAPS = `
  SELECT run_id, account, phone_number, gap_opened_at FROM operations
  WHERE gap_opened_at IS NOT NULL AND gap_closed_at IS NULL ORDER BY seq`;

/** A row of `OPEN_GAPS`. */
export function readOpenGap(row: SqlRow): OpenGap {
  return {
    runId: textOf(row, 'run_id'),
    account: textOf(row, 'account'),
    phoneNumber: textOf(row, 'phone_number'),
    since: textOf(row, 'gap_opened_at'),
  };
}

/** The gaps that the journal knows. */
export function gapTable(commits: GroupCommit): Pick<Journal, 'openGaps'> {
  const gaps = commits.prepare(OPEN_GAPS);
  return { openGaps: async () => (await gaps.all([])).map(readOpenGap) };
}

/** The gaps that only the log of a state folder knows. */
export function unknownGaps(
  commits: Pick<GroupCommit, 'committed'> & { begin(): void },
  gapLog: GapLog,
): Pick<Journal, 'unknownGaps' | 'closeUnknownGap'> {
  return {
    unknownGaps: async () => [...gapLog.unknownToJournal()],
    closeUnknownGap: async (gap, closedAt) => {
      // Within a commit: another process may be writing the log.
      commits.begin();
      gapLog.close(gap, closedAt);
      await commits.committed();
    },
  };
}
