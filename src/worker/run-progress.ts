import type { Journal } from '../journal/journal.ts';
import type { RunRecord } from '../journal/records.ts';

/** How far one account of a run has come. */
export interface AccountProgress {
  readonly account: string;
  /** Changes that have ended. */
  readonly done: number;
  readonly total: number;
  /** The process that has the account: `worker-2 (pid 71)`; empty when none has it. */
  readonly worker: string;
  readonly ended: boolean;
}

/** How far a run has come, whoever carries it out. Null when it is unknown. @throws JournalError */
export async function runProgress(
  journal: Journal,
  runId: string,
): Promise<{ readonly run: RunRecord; readonly accounts: readonly AccountProgress[] } | null> {
  const run = await journal.run(runId);
  if (run === null) return null;
  const ended = new Set((await journal.partsOf(runId)).map(({ account }) => account));
  const accounts: AccountProgress[] = [];
  for (const account of await journal.accountsOf(runId)) {
    const counts = await journal.countOperations(runId, account);
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const accountKey = await journal.accountKeyOf(runId, account);
    const holder = accountKey === null ? null : await journal.locks.holderOf(accountKey);
    const worker = holder?.runId === runId ? `${holder.host} (pid ${holder.pid})` : '';
    const isEnded = ended.has(account) || run.finishedAt !== null;
    accounts.push({ account, done: counts.ended, total, worker, ended: isEnded });
  }
  return { run, accounts };
}
