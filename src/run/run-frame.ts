import { once } from 'node:events';
import path from 'node:path';
import { type OpenAccount, openAccount } from '../config/open-account.ts';
import { commandError } from '../errors/command-errors.ts';
import type { Problem } from '../errors/problem.ts';
import type { AccountLock } from '../journal/account-locks.ts';
import type { Journal } from '../journal/journal.ts';
import type { OutFolder } from '../report/out-folder.ts';
import { openRunLog, RUN_LOG, type RunLog } from '../report/run-log.ts';
import { hearCalls } from './context/hear-calls.ts';
import { lockAccounts } from './context/lock-accounts.ts';
import { notePauses, type Pauses } from './context/pauses.ts';
import type { RunAccount, RunContext } from './context/run-context.ts';
import type { RunHost, RunOptions, RunReport } from './context/run-options.ts';
import { endAfterError, isOrderly } from './ending/end-after-error.ts';
import { finishRun } from './ending/finish-run.ts';
import type { RunEnd } from './ending/run-end.ts';
import { afterOpenGaps } from './numbers/after-open-gaps.ts';
import { rememberGaps } from './numbers/gap-memory.ts';
import { leaveBelievedAbsent } from './outcomes/believed-absent.ts';

/** A run that is in the journal already, and the accounts it needs. */
interface FrameRequest {
  readonly runId: string;
  readonly options: RunOptions;
  /** The folder of the run's files, or what opens it: `resume` closes coverage gaps before it asks for a folder. */
  readonly out: OutFolder | { readonly path: string; open(): Promise<OutFolder> };
  readonly header: readonly string[];
  readonly sheet: { readonly name: string; readonly sha256: string };
  readonly sheetProblems: readonly Problem[];
  readonly startedAt: string;
  readonly accounts: Iterable<string>;
  readonly isResumed?: boolean;
}

/** What the end of a run is made of, as far as the frame knows it before there is a folder for files. */
export type FrameEnd = Omit<RunEnd, 'out'>;

/** How the work of a frame ends: by ending the run, or the part of an account. */
export type EndOfFrame<T> = (context: RunContext, end: FrameEnd, openOut: Frame<T>['openOut']) => Promise<T>;

/** What the work inside a frame has at hand. */
export interface Frame<T = RunReport> {
  readonly context: RunContext;
  /** Answers every row and writes the files, or ends the part of an account; the last thing that the work does. */
  readonly finish: (end?: Partial<FrameEnd>) => Promise<T>;
  /** Opens the folder of the run's files, if it is not open yet. @throws UsageError, AppError as `openOutFolder` does. */
  readonly openOut: () => Promise<OutFolder>;
  /** Locks every account of the run for this process. @throws GuardError when another run holds one. */
  readonly lock: () => Promise<void>;
}

/**
 * Opens a run's accounts around its work and closes them after it, the locks with them. Whatever stops a run in an orderly
 * way (a guard, refused credentials, a wrong use) still answers every row and writes the files. A run that was begun earlier is
 * touched only once its accounts are locked: another process may be carrying it out.
 */
export function inFrame<T = RunReport>(
  request: FrameRequest,
  host: RunHost,
  journal: Journal,
  work: (frame: Frame) => Promise<T | RunReport>,
): Promise<T | RunReport> {
  const end: EndOfFrame<RunReport> = async (context, facts, openOut) =>
    finishRun(context, { ...facts, out: await openOut() });
  return inFrameOf<T | RunReport, RunReport>({ ...request, end }, host, journal, work);
}

/** The same for work that ends another way. */
export async function inFrameOf<T, E extends T>(
  request: FrameRequest & { readonly end: EndOfFrame<E> },
  host: RunHost,
  journal: Journal,
  work: (frame: Frame<E>) => Promise<T>,
): Promise<T> {
  const opened: OpenAccount[] = [];
  const locks: AccountLock[] = [];
  const pauses = notePauses(host.clock, host.watcher);
  const accounts = new Map<string, RunAccount>();
  const memory = await rememberGaps(journal, request, (event) => host.watcher.event?.(event));
  const context: RunContext & { counterpart: RunContext['counterpart'] } = {
    runId: request.runId,
    options: request.options,
    host,
    journal: memory.journal,
    accounts,
    counterpart: null,
    isResumed: request.isResumed ?? false,
  };
  let out = 'open' in request.out ? null : request.out;
  const openOut = async (): Promise<OutFolder> => {
    out ??= await ('open' in request.out ? request.out.open() : request.out);
    return out;
  };
  const log = openRunLog({
    runId: request.runId,
    file: path.join(request.out.path, RUN_LOG),
    warn: (text) => host.watcher.warn(text),
  });
  const finish = async (end: Partial<FrameEnd> = {}): Promise<E> => {
    const stats = new Map(opened.map((account) => [account.name, account.stats()]));
    const { header, sheet, sheetProblems, startedAt } = request;
    const facts = { header, sheet, sheetProblems, startedAt, stats, pauses: pauses.list() };
    return request.end(context, { ...NOTHING_ELSE, ...facts, ...end }, openOut);
  };
  let isOurs = request.isResumed !== true;
  const lock = async (): Promise<void> => {
    await lockAll(context, locks);
    isOurs = true;
  };
  try {
    return await withFiles(context, { finish, mayFinish: () => isOurs }, async () => {
      for (const name of [...request.accounts].sort()) {
        const account = await openOne(name, context, { pauses, log });
        if (account === null) continue;
        opened.push(account);
        const ownFees = host.config.accounts.get(name)?.fees ?? {};
        accounts.set(name, { name, provider: account.provider, ownFees, doubts: new Map(), stopped: null });
      }
      const { counterpart } = request.options;
      const other = counterpart === undefined ? null : await openOne(counterpart, context, { pauses, log });
      if (other !== null) {
        opened.push(other);
        requireOtherAccount(other, accounts.values());
        context.counterpart = other;
      }
      return work({ context, finish, openOut, lock });
    });
  } catch (error) {
    throw await afterOpenGaps(context, memory, error);
  } finally {
    await Promise.all(opened.map((account) => account.close()));
    log.close();
    for (const lock of locks) await lock.release();
  }
}

/** What most runs end with. */
const NOTHING_ELSE = {
  guards: { sentences: [], lifts: [] },
  deleted: 0,
  exit: null,
  notBegun: null,
  hasPlan: false,
} as const;

/** Does the work; what stops it in an orderly way still answers every row and writes the files. */
async function withFiles<T, E extends T>(
  context: RunContext,
  { finish, mayFinish }: { readonly finish: Frame<E>['finish']; readonly mayFinish: () => boolean },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await unlessStalled(work(), context.host.stalled);
  } catch (error) {
    if (!isOrderly(error) || !mayFinish()) throw error;
    const end = endAfterError(error, context.host);
    for (const account of context.accounts.values()) {
      await leaveBelievedAbsent(context, account, end.notBegun);
    }
    return finish(end);
  }
}

/** The work, or the error of a process that has nothing pending while the work has not ended. */
async function unlessStalled<T>(work: Promise<T>, stalled: AbortSignal | undefined): Promise<T> {
  if (stalled === undefined) return await work;
  if (stalled.aborted) throw stalled.reason;
  const found = new AbortController();
  const stall = once(stalled, 'abort', { signal: found.signal }).then(
    () => Promise.reject(stalled.reason as unknown),
    () => work,
  );
  try {
    return await Promise.race([work, stall]);
  } finally {
    found.abort();
    stall.catch(() => undefined);
  }
}

/** Null for a name that is not in the config: its rows are answered as such. */
async function openOne(
  name: string,
  { host, options }: RunContext,
  { pauses, log }: { readonly pauses: Pauses; readonly log: RunLog },
): Promise<OpenAccount | null> {
  const entry = host.config.accounts.get(name);
  if (!entry) return null;
  return openAccount(entry, {
    clock: host.clock,
    random: host.random,
    maxPauseMs: options.maxPauseMs,
    onPause: (pauseMs) => pauses.note(name, pauseMs),
    onCall: hearCalls(log, host.watcher),
  });
}

/** @throws UsageError when two names of the config are one account: a migration would take away what it has just written. */
function requireOtherAccount(
  { name, provider }: Pick<RunAccount, 'name' | 'provider'>,
  accounts: Iterable<RunAccount>,
): void {
  for (const each of accounts) {
    if (each.provider.accountKey !== provider.accountKey) continue;
    throw commandError('migrationSameAccount', { first: name, second: each.name });
  }
}

function lockAll(
  { accounts, journal, runId, host, options }: RunContext,
  locks: AccountLock[],
): Promise<void> {
  const keys = [...accounts.values()].map(({ provider }) => provider.accountKey);
  const { state, waitForLockMs: waitMs } = options;
  const note = (text: string): void => host.watcher.note(text);
  return lockAccounts(keys, { journal, runId, state, host, waitMs, stop: host.stop, note }, locks);
}
