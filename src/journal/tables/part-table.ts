import type { GroupCommit } from '../engine/group-commit.ts';
import type { Journal } from '../journal.ts';
import type { PartEnd } from '../part-records.ts';
import { jsonOf, toJson } from './columns.ts';

/** How the parts of runs ended whose accounts were carried out by processes of their own. */
export function partTable(commits: GroupCommit): Pick<Journal, 'endPart' | 'partsOf'> {
  const insert = commits.prepare(`
    INSERT INTO run_parts (run_id, account, body) VALUES (?, ?, ?)
    ON CONFLICT (run_id, account) DO UPDATE SET body = excluded.body`);
  const all = commits.prepare('SELECT body FROM run_parts WHERE run_id = ? ORDER BY account');
  return {
    endPart: async (runId, end) => {
      await insert.run([runId, end.account, toJson(end)]);
      await commits.committed();
    },
    partsOf: async (runId) => (await all.all([runId])).map((row) => jsonOf<PartEnd>(row, 'body')),
  };
}
