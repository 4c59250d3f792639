import type { GroupCommit } from '../engine/group-commit.ts';
import type { Journal } from '../journal.ts';
import type { PartEnd } from '../part-records.ts';
import { jsonOf, toJson } from './columns.ts';

type PartMethods = 'endPart' | 'partsOf' | 'keepFacts' | 'keptFacts';

/** In place of the name of an account, which is never empty: the run as a whole. */
const WHOLE = '';

/** How the parts of runs ended whose accounts were carried out by processes of their own, and what is kept of the end of a run. */
export function partTable(commits: GroupCommit): Pick<Journal, PartMethods> {
  const insert = commits.prepare(`
    INSERT INTO run_parts (run_id, account, body) VALUES (?, ?, ?)
    ON CONFLICT (run_id, account) DO UPDATE SET body = excluded.body`);
  const all = commits.prepare(
    "SELECT body FROM run_parts WHERE run_id = ? AND account <> '' ORDER BY account",
  );
  const one = commits.prepare('SELECT body FROM run_parts WHERE run_id = ? AND account = ?');
  return {
    endPart: async (runId, end) => {
      await insert.run([runId, end.account, toJson(end)]);
      await commits.committed();
    },
    partsOf: async (runId) => (await all.all([runId])).map((row) => jsonOf<PartEnd>(row, 'body')),
    keepFacts: async (runId, facts) => {
      await insert.run([runId, WHOLE, toJson(facts)]);
    },
    keptFacts: async (runId) => {
      const row = await one.get([runId, WHOLE]);
      return row === null ? null : jsonOf(row, 'body');
    },
  };
}
