import type { GroupCommit } from '../engine/group-commit.ts';
import type { SqlRow } from '../engine/statement.ts';
import type { Journal } from '../journal.ts';
import { textOf, textOrNull } from './columns.ts';

/** The addresses that the calls of all runs made or changed. */
export function writtenAddresses(commits: GroupCommit): Pick<Journal, 'writtenAddresses'> {
  const created = commits.prepare(`
    SELECT result ->> 'id' AS id, runs.command FROM calls JOIN runs USING (run_id)
    WHERE account_key = ? AND state IN ('done', 'adopted') AND step ->> 'kind' = 'create-address'`);
  const updated = commits.prepare(`
    SELECT step ->> 'addressId' AS id FROM calls
    WHERE account_key = ? AND state IN ('done', 'adopted') AND step ->> 'kind' = 'update-address'`);
  return {
    writtenAddresses: async (accountKey) => ({
      ...createdOf(await created.all([accountKey])),
      updated: new Set((await updated.all([accountKey])).map((row) => textOrNull(row, 'id') ?? '')),
    }),
  };
}

function createdOf(rows: readonly SqlRow[]): { created: Set<string>; restored: Set<string> } {
  const idsOf = (some: readonly SqlRow[]) => new Set(some.map((row) => textOrNull(row, 'id') ?? ''));
  return { created: idsOf(rows), restored: idsOf(rows.filter((row) => textOf(row, 'command') === 'undo')) };
}
