import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { durationText } from '../domain/duration-text.ts';
import { AppError, UsageError } from '../errors/app-error.ts';
import { commandError } from '../errors/command-errors.ts';
import type { Journal } from '../journal/journal.ts';
import { passWithin } from '../journal/lock-within.ts';
import { usingJournal } from '../journal/open-journal.ts';
import type { RunRecord } from '../journal/records.ts';
import { filesDirOf, type StatePlace } from '../journal/state-place.ts';
import { type OutFolder, openOutFolder } from '../report/out-folder.ts';
import type { RunHost, RunOptions, RunOptionTexts, RunReport } from './context/run-options.ts';
import { isConfirmed, livingHolder, noteHolder } from './context/run-stage.ts';
import { accountNamesOf, refuseOtherAccounts, requireAccounts } from './context/same-accounts.ts';
import { startAgain, storedOptions } from './context/stored-options.ts';
import { unknownRun } from './context/unknown-run.ts';
import { continueAccounts } from './continue-accounts.ts';
import type { Begun } from './intake/begin-run.ts';
import { pastRun } from './intake/past-run.ts';
import { openSource } from './intake/run-source.ts';
import { isUnfinished, newestUnfinished } from './intake/unfinished.ts';
import { performFromSource } from './perform-run.ts';
import { undoFromPast } from './perform-undo.ts';
import { inFrame } from './run-frame.ts';

/** What `e911 resume` asks for. */
interface ResumeRequest {
  readonly state: StatePlace;
  /** Undefined: the newest run that is not finished. */
  readonly runId: string | undefined;
  /** Options typed now; they win over those that the run was started with. */
  readonly overrides: Partial<RunOptionTexts>;
}

/**
 * Resumes an interrupted run: checks the effect of the calls in doubt, closes open coverage gaps, then does the rest as it
 * was planned. A run that had changed nothing yet starts over under its own ID. Returns null when nothing is left to do.
 * @throws UsageError when the run is unknown or cannot be resumed; GuardError when it is still running.
 */
export async function resumeRun(request: ResumeRequest, host: RunHost): Promise<RunReport | null> {
  return usingJournal({ state: request.state, disk: host.disk }, async (journal) => {
    const run =
      request.runId === undefined ? await newestUnfinished(journal, host) : await journal.run(request.runId);
    if (!run && request.runId !== undefined) {
      throw await unknownRun(request.runId, journal);
    }
    if (!run || !(await isUnfinished(journal, run))) return null;
    const options = { ...storedOptions(run, request.overrides), state: request.state };
    const left = await whenNobodyRuns(run, options, host, journal);
    if (left === null) return null;
    return (await isConfirmed(journal, left.runId))
      ? await continueRun(left, options, host, journal)
      : await startOver(left, options, host, journal);
  });
}

/**
 * The run as it is when no other process reads or plans it any more, which `--wait-for-lock` waits for; null when it was finished
 * meanwhile. One that may change things holds its accounts, which are waited for when they are locked.
 * @throws GuardError RUN_STILL_GOING
 */
function whenNobodyRuns(
  { runId }: RunRecord,
  { waitForLockMs: waitMs }: RunOptions,
  host: RunHost,
  journal: Journal,
): Promise<RunRecord | null> {
  const onWait = ({ message }: Error): void =>
    host.watcher.note(`${message} Waits for its end, up to ${durationText(Math.ceil(waitMs / 1000))}.`);
  return passWithin({ waitMs, signal: host.stop, onWait }, async () => {
    const run = await journal.run(runId);
    if (run === null || !(await isUnfinished(journal, run))) return null;
    if (await isConfirmed(journal, runId)) return run;
    const by = await livingHolder(journal, runId, host);
    if (by === null || run.finishedAt !== null) return run;
    throw commandError('runStillGoing', { runId, by, again: startAgain(run) });
  });
}

/** Nothing was changed yet, so what was read and planned is deleted, and the rows are imported again. */
async function startOver(
  run: RunRecord,
  options: RunOptions,
  host: RunHost,
  journal: Journal,
): Promise<RunReport> {
  const begin = await beginning(run, options, host, journal);
  const outDir = await outDirHere(journal, run, options, host);
  const out = await openOutFolder(outDir, { sameRun: true, disk: host.disk });
  await journal.reopenRun(run.runId);
  await journal.clearRun(run.runId);
  await noteHolder(journal, { runId: run.runId, state: options.state }, host);
  tellResumed({ ...run, outDir }, host);
  const { runId, startedAt } = run;
  return begin({ runId, startedAt, out });
}

/** How a run of this kind begins: an undo from the rows of the run that it undoes, any other from its sheet. */
async function beginning(
  run: RunRecord,
  options: RunOptions,
  host: RunHost,
  journal: Journal,
): Promise<(begun: Begun) => Promise<RunReport>> {
  if (options.command === 'undo') {
    const past = await pastRun(journal, options.ofRun ?? '', host);
    return (begun) => undoFromPast({ ...begun, options, past }, host, journal);
  }
  requireSheetHere(run, options);
  const source = await openSource(options, host, journal);
  if (source.sha256 !== run.sheetSha256) {
    throw commandError('sheetOfRunChanged', {
      runId: run.runId,
      sheet: run.sheetName,
      again: startAgain(run),
    });
  }
  return (begun) => performFromSource({ ...begun, source: { ...source, options } }, host, journal);
}

/** @throws UsageError SHEET_ELSEWHERE when the run began on another machine, where its sheet is */
function requireSheetHere(run: RunRecord, { state, input, review }: RunOptions): void {
  if (state.kind === 'folder' || review !== undefined || existsSync(input)) return;
  throw commandError('sheetElsewhere', { runId: run.runId, sheet: input, again: startAgain(run) });
}

/**
 * The folder for the files of a run that is taken up again: its own, or where it was on another machine, the usual one here. A
 * folder of the same path that is another machine's holds files of other runs.
 */
async function outDirHere(
  journal: Journal,
  { runId, outDir }: RunRecord,
  { state }: RunOptions,
  { host }: RunHost,
): Promise<string> {
  if (state.kind === 'folder') return outDir;
  const isOwn = path.basename(outDir) === runId || (await journal.runStage(runId))?.holder?.host === host;
  return isOwn && isWritable(outDir) ? outDir : path.join(filesDirOf(state), runId);
}

/** Another user of this machine may have begun the run. */
function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

async function continueRun(
  run: RunRecord,
  options: RunOptions,
  host: RunHost,
  journal: Journal,
): Promise<RunReport> {
  const { runId, startedAt, header } = run;
  const names = await accountNamesOf(journal, runId);
  const outDir = await outDirHere(journal, run, options, host);
  requireAccounts(run, names, host);
  const request = {
    runId,
    options,
    out: { path: outDir, open: () => openOutAgain(outDir, host) },
    header,
    sheet: { name: run.sheetName, sha256: run.sheetSha256 },
    sheetProblems: [],
    startedAt,
    accounts: names,
    isResumed: true,
  };
  return inFrame(request, host, journal, async (frame) => {
    await refuseOtherAccounts(journal, runId, frame.context);
    await frame.lock();
    await journal.reopenRun(runId);
    await noteHolder(journal, { runId, state: options.state }, host);
    tellResumed({ ...run, outDir }, host);
    return frame.finish(await continueAccounts(frame.context, frame.openOut));
  });
}

function tellResumed({ runId, command, outDir }: RunRecord, { watcher }: RunHost): void {
  watcher.event?.({ type: 'run-started', run_id: runId, command, out_dir: outDir, resumed: true });
}

/** @throws AppError (exit 70): by now calls may have been sent, which an error of usage would deny. */
async function openOutAgain(outDir: string, { disk }: RunHost): Promise<OutFolder> {
  try {
    return await openOutFolder(outDir, { sameRun: true, disk });
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    throw new AppError(cause.message, { code: cause.code, hint: cause.hint, cause });
  }
}
