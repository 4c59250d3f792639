import { existsSync } from 'node:fs';
import path from 'node:path';
import { many } from '../domain/plural.ts';
import { JournalError } from '../errors/app-error.ts';
import { commandError } from '../errors/command-errors.ts';
import { EXIT_CODES } from '../errors/exit-codes.ts';
import { readGapLog } from '../journal/gap-log.ts';
import type { Journal } from '../journal/journal.ts';
import { usingJournal } from '../journal/open-journal.ts';
import { SEAL_FILE } from '../journal/seal.ts';
import { JOURNAL_FILE } from '../journal/sqlite-journal.ts';
import { folderPlace, namedPlace, type StatePlace } from '../journal/state-place.ts';
import { newRunId } from '../run/context/run-id.ts';
import { type CarriersRead, readCarriers } from './read-carriers.ts';
import { rebuildRun } from './rebuild-run.ts';
import type { RecoverHost, RecoverReport, Unknown } from './recover-report.ts';
import { lostFolders, unknownFolders, unknownRunFolders } from './run-folders.ts';
import { setAside } from './set-aside.ts';
import { migrationRecord, withoutResults } from './without-results.ts';

/** Enough to know every run of a state folder. */
const ALL_RUNS = 1_000_000;
/** Errors of a journal whose content is not to be believed. */
const USELESS: ReadonlySet<string> = new Set([
  'JOURNAL_LOST',
  'JOURNAL_MIXED',
  'JOURNAL_UNREADABLE',
  'JOURNAL_FOREIGN',
]);

/**
 * Start here. Builds a journal again after it was lost or damaged: from the files of the runs, the log of coverage gaps, and
 * what the accounts show. It reads the accounts and changes nothing there. A journal that lost only its last commits is kept,
 * and its unfinished runs are ended. The former files are kept in a folder of their own. A journal that is whole and knows
 * every run is left as it is.
 * @throws UsageError STATE_MISSING when the folder holds nothing to recover from, RECOVER_DATABASE for a database; GuardError ACCOUNT_LOCKED while a run works
 * on an account.
 */
export async function performRecover(state: StatePlace, host: RecoverHost): Promise<RecoverReport> {
  if (state.kind === 'postgres') throw commandError('recoverDatabase', { state: namedPlace(state) });
  const { stateDir } = state;
  const condition = await conditionOf(stateDir);
  const gaps = readGapLog(stateDir);
  if (condition === 'missing' && gaps.length === 0 && unknownRunFolders(stateDir, new Set()).length === 0) {
    throw commandError('stateMissing', { state: namedPlace(state) });
  }
  if (condition === 'whole' && (await knowsAll(stateDir))) return nothingToDo();
  const recoverId = newRunId(host);
  const aside =
    condition === 'whole' ? '' : setAside(stateDir, recoverId, condition === 'behind' ? 'copy' : 'move');
  // A journal that is behind its seal may be damaged too.
  const isDamaged = condition === 'behind' && (await conditionOf(stateDir)) !== 'whole';
  const asideDir = isDamaged ? setAside(stateDir, `${recoverId}-damaged`, 'move') : aside;
  return usingJournal({ state }, (journal) =>
    rebuild(journal, { stateDir, recoverId, asideDir, condition }, host),
  );
}

type Condition = 'whole' | 'behind' | 'useless' | 'missing';

async function conditionOf(stateDir: string): Promise<Condition> {
  const isThere = [JOURNAL_FILE, SEAL_FILE].some((name) => existsSync(path.join(stateDir, name)));
  if (!isThere) return 'missing';
  try {
    await usingJournal({ state: folderPlace(stateDir) }, (journal) => journal.check());
    return 'whole';
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    if (error.code === 'JOURNAL_BEHIND') return 'behind';
    if (USELESS.has(error.code)) return 'useless';
    throw error;
  }
}

async function knownRuns(journal: Journal): Promise<Set<string>> {
  return new Set((await journal.runs(ALL_RUNS)).map(({ runId }) => runId));
}

async function knowsAll(stateDir: string): Promise<boolean> {
  return usingJournal({ state: folderPlace(stateDir) }, async (journal) => {
    const isKnown = unknownRunFolders(stateDir, await knownRuns(journal)).length === 0;
    return isKnown && (await journal.unknownGaps()).length === 0;
  });
}

async function rebuild(
  journal: Journal,
  found: {
    readonly stateDir: string;
    readonly recoverId: string;
    readonly asideDir: string;
    readonly condition: Condition;
  },
  host: RecoverHost,
): Promise<RecoverReport> {
  const { stateDir, recoverId, asideDir, condition } = found;
  const unknown: Unknown[] = [];
  const known = await knownRuns(journal);
  if (condition === 'behind') unknown.push(...(await endUnfinished(journal, host)));
  const now = (): string => new Date(host.clock.wallMs()).toISOString();
  unknown.push(...(await withoutResults(stateDir, unknownFolders(stateDir, known))));
  const lost = lostFolders(stateDir, known);
  for (const { runId, kind } of lost) {
    if (kind === 'migration') await journal.startRun(migrationRecord(runId, stateDir, now()));
  }
  const rebuiltRuns = lost.filter(({ kind }) => kind !== 'migration').map(({ runId }) => runId);
  host.watcher.phase('read', rebuiltRuns.length);
  for (const [done, runId] of rebuiltRuns.entries()) {
    unknown.push(...(await rebuildRun(journal, path.join(stateDir, runId), stateDir, host)));
    host.watcher.progress(done + 1);
  }
  await journal.startRun(recoveryRecord(recoverId, stateDir, now(), host));
  host.watcher.phase('state', null);
  const gaps = [...(await journal.openGaps()), ...(await journal.unknownGaps())];
  const read = await readCarriers({ journal, recoverId, stateDir, host }, gaps);
  for (const gap of read.closedGaps) await closeGap(journal, gap, now());
  unknown.push(...read.unknown);
  const exit = exitOf(read, unknown);
  await journal.endRun(recoverId, { finishedAt: now(), exitCode: exit.code, exitReason: exit.reason });
  return {
    recoverId,
    asideDir,
    keptRuns: known.size,
    rebuiltRuns,
    ownAddresses: read.ownAddresses,
    closedGaps: read.closedGaps,
    openGaps: read.openGaps,
    unknown,
    exitCode: exit.code,
    exitReason: exit.reason,
  };
}

/** A run whose last commits are lost cannot be resumed: calls that it sent may be among them. */
async function endUnfinished(journal: Journal, { clock }: RecoverHost): Promise<Unknown[]> {
  const ended: Unknown[] = [];
  for (const run of await journal.runs(ALL_RUNS)) {
    if (run.finishedAt !== null) continue;
    await journal.endRecovered(run.runId, {
      finishedAt: new Date(clock.wallMs()).toISOString(),
      exitCode: EXIT_CODES.unsettled.code,
      exitReason: 'recovered: its last calls are not known',
    });
    ended.push({
      subject: run.runId,
      sentence:
        'The journal lost its last commits. Which calls this run sent last is not known, so it cannot be resumed or undone.',
    });
  }
  return ended;
}

/** A gap of the journal is closed in its operation, one of the log alone in the log. */
async function closeGap(
  journal: Journal,
  gap: CarriersRead['closedGaps'][number],
  closedAt: string,
): Promise<void> {
  const subject = { kind: 'number', phoneNumber: gap.phoneNumber } as const;
  const operation = await journal.findOperation(gap.runId, gap.account, subject);
  if (operation) await journal.saveOperation(gap.runId, { ...operation, gapClosedAt: closedAt });
  else await journal.closeUnknownGap(gap, closedAt);
}

function recoveryRecord(
  runId: string,
  stateDir: string,
  startedAt: string,
  { operator }: RecoverHost,
): Parameters<Journal['startRun']>[0] {
  return {
    runId,
    command: 'recover',
    sheetName: '',
    sheetSha256: '',
    header: [],
    options: { stateDir },
    operator,
    outDir: stateDir,
    startedAt,
    finishedAt: null,
    exitCode: null,
    exitReason: '',
  };
}

function exitOf(
  { openGaps }: CarriersRead,
  unknown: readonly Unknown[],
): { readonly code: number; readonly reason: string } {
  if (openGaps.length > 0) return EXIT_CODES.uncovered;
  if (unknown.length === 0) return EXIT_CODES.done;
  const { code } = EXIT_CODES.incomplete;
  return { code, reason: `Recovered, but ${many(unknown.length, 'fact is', 'facts are')} not known` };
}

function nothingToDo(): RecoverReport {
  return {
    recoverId: '',
    asideDir: '',
    keptRuns: 0,
    rebuiltRuns: [],
    ownAddresses: 0,
    closedGaps: [],
    openGaps: [],
    unknown: [],
    exitCode: EXIT_CODES.done.code,
    exitReason: 'The journal is whole and knows every run: nothing to recover',
  };
}
