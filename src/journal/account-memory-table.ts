import { textOf } from './columns.ts';
import type { GroupCommit } from './group-commit.ts';
import type { Journal } from './journal.ts';

/** What outlives the runs: accepted corrections and observations about an account. The last word counts. */
export function accountMemoryTable(
  commits: GroupCommit,
): Pick<Journal, 'saveCorrection' | 'correction' | 'saveFact' | 'fact'> {
  const upsertCorrection = commits.prepare(
    'INSERT OR REPLACE INTO corrections (account_key, address_key, corrected_key) VALUES (?, ?, ?)',
  );
  const oneCorrection = commits.prepare(
    'SELECT corrected_key FROM corrections WHERE account_key = ? AND address_key = ?',
  );
  const upsertFact = commits.prepare(
    'INSERT OR REPLACE INTO facts (account_key, fact, value) VALUES (?, ?, ?)',
  );
  const oneFact = commits.prepare('SELECT value FROM facts WHERE account_key = ? AND fact = ?');
  return {
    saveCorrection: async (accountKey, addressKey, correctedKey) => {
      upsertCorrection.run([accountKey, addressKey, correctedKey]);
    },
    correction: async (accountKey, addressKey) => {
      const row = oneCorrection.get([accountKey, addressKey]);
      return row === null ? null : textOf(row, 'corrected_key');
    },
    saveFact: async (accountKey, fact, value) => {
      upsertFact.run([accountKey, fact, value]);
    },
    fact: async (accountKey, fact) => {
      const row = oneFact.get([accountKey, fact]);
      return row === null ? null : textOf(row, 'value');
    },
  };
}
