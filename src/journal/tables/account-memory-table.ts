import type { ComplianceExport } from '../account-memory.ts';
import type { SqlRow } from '../engine/driver.ts';
import type { GroupCommit } from '../engine/group-commit.ts';
import type { Journal } from '../journal.ts';
import { textOf } from './columns.ts';

type AccountMethods =
  | 'saveCorrection'
  | 'correction'
  | 'observe'
  | 'isObserved'
  | 'saveComplianceExport'
  | 'complianceExport'
  | 'complianceExports';

/** What outlives the runs of an account: accepted corrections, observations, and its last compliance export. */
export function accountMemoryTable(commits: GroupCommit): Pick<Journal, AccountMethods> {
  const upsertCorrection = commits.prepare(
    'INSERT OR REPLACE INTO corrections (account_key, address_key, corrected_key) VALUES (?, ?, ?)',
  );
  const oneCorrection = commits.prepare(
    'SELECT corrected_key FROM corrections WHERE account_key = ? AND address_key = ?',
  );
  const upsertObservation = commits.prepare(
    'INSERT OR REPLACE INTO account_observations (account_key, observation, observed_at) VALUES (?, ?, ?)',
  );
  const oneObservation = commits.prepare(
    'SELECT observed_at FROM account_observations WHERE account_key = ? AND observation = ?',
  );
  const upsertExport = commits.prepare(
    'INSERT OR REPLACE INTO compliance_exports (account_key, path, sha256, finished_at) VALUES (?, ?, ?, ?)',
  );
  const oneExport = commits.prepare('SELECT * FROM compliance_exports WHERE account_key = ?');
  const allExports = commits.prepare('SELECT * FROM compliance_exports');
  return {
    saveCorrection: async (accountKey, addressKey, correctedKey) => {
      upsertCorrection.run([accountKey, addressKey, correctedKey]);
    },
    correction: async (accountKey, addressKey) => {
      const row = oneCorrection.get([accountKey, addressKey]);
      return row === null ? null : textOf(row, 'corrected_key');
    },
    observe: async (accountKey, observation, observedAt) => {
      upsertObservation.run([accountKey, observation, observedAt]);
    },
    isObserved: async (accountKey, observation) => oneObservation.get([accountKey, observation]) !== null,
    saveComplianceExport: async (accountKey, { path, sha256, finishedAt }) => {
      upsertExport.run([accountKey, path, sha256, finishedAt]);
    },
    complianceExport: async (accountKey) => {
      const row = oneExport.get([accountKey]);
      return row === null ? null : readExport(row);
    },
    complianceExports: async () => allExports.all([]).map(readExport),
  };
}

function readExport(row: SqlRow): ComplianceExport {
  return {
    path: textOf(row, 'path'),
    sha256: textOf(row, 'sha256'),
    finishedAt: textOf(row, 'finished_at'),
  };
}
