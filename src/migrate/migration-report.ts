import type { NextCommand } from '../domain/next-command.ts';
import { many } from '../domain/plural.ts';
import { EXIT_CODES } from '../errors/exit-codes.ts';
import type { Confirmation } from '../run/context/confirmation-question.ts';
import type { Migration } from './migration-record.ts';
import { isGone, isVerified, type MovedNumber, whyStays } from './number-table.ts';

/** One run or export of a migration and how it ended. */
export interface PartEnd {
  readonly what: string;
  readonly runId: string;
  readonly exitCode: number;
  readonly exitReason: string;
  /** Its choices.csv, where the provider offers several addresses for one; empty otherwise. */
  readonly choices: string;
}

/** How a migration ended for now, for the terminal and for `--json`. */
export interface MigrationReport {
  readonly migrationId: string;
  readonly outDir: string;
  readonly oldAccount: string;
  readonly newAccount: string;
  readonly exitCode: number;
  readonly exitReason: string;
  readonly parts: readonly PartEnd[];
  readonly numbers: number;
  /** Covered at the new account, read back. */
  readonly verified: number;
  /** Without an address at the old account. */
  readonly removed: number;
  readonly stayed: readonly { readonly phoneNumber: string; readonly why: string }[];
  /** Numbers of the old account with nothing to move, by their state. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** Columns that the new account cannot hold, with how many rows fill them. */
  readonly columnsLeftOut: Readonly<Record<string, number>>;
  readonly next: NextCommand | null;
}

const { done, rowsFailed, pending, unsettled, uncovered, findings, incomplete } = EXIT_CODES;
/** Exits of a part after which the others can be done all the same. */
const CONTINUES: ReadonlySet<number> = new Set(
  [done, rowsFailed, pending, unsettled, findings].map(({ code }) => code),
);
/** Exits after which a migration has nothing left to do. */
const ENDED: ReadonlySet<number> = new Set([done, rowsFailed].map(({ code }) => code));

/** Whether the next part may begin after one that ended so. */
export const continuesAfter = (exitCode: number): boolean => CONTINUES.has(exitCode);

/** Whether the migration has nothing left to do. */
export const isEnded = (exitCode: number): boolean => ENDED.has(exitCode);

/** The exit code of a migration, from its parts and from the numbers that had to stay. */
export function exitOfMigration(
  parts: readonly PartEnd[],
  { numbers, endUsers }: { readonly numbers: readonly MovedNumber[]; readonly endUsers: number },
  migration: Pick<Migration, 'keepOld' | 'dryRun'>,
): { readonly code: number; readonly reason: string } {
  const gap = parts.find(({ exitCode }) => exitCode === uncovered.code);
  const stopping = gap ?? parts.find(({ exitCode }) => !continuesAfter(exitCode));
  if (stopping !== undefined) {
    const isCutOff = stopping.exitCode === incomplete.code;
    return {
      code: stopping.exitCode,
      reason: isCutOff ? stopping.exitReason : `${stopping.what}: ${stopping.exitReason}`,
    };
  }
  // A later part of the same migration settles what an earlier one left open.
  const last = new Map(parts.map((part) => [part.what, part]));
  const open = [...last.values()].find(({ exitCode }) =>
    [pending.code, unsettled.code].some((code) => code === exitCode),
  );
  if (open !== undefined) return { code: open.exitCode, reason: `${open.what}: ${open.exitReason}` };
  if (migration.dryRun) {
    const failed = parts.find(({ exitCode }) => exitCode !== done.code);
    if (failed !== undefined) {
      return { code: failed.exitCode, reason: `${failed.what}: ${failed.exitReason}` };
    }
    return { code: done.code, reason: `Nothing was changed: ${many(numbers.length, 'number')} would move` };
  }
  const stayed = numbers.filter((number) => whyStays(number, migration) !== '').length;
  if (stayed > 0) {
    return {
      code: rowsFailed.code,
      reason: `${many(stayed, 'number')} of ${numbers.length} had to stay: see migration.csv`,
    };
  }
  if (endUsers > 0) {
    const reason = `${many(endUsers, 'end user')} without a phone number had to stay`;
    return { code: rowsFailed.code, reason };
  }
  const moved = many(numbers.length, 'number');
  return {
    code: done.code,
    reason: migration.keepOld
      ? `${moved} verified at the new account; the old account is as it was`
      : `Moved ${moved}`,
  };
}

/** What the answer to the one question of a migration agrees to beside the changes at the new account. */
export function alsoAgreed(
  { oldAccount, newAccount, keepOld }: Migration,
  numbers: number,
): Pick<Confirmation, 'also'> {
  if (keepOld || numbers === 0) return {};
  const who =
    numbers === 1 ? 'the number loses its address' : `up to ${many(numbers, 'number')} lose their address`;
  return { also: `Afterward, ${who} at ${oldAccount}, each only once ${newAccount} shows it as covered.` };
}

/** The columns and rows of migration.csv. */
export function migrationTable(
  numbers: readonly MovedNumber[],
  migration: Pick<Migration, 'keepOld' | 'dryRun'>,
) {
  const columns = ['phone_number', 'new_result', 'new_verified', 'old_result', 'stays_because'];
  const cells = numbers.map((number) => [
    number.phoneNumber,
    number.assigned.result,
    number.verified === null ? '' : isVerified(number) ? 'yes' : 'no',
    isGone(number) ? 'removed' : 'kept',
    whyStays(number, migration),
  ]);
  return { columns, cells };
}
