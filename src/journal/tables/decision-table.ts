import type { GroupCommit } from '../engine/group-commit.ts';
import type { Journal } from '../journal.ts';
import type { RowDecision } from '../review-records.ts';
import { jsonOf, numberOf } from './columns.ts';

/** What reviewers decided, one row after the other; nothing is overwritten, so that the order of events can be told. */
export function decisionTable(commits: GroupCommit): Pick<Journal, 'decide' | 'decisions'> {
  // Two reviewers cannot both be the first: the second waits for the run's row until the first has committed.
  const queue = commits.prepare('UPDATE runs SET exit_reason = exit_reason WHERE run_id = ?');
  const insert = commits.prepare(`
    INSERT INTO decisions (run_id, position, body) SELECT ?, ?, ?
    WHERE COALESCE((SELECT MAX(seq) FROM decisions WHERE run_id = ? AND position = ?), 0) = ?`);
  const after = commits.prepare('SELECT seq, body FROM decisions WHERE run_id = ? AND seq > ? ORDER BY seq');
  return {
    decide: async (runId, decision, seen) => {
      const { position } = decision;
      const { changes } = await commits.together(async () => {
        await queue.run([runId]);
        return insert.run([runId, position, JSON.stringify(decision), runId, position, seen]);
      });
      await commits.committed();
      return changes > 0;
    },
    decisions: async (runId, seq) =>
      (await after.all([runId, seq])).map((row) => ({
        ...jsonOf<RowDecision>(row, 'body'),
        seq: numberOf(row, 'seq'),
      })),
  };
}
