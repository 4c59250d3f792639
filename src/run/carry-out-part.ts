import { commandError } from '../errors/command-errors.ts';
import type { Journal } from '../journal/journal.ts';
import type { PartEnd } from '../journal/part-records.ts';
import type { OperationRecord, RunRecord } from '../journal/records.ts';
import { isNotBegun } from '../plan/context/not-begun.ts';
import { openOutFolder } from '../report/out-folder.ts';
import { isoNow, type RunAccount, type RunContext } from './context/run-context.ts';
import type { RunHost, RunOptions } from './context/run-options.ts';
import { refuseOtherAccounts } from './context/same-accounts.ts';
import { continueAccounts } from './continue-accounts.ts';
import { endOperation } from './outcomes/end-operation.ts';
import type { NotBegun } from './outcomes/row-answers.ts';
import { type FrameEnd, inFrameOf } from './run-frame.ts';

/** One account of a confirmed run, and where the files of this process go. */
export interface PartRequest {
  readonly run: RunRecord;
  readonly account: string;
  readonly options: RunOptions;
  /** Folder for the log of calls. */
  readonly outDir: string;
}

/**
 * Carries out what one account of a confirmed run has left, as `resume` does with all of them; other processes may carry out the
 * other accounts at the same time. What the account has left is known from the journal alone, so it does not matter who began it.
 * @returns how the part ended; null when a stop came first: any process may take it up again.
 * @throws GuardError, before anything is touched, when another process holds the account or its name means another account here;
 * UsageError when the config lacks it.
 */
export async function carryOutPart(
  { run, account, options, outDir }: PartRequest,
  host: RunHost,
  journal: Journal,
): Promise<PartEnd | null> {
  const { runId, header, startedAt } = run;
  if (!host.config.accounts.has(account)) {
    throw commandError('accountOfRunMissing', { runId, missing: [account] });
  }
  const request = {
    runId,
    options: { ...options, maxOpen: await openAtOnce(journal, runId, options) },
    out: { path: outDir, open: () => openOutFolder(outDir, { sameRun: true, disk: host.disk }) },
    header,
    sheet: { name: run.sheetName, sha256: run.sheetSha256 },
    sheetProblems: [],
    startedAt,
    accounts: [account],
    isResumed: true,
    end: endPart,
  };
  return inFrameOf<PartEnd | null, PartEnd | null>(request, host, journal, async (frame) => {
    await refuseOtherAccounts(journal, runId, frame.context);
    await frame.lock();
    return frame.finish(await continueAccounts(frame.context, frame.openOut));
  });
}

/** `--max-open` is about the whole run: each account has its share of it, and a run with more accounts is not handed over. */
async function openAtOnce(journal: Journal, runId: string, { maxOpen }: RunOptions): Promise<number> {
  const accounts = (await journal.accountsOf(runId)).length;
  return Math.max(1, Math.floor(maxOpen / accounts));
}

/** Notes how the part ended; the rows are answered at the end of the run. */
async function endPart(context: RunContext, end: FrameEnd): Promise<PartEnd | null> {
  const { journal, runId, host } = context;
  // What was interrupted has its present state in the journal, and another process carries it on.
  if (host.stop.aborted) return null;
  const [account] = context.accounts.values();
  if (account === undefined) throw new Error('a part has no account');
  await answerLeft(context, account, end.notBegun);
  const part = partEnd(context, account, end);
  await journal.endPart(runId, part);
  return part;
}

/** What was not begun when something stopped the part gets that as its answer. */
async function answerLeft(context: RunContext, account: RunAccount, notBegun: NotBegun): Promise<void> {
  if (notBegun === null) return;
  const left: OperationRecord[] = [];
  for await (const operation of context.journal.operations(context.runId, account.name)) {
    if (isNotBegun(operation)) left.push(operation);
  }
  for (const operation of left) {
    await endOperation(context, operation, {
      result: 'not_attempted',
      stage: 'validate',
      detail: '',
      ...notBegun,
    });
  }
}

function partEnd(context: RunContext, { name, provider, stopped }: RunAccount, end: FrameEnd): PartEnd {
  const { capabilities, accountKey } = provider;
  const calls = end.stats.get(name);
  if (calls === undefined) throw new Error(`the account ${name} has no counts`);
  return {
    account: name,
    accountKey,
    provider: provider.provider,
    title: capabilities.title,
    limits: capabilities.limits,
    endedAt: isoNow(context),
    calls,
    pauses: end.pauses,
    deleted: end.deleted,
    stopped: stopped && {
      kind: stopped.kind,
      operation: stopped.operation,
      message: stopped.message,
      hint: stopped.hint,
    },
    exit: end.exit,
  };
}
