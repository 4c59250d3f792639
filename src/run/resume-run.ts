import pLimit from 'p-limit';
import { commandError } from '../errors/command-errors.ts';
import type { Journal } from '../journal/journal.ts';
import type { RunRecord } from '../journal/records.ts';
import { openJournal } from '../journal/sqlite-journal.ts';
import { openOutFolder } from '../report/out-folder.ts';
import { recoverAddresses } from './addresses/recover-addresses.ts';
import { recoverCalls } from './calls/recover-calls.ts';
import { requireOneAccount } from './context/require-one-account.ts';
import { asProviderError, type RunAccount } from './context/run-context.ts';
import type { RunHost, RunOptions, RunOptionTexts, RunReport } from './context/run-options.ts';
import { isConfirmed, livingHolder, noteHolder } from './context/run-stage.ts';
import { accountNamesOf, refuseOtherAccounts, requireAccounts } from './context/same-accounts.ts';
import { storedOptions } from './context/stored-options.ts';
import type { Begun } from './intake/begin-run.ts';
import { pastRun } from './intake/past-run.ts';
import { openSource } from './intake/run-source.ts';
import { isUnfinished, newestUnfinished } from './intake/unfinished.ts';
import { makeChanges } from './make-changes.ts';
import { finishOpenGaps } from './numbers/finish-open-gaps.ts';
import { recoverOperations, refreshNotBegun } from './numbers/recover-operations.ts';
import { performFromSource } from './perform-run.ts';
import { undoFromPast } from './perform-undo.ts';
import { type Frame, inFrame } from './run-frame.ts';

/** What `e911 resume` asks for. */
interface ResumeRequest {
  readonly stateDir: string;
  /** Undefined: the newest run with something left to do. */
  readonly runId: string | undefined;
  /** Options typed now; they win over those that the run was started with. */
  readonly overrides: Partial<RunOptionTexts>;
}

/**
 * Goes on with an interrupted run: settles the calls in doubt by reading, finishes what stands open, then does the rest as
 * it was planned. A run that had changed nothing yet is begun anew under its own id. Returns null when there is nothing to
 * go on with.
 * @throws UsageError when the run is unknown or cannot be resumed; GuardError when it is still running.
 */
export async function resumeRun(request: ResumeRequest, host: RunHost): Promise<RunReport | null> {
  const journal = await openJournal(request.stateDir);
  try {
    const run =
      request.runId === undefined ? await newestUnfinished(journal) : await journal.run(request.runId);
    if (!run && request.runId !== undefined) {
      throw commandError('runUnknown', { runId: request.runId });
    }
    if (!run || !(await isUnfinished(journal, run))) return null;
    const options = storedOptions(run, { ...request.overrides, stateDir: request.stateDir });
    return (await isConfirmed(journal, run.runId))
      ? await goOn(run, options, host, journal)
      : await beginAnew(run, options, host, journal);
  } finally {
    await journal.close();
  }
}

/** Nothing was changed yet, so what was read and planned is forgotten, and the sheet is taken in again. */
async function beginAnew(
  run: RunRecord,
  options: RunOptions,
  host: RunHost,
  journal: Journal,
): Promise<RunReport> {
  const pid = await livingHolder(journal, run.runId, host);
  if (pid !== null && run.finishedAt === null) {
    throw commandError('runStillGoing', { runId: run.runId, pid });
  }
  const begin = await beginning(run, options, host, journal);
  const out = await openOutFolder(run.outDir, { sameRun: true });
  await journal.reopenRun(run.runId);
  await journal.clearRun(run.runId);
  await noteHolder(journal, run.runId, host);
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
    const past = await pastRun(journal, options.ofRun ?? '');
    return (begun) => undoFromPast({ ...begun, options, past }, host, journal);
  }
  const source = await openSource(options, host, journal);
  if (source.sha256 !== run.sheetSha256) {
    throw commandError('sheetOfRunChanged', { runId: run.runId, sheet: run.sheetName });
  }
  return (begun) => performFromSource({ ...begun, source: { ...source, options } }, host, journal);
}

async function goOn(
  run: RunRecord,
  options: RunOptions,
  host: RunHost,
  journal: Journal,
): Promise<RunReport> {
  const { runId, startedAt, header } = run;
  const names = await accountNamesOf(journal, runId);
  requireAccounts(run, names, host);
  const out = await openOutFolder(run.outDir, { sameRun: true });
  const request = {
    runId,
    options,
    out,
    header,
    sheet: { name: run.sheetName, sha256: run.sheetSha256 },
    sheetProblems: [],
    startedAt,
    accounts: names,
  };
  return inFrame(request, host, journal, async (frame) => {
    await refuseOtherAccounts(journal, runId, frame.context);
    await frame.lock();
    await journal.reopenRun(runId);
    await noteHolder(journal, runId, host);
    return proceed(frame);
  });
}

async function proceed(frame: Frame): Promise<RunReport> {
  const { context } = frame;
  const accounts = [...context.accounts.values()];
  context.host.watcher.phase('state', null);
  await eachAccount(accounts, async (account) => {
    const call = { signal: context.host.stop, priority: 'read' as const };
    await account.provider.checkAccess(call);
    await recoverCalls(context, account);
    await recoverAddresses(context, account);
  });
  requireOneAccount(accounts);
  for (const account of accounts) if (!account.stopped) await recoverOperations(context, account);
  const places = pLimit(context.options.maxOpen);
  await eachAccount(accounts, (account) => finishOpenGaps(context, account, places));
  await eachAccount(accounts, (account) => refreshNotBegun(context, account));
  return frame.finish(await makeChanges(context, accounts));
}

/** Does a work for each account that is not stopped; one that fails stops that account alone. */
async function eachAccount(
  accounts: readonly RunAccount[],
  work: (account: RunAccount) => Promise<void>,
): Promise<void> {
  await Promise.all(
    accounts.map(async (account) => {
      if (account.stopped) return;
      try {
        await work(account);
      } catch (caught) {
        account.stopped = asProviderError(caught);
      }
    }),
  );
}
