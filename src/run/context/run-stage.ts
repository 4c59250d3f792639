import { isAlive } from '../../journal/account-lock.ts';
import type { Journal } from '../../journal/journal.ts';
import type { RunRecord } from '../../journal/records.ts';
import type { RunContext } from './run-context.ts';
import type { RunHost } from './run-options.ts';

/** The journal keeps facts by account; a run's own stand under its id. */
const owner = (runId: string): string => `run:${runId}`;
const CONFIRMED = 'confirmed';
const ACCOUNT = 'account:';
const HOLDER = 'holder';
const UNDONE = 'undone-by';

/**
 * Notes that a run may change things from now on, and which provider account each of its account names stood for. What comes
 * before this note can be begun anew; what comes after it must be gone on with.
 */
export async function noteConfirmed(context: RunContext): Promise<void> {
  const { journal, runId, accounts } = context;
  for (const { name, provider } of accounts.values())
    await journal.saveFact(owner(runId), `${ACCOUNT}${name}`, provider.accountKey);
  await journal.saveFact(owner(runId), CONFIRMED, 'yes');
}

/** Whether the run may have changed something. */
export async function isConfirmed(journal: Journal, runId: string): Promise<boolean> {
  return (await journal.fact(owner(runId), CONFIRMED)) !== null;
}

/** The provider account that an account name stood for when the run began to change things; null when it took no part. */
export async function accountKeyThen(journal: Journal, runId: string, name: string): Promise<string | null> {
  return await journal.fact(owner(runId), `${ACCOUNT}${name}`);
}

/**
 * Notes that a whole run was undone: what it left open is not to be gone on with any more. Undoing an undo takes the note
 * off the run that had been undone.
 */
export async function noteUndone(journal: Journal, past: RunRecord, byRun: string): Promise<void> {
  const { ofRun } = past.options;
  if (past.command === 'undo' && typeof ofRun === 'string') await journal.saveFact(owner(ofRun), UNDONE, '');
  await journal.saveFact(owner(past.runId), UNDONE, byRun);
}

/** Whether the run was undone as a whole. */
export async function isUndone(journal: Journal, runId: string): Promise<boolean> {
  return ((await journal.fact(owner(runId), UNDONE)) ?? '') !== '';
}

/** Notes which process carries the run. */
export async function noteHolder(
  journal: Journal,
  runId: string,
  host: Pick<RunHost, 'pid' | 'host'>,
): Promise<void> {
  await journal.saveFact(owner(runId), HOLDER, `${host.pid}@${host.host}`);
}

/**
 * Number of the process that carries the run and is there still; null when there is none on this machine. Only a run that
 * has not locked its accounts yet needs this: a lock goes with its process, a number may be given to another one.
 */
export async function livingHolder(
  journal: Journal,
  runId: string,
  host: Pick<RunHost, 'pid' | 'host'>,
): Promise<number | null> {
  const [pid = '', ...machine] = ((await journal.fact(owner(runId), HOLDER)) ?? '').split('@');
  const isOther = machine.join('@') === host.host && Number(pid) > 0 && Number(pid) !== host.pid;
  return isOther && isAlive(Number(pid)) ? Number(pid) : null;
}
