import type { GroupCommit } from '../engine/group-commit.ts';
import type { Journal } from '../journal.ts';
import type { CallRecord } from '../records.ts';
import { jsonOf, toJson } from './columns.ts';

/** What updates left as the settings of numbers. */
export function settingsTable(commits: GroupCommit): Pick<Journal, 'settingsLeft'> {
  const one = commits.prepare('SELECT settings FROM settings_left WHERE account_key = ? AND e164 = ?');
  return {
    settingsLeft: async (accountKey, phoneNumber) => {
      const row = await one.get([accountKey, phoneNumber]);
      return row === null ? null : jsonOf(row, 'settings');
    },
  };
}

interface SettingsKeeper {
  /** Before a call is sent that may change them: should its answer be lost, nothing is known. */
  forget(call: Pick<CallRecord, 'accountKey' | 'step'>): Promise<void>;
  /** After a call that was answered: one whose effect was only seen proves nothing about what the provider does not show. */
  keep(call: Pick<CallRecord, 'accountKey' | 'step' | 'state'>): Promise<void>;
}

/** Keeps what a call says of its number's settings, in the same commit as the call itself. */
export function settingsKeeper(commits: GroupCommit): SettingsKeeper {
  const upsert = commits.prepare(
    `
    INSERT INTO settings_left (account_key, e164, settings) VALUES (?, ?, ?)
    ON CONFLICT (account_key, e164) DO UPDATE SET settings = excluded.settings`,
  );
  const drop = commits.prepare('DELETE FROM settings_left WHERE account_key = ? AND e164 = ?');
  return {
    forget: async ({ accountKey, step }) => {
      if (step.kind === 'update-number' || step.kind === 'buy' || step.kind === 'release') {
        await drop.queue([accountKey, step.phoneNumber]);
      }
    },
    keep: async ({ accountKey, step, state }) => {
      if (state !== 'done' || step.kind !== 'update-number' || step.settings.subaccount_key) return;
      await upsert.queue([accountKey, step.phoneNumber, toJson({ ...step.present, ...step.settings })]);
    },
  };
}
