import type { StatePlace } from '../journal/state-place.ts';
import type { RunHost, RunOptionTexts, RunReport } from '../run/context/run-options.ts';
import { isUnfinished } from '../run/intake/unfinished.ts';
import { performRun } from '../run/perform-run.ts';
import { performVerify } from '../run/perform-verify.ts';

import { endMigration, endRefused } from './end-migration.ts';
import {
  agreedAssignment,
  beginMigration,
  continueSame,
  holdMigration,
  type Migration,
  type MigrationRequest,
  partsOf,
} from './migration-record.ts';
import { continuesAfter, type MigrationReport } from './migration-report.ts';
import { isVerified, noteOutcomes, numbersOfRun, wouldMove } from './number-table.ts';
import { type OldAccount, readOldAccount } from './old-account.ts';
import { requireTwoAccounts } from './require-two-accounts.ts';
import { addressText, columnsLeftOut, writeNewSheet, writeOldSheet } from './sheets.ts';
import {
  askingOnce,
  assignmentAt,
  endUnbegun,
  inJournal,
  optionsOf,
  part,
  removalAt,
  resumePart,
  type Work,
  whileHeld,
} from './work.ts';

/** No share of the old account is too much: emptying it is what was asked for. */
const ALL = '100%';

/**
 * Start here. Moves the emergency addresses of one account to another: exports the old account, applies its addresses at the new
 * one, reads them back there, and only then removes them at the old one, number by number. Each of these is a run of its own, so
 * guards, gaps, recovery and undo are theirs. Typed again, it continues the same migration where that has not ended.
 * @throws UsageError for accounts that cannot be moved between; GuardError when another process carries the migration.
 */
export async function performMigration(
  request: MigrationRequest,
  state: StatePlace,
  host: RunHost,
): Promise<MigrationReport> {
  requireTwoAccounts(request, host);
  const migration = await inJournal(state, host, async (journal) => {
    return (
      (await continueSame(journal, request, state, host)) ?? beginMigration(journal, request, state, host)
    );
  });
  return whileHeld(migration, host, () => carry(migration, request.texts, host));
}

/** Continues a migration that was interrupted. */
export async function resumeMigration(
  migration: Migration,
  overrides: Partial<RunOptionTexts>,
  host: RunHost,
): Promise<MigrationReport> {
  requireTwoAccounts(migration, host);
  await inJournal(migration.state, host, (journal) => holdMigration(journal, migration, host));
  return whileHeld(migration, host, () => carry(migration, overrides, host));
}

async function carry(
  migration: Migration,
  overrides: Partial<RunOptionTexts>,
  host: RunHost,
): Promise<MigrationReport> {
  const entry = host.config.accounts.get(migration.newAccount);
  if (entry === undefined) throw new TypeError('requireTwoAccounts comes first');
  const work: Work = {
    migration,
    host,
    capabilities: entry.definition.capabilities,
    overrides,
    parts: [],
    numbers: new Map(),
    leftOut: {},
    endUsers: [],
    columnsLeftOut: {},
    agreed: false,
  };
  try {
    const assigning = await assign(work);
    if (assigning !== null && mayContinue(work)) {
      if (migration.dryRun) await previewRemoval(work);
      else await verifyAndRemove(work, assigning);
    }
    return await endMigration(work);
  } catch (error) {
    await endRefused(work, error);
    throw error;
  }
}

/** Whether every part so far ended in a way after which the next one may begin. */
function mayContinue({ parts, host }: Work): boolean {
  return !host.stop.aborted && parts.every(({ exitCode }) => continuesAfter(exitCode));
}

/** The run at the new account, begun, resumed, or done already; its ID, or null when there is none. */
async function assign(work: Work): Promise<string | null> {
  const { migration, host } = work;
  const earlier = await inJournal(migration.state, host, async (journal) => {
    // Until it was agreed to, nothing was sent: the old account is read again, since it may have changed.
    const assigning = await agreedAssignment(journal, migration);
    return assigning && { runId: assigning.runId, isOpen: await isUnfinished(journal, assigning) };
  });
  if (earlier !== null) {
    work.agreed = true;
    if (earlier.isOpen) await resumePart(work, earlier.runId);
    await noteNumbers(work, earlier.runId);
    return earlier.runId;
  }
  const old = await readOld(work);
  if (old === null) return null;
  work.leftOut = old.leftOut;
  work.endUsers = old.endUsers;
  work.columnsLeftOut = columnsLeftOut(old.rows, work.capabilities);
  sayColumns(work);
  if (old.rows.length === 0) return null;
  const input = await writeNewSheet(migration, old.rows, work.capabilities, host);
  const { choices } = migration.texts;
  const options = optionsOf(work, { input, counterpart: migration.oldAccount, choices });
  const report = await part(work, assignmentAt(work), () =>
    performRun(options, askingOnce(work, old.rows.length)),
  );
  await noteNumbers(work, report.runId);
  return report.runId;
}

function sayColumns({ columnsLeftOut: columns, migration, host }: Work): void {
  const names = Object.entries(columns).map(([column, rows]) => `${column} (${rows})`);
  if (names.length === 0) return;
  host.watcher.warn(
    `${migration.newAccount} cannot hold these columns of ${migration.oldAccount}, which are left out (filled rows): ${names.join(', ')}`,
  );
}

/** Reads the new account back, and removes at the old one what it shows as it should be. */
async function verifyAndRemove(work: Work, assigning: string): Promise<void> {
  const { migration, host } = work;
  const { removing } = await inJournal(migration.state, host, async (journal) => {
    const parts = await partsOf(journal, migration);
    const open: string[] = [];
    for (const run of parts.removing) {
      if (!(await isUnfinished(journal, run)) || (await endUnbegun(journal, run, work))) continue;
      open.push(run.runId);
    }
    return { removing: open };
  });
  for (const runId of removing) {
    await resumePart(work, runId);
    if (!mayContinue(work)) return;
  }
  const options = optionsOf(work, { command: 'verify', ofRun: assigning });
  const verified = await part(work, `verification at ${migration.newAccount}`, () =>
    performVerify(options, host),
  );
  await inJournal(migration.state, host, (journal) =>
    noteOutcomes(journal, verified.runId, work.numbers, 'verified'),
  );
  if (!mayContinue(work)) return;
  const wasRead = work.parts.some(({ what }) => what === exportOf(work));
  if (migration.keepOld && wasRead) return;
  const old = await readOld(work);
  if (old === null) return;
  // The process that read them first may be gone.
  work.endUsers = old.endUsers;
  if (migration.keepOld) return;
  const leaving = chooseLeaving(work, old);
  if (leaving.length === 0) return;
  const input = await writeOldSheet(migration, 'old-account.csv', leaving, host);
  const removed = await removeAll(work, { input, command: 'apply' });
  await inJournal(migration.state, host, (journal) =>
    noteOutcomes(journal, removed.runId, work.numbers, 'removed'),
  );
}

function removeAll(work: Work, texts: Partial<RunOptionTexts>): Promise<RunReport> {
  const { newAccount } = work.migration;
  const options = optionsOf(work, {
    ...texts,
    counterpart: newAccount,
    checksCounterpart: true,
    maxRemove: ALL,
  });
  return part(work, removalAt(work), () => performRun(options, askingOnce(work, 0)));
}

/** What would be removed: the rows that the plan at the new account can carry out. */
async function previewRemoval(work: Work): Promise<void> {
  const { migration, host } = work;
  const rows = [...work.numbers.values()].filter(wouldMove);
  if (migration.keepOld || rows.length === 0) return;
  const phoneNumbers = rows.map(({ phoneNumber }) => phoneNumber);
  const input = await writeOldSheet(migration, 'old-account.csv', phoneNumbers, host);
  await removeAll(work, { input, command: 'plan' });
}

/** The numbers that may lose their address at the old account now; says of the others why they stay. */
function chooseLeaving({ numbers, migration }: Work, old: OldAccount): string[] {
  const present = new Map(old.rows.map((row) => [row.get('phone_number') ?? '', row]));
  const leaving: string[] = [];
  for (const number of numbers.values()) {
    const row = present.get(number.phoneNumber);
    if (row === undefined) {
      number.removed ??= {
        result: 'unchanged',
        stage: 'read',
        detail: `${migration.oldAccount} holds no address for it`,
      };
    } else if (!isVerified(number)) {
    } else if (addressText((column) => row.get(column) ?? '') !== number.address) {
      number.stays = `Its address at ${migration.oldAccount} changed after the migration began. Type the same command again to move the new one.`;
    } else {
      leaving.push(number.phoneNumber);
    }
  }
  return leaving;
}

const exportOf = ({ migration }: Work): string => `export of ${migration.oldAccount}`;

async function readOld(work: Work): Promise<OldAccount | null> {
  const { migration, host, parts } = work;
  const old = await readOldAccount(migration, host);
  const { exportId, exitCode, exitReason, readings } = old.report;
  parts.push({ what: exportOf(work), runId: exportId, exitCode, exitReason, choices: '' });
  for (const { account, problem, hint } of readings) {
    if (problem !== '') host.watcher.warn(`${account} was not read to its end: ${problem} ${hint}`.trim());
  }
  return old.report.complete ? old : null;
}

async function noteNumbers(work: Work, runId: string): Promise<void> {
  const { state } = work.migration;
  work.numbers = await inJournal(state, work.host, (journal) => numbersOfRun(journal, runId));
}
