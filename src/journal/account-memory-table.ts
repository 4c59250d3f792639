import { textOf } from './columns.ts';
import type { Database } from './driver.ts';
import type { Journal } from './journal.ts';

/** What outlives the runs: accepted corrections and observations about an account. The last word counts. */
export function accountMemoryTable(
  database: Database,
): Pick<Journal, 'saveCorrection' | 'correction' | 'saveFact' | 'fact'> {
  const upsertCorrection = database.prepare(
    'INSERT OR REPLACE INTO corrections (account_key, address_key, corrected_key) VALUES (?, ?, ?)',
  );
  const oneCorrection = database.prepare(
    'SELECT corrected_key FROM corrections WHERE account_key = ? AND address_key = ?',
  );
  const upsertFact = database.prepare(
    'INSERT OR REPLACE INTO facts (account_key, fact, value) VALUES (?, ?, ?)',
  );
  const oneFact = database.prepare('SELECT value FROM facts WHERE account_key = ? AND fact = ?');
  return {
    saveCorrection: (accountKey, addressKey, correctedKey) => {
      upsertCorrection.run([accountKey, addressKey, correctedKey]);
    },
    correction: (accountKey, addressKey) => {
      const row = oneCorrection.get([accountKey, addressKey]);
      return row === null ? null : textOf(row, 'corrected_key');
    },
    saveFact: (accountKey, fact, value) => {
      upsertFact.run([accountKey, fact, value]);
    },
    fact: (accountKey, fact) => {
      const row = oneFact.get([accountKey, fact]);
      return row === null ? null : textOf(row, 'value');
    },
  };
}
