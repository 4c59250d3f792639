import { ProviderError } from '../errors/provider-error.ts';
import type { Journal } from '../journal/journal.ts';
import type { PartEnd } from '../journal/part-records.ts';
import type { RunRecord } from '../journal/records.ts';
import { openOutFolder } from '../report/out-folder.ts';
import type { EndedAccount, EndingContext } from './context/run-context.ts';
import type { RunHost, RunOptions, RunReport } from './context/run-options.ts';
import { finishRun } from './ending/finish-run.ts';

/** A run whose accounts were carried out by processes of their own, and where its files go. */
export interface EndRequest {
  readonly run: RunRecord;
  readonly options: RunOptions;
  /** Folder for the files of the run. */
  readonly outDir: string;
}

/** Whether the parts of all accounts of a run have ended, so that the run can be ended. */
export async function isCarriedOut(journal: Journal, runId: string): Promise<boolean> {
  const ended = new Set((await journal.partsOf(runId)).map(({ account }) => account));
  return (await journal.accountsOf(runId)).every((account) => ended.has(account));
}

/**
 * Ends a run once every part of it has ended: answers the rows, writes the files, keeps the exit code. Everything it needs is in
 * the journal, so it asks for no credentials, and any process can do it. Call it with the run locked: it is done once.
 */
export async function endParts(
  { run, options, outDir }: EndRequest,
  host: RunHost,
  journal: Journal,
): Promise<RunReport> {
  const parts = await journal.partsOf(run.runId);
  const context: EndingContext = {
    runId: run.runId,
    options,
    // Each part has answered for itself whether it was interrupted.
    host: { ...host, stop: new AbortController().signal },
    journal,
    accounts: new Map(parts.map((part) => [part.account, endedAccount(part, host)])),
    counterpart: null,
    isResumed: true,
  };
  return finishRun(context, {
    out: await openOutFolder(outDir, { sameRun: true, disk: host.disk }),
    header: run.header,
    sheet: { name: run.sheetName, sha256: run.sheetSha256 },
    sheetProblems: [],
    startedAt: run.startedAt,
    stats: new Map(parts.map(({ account, calls }) => [account, calls])),
    pauses: parts.flatMap(({ pauses }) => pauses),
    guards: { sentences: [], lifts: [] },
    deleted: parts.reduce((sum, { deleted }) => sum + deleted, 0),
    exit: parts.find(({ exit }) => exit !== null)?.exit ?? null,
    notBegun: null,
    hasPlan: false,
  });
}

function endedAccount(part: PartEnd, { definitions }: RunHost): EndedAccount {
  const { account, accountKey, provider, title, limits, stopped } = part;
  const definition = definitions.find(({ capabilities }) => capabilities.title === title);
  if (definition === undefined) throw new Error(`no provider is called ${title}`);
  return {
    name: account,
    provider: { provider, accountKey, capabilities: { ...definition.capabilities, limits } },
    stopped: stopped && new ProviderError(stopped.message, { ...stopped, provider }),
  };
}
