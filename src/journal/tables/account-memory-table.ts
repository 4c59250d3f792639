import type { ComplianceExport } from '../account-memory.ts';
import type { GroupCommit } from '../engine/group-commit.ts';
import type { SqlRow } from '../engine/statement.ts';
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
    `
    INSERT INTO corrections (account_key, address_key, corrected_key) VALUES (?, ?, ?)
    ON CONFLICT (account_key, address_key) DO UPDATE SET corrected_key = excluded.corrected_key`,
  );
  const oneCorrection = commits.prepare(
    'SELECT corrected_key FROM corrections WHERE account_key = ? AND address_key = ?',
  );
  const upsertObservation = commits.prepare(
    `
    INSERT INTO account_observations (account_key, observation, observed_at) VALUES (?, ?, ?)
    ON CONFLICT (account_key, observation) DO UPDATE SET observed_at = excluded.observed_at`,
  );
  const oneObservation = commits.prepare(
    'SELECT observed_at FROM account_observations WHERE account_key = ? AND observation = ?',
  );
  const upsertExport = commits.prepare(
    `
    INSERT INTO compliance_exports (account_key, path, sha256, finished_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (account_key) DO UPDATE SET path = excluded.path, sha256 = excluded.sha256,
      finished_at = excluded.finished_at`,
  );
  const oneExport = commits.prepare('SELECT * FROM compliance_exports WHERE account_key = ?');
  const allExports = commits.prepare('SELECT * FROM compliance_exports');
  return {
    saveCorrection: async (accountKey, addressKey, correctedKey) => {
      await upsertCorrection.run([accountKey, addressKey, correctedKey]);
    },
    correction: async (accountKey, addressKey) => {
      const row = await oneCorrection.get([accountKey, addressKey]);
      return row === null ? null : textOf(row, 'corrected_key');
    },
    observe: async (accountKey, observation, observedAt) => {
      await upsertObservation.run([accountKey, observation, observedAt]);
    },
    isObserved: async (accountKey, observation) =>
      (await oneObservation.get([accountKey, observation])) !== null,
    saveComplianceExport: async (accountKey, { path, sha256, finishedAt }) => {
      await upsertExport.run([accountKey, path, sha256, finishedAt]);
    },
    complianceExport: async (accountKey) => {
      const row = await oneExport.get([accountKey]);
      return row === null ? null : readExport(row);
    },
    complianceExports: async () => (await allExports.all([])).map(readExport),
  };
}

function readExport(row: SqlRow): ComplianceExport {
  return {
    path: textOf(row, 'path'),
    sha256: textOf(row, 'sha256'),
    finishedAt: textOf(row, 'finished_at'),
  };
}
