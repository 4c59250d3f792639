import { AppError, GuardError, UsageError } from '../errors/app-error.ts';
import { makeFolder } from '../files/make-folder.ts';
import { usingJournal } from '../journal/open-journal.ts';
import type { PostgresPlace } from '../journal/state-place.ts';
import { carryOutPart } from '../run/carry-out-part.ts';
import type { RunHost } from '../run/context/run-options.ts';
import { storedOptions } from '../run/context/stored-options.ts';
import { endRun, filesOf } from './end-run.ts';
import { lookAtJob } from './look-at-job.ts';
import { openQueue, type TakenJob, type WorkQueue } from './work-queue.ts';

/** What a worker did. */
export interface WorkerReport {
  /** Parts of runs that it carried out to their end. */
  readonly parts: number;
  /** Runs that it ended. */
  readonly runs: readonly string[];
}

const PAUSE_MS = 1_000;
/** The server may be starting again. */
const PAUSE_AFTER_ERROR_MS = 5_000;

/**
 * Carries out accounts of confirmed runs of a team until it is asked to stop; then it gives back what it has. An account that it
 * cannot have (another process holds it, its config lacks it) is left to others.
 * @param places how many accounts at the same time
 * @throws JournalError when the database cannot be used at the start; what goes wrong later is told, and tried again
 */
export async function performWorker(
  { state, places }: { readonly state: PostgresPlace; readonly places: number },
  host: RunHost,
): Promise<WorkerReport> {
  await usingJournal({ state }, (journal) => journal.check());
  const queue = await openQueue(state);
  try {
    return await new Worker(state, queue, host).run(places);
  } finally {
    await queue.close();
  }
}

class Worker {
  readonly #state: PostgresPlace;
  readonly #queue: WorkQueue;
  readonly #host: RunHost;
  /** What is under way, by run and account. */
  readonly #busy = new Map<string, Promise<void>>();
  /** What was said of a job that was left to others: said once, until it changes. */
  readonly #said = new Map<string, string>();
  readonly #ended: string[] = [];
  #parts = 0;

  constructor(state: PostgresPlace, queue: WorkQueue, host: RunHost) {
    this.#state = state;
    this.#queue = queue;
    this.#host = host;
  }

  async run(places: number): Promise<WorkerReport> {
    const { stop } = this.#host;
    while (!stop.aborted) {
      const pauseMs = await this.#next(places).catch((error: unknown) => {
        this.#sayOnce('', messageOf(error), 'warn');
        return PAUSE_AFTER_ERROR_MS;
      });
      if (pauseMs > 0) await this.#host.clock.sleep(pauseMs, stop).catch(() => undefined);
    }
    await Promise.all(this.#busy.values());
    return { parts: this.#parts, runs: this.#ended };
  }

  /** Sees to one job, if there is one and a place for it. Returns how long to wait for the next one. */
  async #next(places: number): Promise<number> {
    if (this.#busy.size >= places) return PAUSE_MS;
    const job = await this.#queue.take();
    this.#said.delete('');
    if (job === null) return PAUSE_MS;
    await this.#see(job);
    return 0;
  }

  async #see(job: TakenJob): Promise<void> {
    const key = keyOf(job);
    if (this.#busy.has(key)) return this.#queue.putBack(job);
    const found = await usingJournal({ state: this.#state }, (journal) =>
      lookAtJob(journal, job, this.#host),
    );
    if (found.is === 'over') return this.#queue.finish(job);
    await this.#queue.putBack(job);
    if (found.is === 'not here') this.#sayOnce(key, `the config of this worker lacks ${job.account}`, 'note');
    if (found.is === 'free') this.#begin(job, () => this.#carryOut(job));
    // Whoever carried it out may have been killed before the run was ended.
    if (found.is === 'carried out') this.#begin(job, () => this.#end(job.runId));
  }

  #begin(job: TakenJob, work: () => Promise<void>): void {
    const key = keyOf(job);
    const done = work()
      .then(() => this.#said.delete(key))
      .catch((error: unknown) => this.#sayOnce(key, messageOf(error), isForOthers(error) ? 'note' : 'warn'))
      .finally(() => this.#busy.delete(key));
    this.#busy.set(
      key,
      done.then(() => undefined),
    );
  }

  async #carryOut({ runId, account }: TakenJob): Promise<void> {
    const { watcher } = this.#host;
    const state = this.#state;
    await usingJournal({ state }, async (journal) => {
      const run = await journal.run(runId);
      if (run === null) return;
      // The log of calls is opened before the files of the run.
      makeFolder(filesOf(state, runId));
      const request = {
        run,
        account,
        options: { ...storedOptions(run), state },
        outDir: filesOf(state, runId),
      };
      const host = partHost(this.#host, { runId, account });
      watcher.event?.({ type: 'part-started', run_id: runId, account });
      watcher.note(`${runId} ${account}: this worker takes it.`);
      const end = await carryOutPart(request, host, journal);
      if (end === null) {
        watcher.note(`${runId} ${account}: given back.`);
        watcher.event?.({ type: 'part-ended', run_id: runId, account, ended: false, stopped: '' });
        return;
      }
      this.#parts += 1;
      const stopped = end.stopped?.message ?? end.exit?.reason ?? '';
      watcher.note(`${runId} ${account}: ${stopped === '' ? 'done.' : `ended. ${stopped}`}`);
      watcher.event?.({ type: 'part-ended', run_id: runId, account, ended: true, stopped });
    });
    await this.#end(runId);
  }

  async #end(runId: string): Promise<void> {
    const state = this.#state;
    const host = partHost(this.#host, { runId, account: '' });
    const report = await usingJournal({ state }, (journal) => endRun({ journal, state, runId }, host));
    if (report === null) return;
    this.#ended.push(runId);
    const { exitCode, exitReason, outDir } = report;
    this.#host.watcher.note(`${runId}: ended with exit ${exitCode}, ${exitReason}. Files: ${outDir}`);
  }

  #sayOnce(key: string, text: string, how: 'note' | 'warn'): void {
    if (this.#said.get(key) === text) return;
    this.#said.set(key, text);
    this.#host.watcher[how](key === '' ? text : `${key}: ${text}`);
  }
}

const keyOf = ({ runId, account }: Pick<TakenJob, 'runId' | 'account'>): string => `${runId} ${account}`;

/** The host of one part: what it says names the run and the account. */
function partHost(host: RunHost, of: Pick<TakenJob, 'runId' | 'account'>): RunHost {
  const { watcher } = host;
  const named = (text: string): string =>
    text.startsWith(of.account) ? `${of.runId} ${text}` : `${keyOf(of)}: ${text}`;
  return {
    ...host,
    watcher: {
      phase: () => undefined,
      progress: () => undefined,
      waiting: (text, about) => {
        if (text !== null && about?.isPaused) watcher.note(named(text));
      },
      warn: (text) => watcher.warn(named(text)),
      note: (text) => watcher.note(named(text)),
      called: (call) => watcher.called(call),
      ...(watcher.event && { event: (event) => watcher.event?.(event) }),
    },
  };
}

/** Another process has it, or its config is another one: nothing that this worker could do about it. */
function isForOthers(error: unknown): boolean {
  return error instanceof UsageError || (error instanceof GuardError && error.code !== 'LEASE_LOST');
}

function messageOf(error: unknown): string {
  if (error instanceof AppError) return error.hint === '' ? error.message : `${error.message} ${error.hint}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
