import { commandError } from '../../errors/command-errors.ts';
import type { Journal } from '../../journal/journal.ts';
import type { RunRecord } from '../../journal/records.ts';
import type { RunContext } from './run-context.ts';
import type { RunHost } from './run-options.ts';

/** The names of the accounts that a run worked with. */
export async function accountNamesOf(journal: Journal, runId: string): Promise<ReadonlySet<string>> {
  return new Set(await journal.accountsOf(runId));
}

/** @throws UsageError when the config lacks an account of the run. */
export function requireAccounts(run: RunRecord, names: ReadonlySet<string>, host: RunHost): void {
  const missing = [...names].filter((name) => !host.config.accounts.has(name));
  if (missing.length === 0) return;
  throw commandError('accountOfRunMissing', { runId: run.runId, missing });
}

/** @throws GuardError when an account's name means another provider account now than when the run changed things. */
export async function refuseOtherAccounts(
  journal: Journal,
  runId: string,
  context: Pick<RunContext, 'accounts'>,
): Promise<void> {
  for (const { name, provider } of context.accounts.values()) {
    const then = await journal.accountKeyOf(runId, name);
    if (then === null || then === provider.accountKey) continue;
    throw commandError('accountMoved', { account: name });
  }
}
