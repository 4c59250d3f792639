import type { NextCommand } from '../domain/next-command.ts';
import { EXIT_CODES, exitOfError } from '../errors/exit-codes.ts';
import { usingJournal } from '../journal/open-journal.ts';
import { declaredOptions, wordsOf } from '../options/option.ts';
import { type RunHost, runOptionsSchema } from '../run/context/run-options.ts';
import { agreedAssignment, type Migration } from './migration-record.ts';
import {
  exitOfMigration,
  isEnded,
  type MigrationReport,
  migrationTable,
  type PartEnd,
} from './migration-report.ts';
import { isGone, isVerified, type MovedNumber, whyStays } from './number-table.ts';
import { writeSheet } from './sheets.ts';

/** What a migration came to. */
interface Ending {
  readonly migration: Migration;
  readonly host: RunHost;
  readonly parts: readonly PartEnd[];
  readonly numbers: ReadonlyMap<string, MovedNumber>;
  readonly leftOut: Readonly<Record<string, number>>;
  readonly endUsers: readonly string[];
  readonly columnsLeftOut: Readonly<Record<string, number>>;
}

/**
 * Writes migration.csv and notes in the journal how the migration ended. It stays open while something is left to do, so that
 * `resume` and the same command find it; one that changed nothing at a provider has ended, whatever stopped it.
 */
export async function endMigration(ending: Ending): Promise<MigrationReport> {
  const { migration, host, parts, leftOut, endUsers, columnsLeftOut } = ending;
  const numbers = [...ending.numbers.values()];
  const isStopped = host.stop.aborted && parts.every(({ exitCode }) => isEnded(exitCode));
  const stop = isStopped ? EXIT_CODES.interrupted : null;
  const exit = stop ?? exitOfMigration(parts, { numbers, endUsers: endUsers.length }, migration);
  if (numbers.length > 0) {
    await writeSheet(migration, 'migration.csv', migrationTable(numbers, migration), host);
  }
  const isOpen = await usingJournal({ state: migration.state, disk: host.disk }, async (journal) => {
    const isBegun = (await agreedAssignment(journal, migration)) !== null;
    if (isBegun && !isEnded(exit.code)) return true;
    const finishedAt = new Date(host.clock.wallMs()).toISOString();
    await journal.endRun(migration.id, { finishedAt, exitCode: exit.code, exitReason: exit.reason });
    return false;
  });
  return {
    migrationId: migration.id,
    outDir: migration.outDir,
    oldAccount: migration.oldAccount,
    newAccount: migration.newAccount,
    exitCode: exit.code,
    exitReason: exit.reason,
    parts,
    numbers: numbers.length,
    verified: numbers.filter(isVerified).length,
    removed: numbers.filter(isGone).length,
    stayed: [
      ...numbers.flatMap((number) => {
        const why = whyStays(number, migration);
        return why === '' ? [] : [{ phoneNumber: number.phoneNumber, why }];
      }),
      ...endUsers.map((phoneNumber) => ({
        phoneNumber,
        why: 'has no phone number, and only numbers are moved',
      })),
    ],
    leftOut,
    columnsLeftOut,
    next: isOpen
      ? { command: 'resume', args: [migration.id], advice: '' }
      : nextOf(migration, exit.code, parts.findLast(({ choices }) => choices !== '')?.choices ?? ''),
  };
}

/** Ends a migration that an error stopped before it was agreed to: nothing was sent, so there is nothing to resume. */
export async function endRefused(
  { migration, host }: Pick<Ending, 'migration' | 'host'>,
  error: unknown,
): Promise<void> {
  await usingJournal({ state: migration.state, disk: host.disk }, async (journal) => {
    if ((await agreedAssignment(journal, migration)) !== null) return;
    const exitReason = error instanceof Error ? error.message : String(error);
    const finishedAt = new Date(host.clock.wallMs()).toISOString();
    await journal.endRun(migration.id, { finishedAt, exitCode: exitOfError(error), exitReason });
  });
}

/** The same command again, with every option that was typed; null when nothing is left to do. */
function nextOf(
  { oldAccount, newAccount, dryRun, keepOld, texts }: Migration,
  exitCode: number,
  offered: string,
): NextCommand | null {
  const choices = offered || texts.choices;
  const typed = { ...texts, ...(choices === undefined ? {} : { choices }) };
  const options = declaredOptions(runOptionsSchema).flatMap((one) =>
    wordsOf(one, Object.entries(typed).find(([field]) => field === one.field)?.[1]),
  );
  const again = { command: 'migrate', args: [oldAccount, newAccount, ...options], advice: '' };
  // Without --keep-old the same command continues with the removals.
  const same = [...again.args, ...(dryRun ? ['--dry-run'] : []), ...(keepOld ? ['--keep-old'] : [])];
  if (offered !== '') {
    const advice = `put an x into take beside the right address of each row in ${offered}`;
    return { ...again, args: same, advice };
  }
  if (exitCode !== EXIT_CODES.done.code) return { ...again, args: same, advice: 'fix what is named above' };
  return dryRun || keepOld ? again : null;
}
