import type { Journal } from '../journal/journal.ts';
import type { RunContext } from './run-context.ts';

/** The journal keeps facts by account; a run's own stand under its id. */
const owner = (runId: string): string => `run:${runId}`;
const CONFIRMED = 'confirmed';
const ACCOUNT = 'account:';

/**
 * Notes that a run may change things from now on, and which provider account each of its account names stood for. What comes
 * before this note can be begun anew; what comes after it must be gone on with.
 */
export function noteConfirmed(context: RunContext): void {
  const { journal, runId, accounts } = context;
  journal.together(() => {
    for (const { name, provider } of accounts.values())
      journal.saveFact(owner(runId), `${ACCOUNT}${name}`, provider.accountKey);
    journal.saveFact(owner(runId), CONFIRMED, 'yes');
  });
}

/** Whether the run may have changed something. */
export function isConfirmed(journal: Journal, runId: string): boolean {
  return journal.fact(owner(runId), CONFIRMED) !== null;
}

/** The provider account that an account name stood for when the run began to change things; null when it took no part. */
export function accountKeyThen(journal: Journal, runId: string, name: string): string | null {
  return journal.fact(owner(runId), `${ACCOUNT}${name}`);
}
