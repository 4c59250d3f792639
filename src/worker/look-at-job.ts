import type { LockHolder } from '../journal/account-locks.ts';
import type { Journal } from '../journal/journal.ts';
import type { RunHost } from '../run/context/run-options.ts';
import type { AccountJob } from './work-queue.ts';

/** What a job needs: nothing any more, the end of its run, another process, or this one. */
export type JobState =
  | { readonly is: 'over' }
  | { readonly is: 'carried out' }
  | { readonly is: 'not here' }
  | { readonly is: 'held'; readonly by: LockHolder }
  | { readonly is: 'free' };

/** Asks the journal what a job needs; takes nothing and changes nothing. @throws JournalError */
export async function lookAtJob(
  journal: Journal,
  { runId, account }: AccountJob,
  { config }: Pick<RunHost, 'config'>,
): Promise<JobState> {
  const run = await journal.run(runId);
  // Deleted, or ended by someone who resumed it.
  if (run === null || run.finishedAt !== null) return { is: 'over' };
  const ended = await journal.partsOf(runId);
  if (ended.some((part) => part.account === account)) return { is: 'carried out' };
  if (!config.accounts.has(account)) return { is: 'not here' };
  const accountKey = await journal.accountKeyOf(runId, account);
  const by = accountKey === null ? null : await journal.locks.holderOf(accountKey);
  return by === null ? { is: 'free' } : { is: 'held', by };
}
