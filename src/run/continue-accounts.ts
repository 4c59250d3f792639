import pLimit from 'p-limit';
import { recoverAddresses } from './addresses/recover-addresses.ts';
import { settleEarlierRuns } from './calls/earlier-doubts.ts';
import { recoverCalls } from './calls/recover-calls.ts';
import { requireOneAccount } from './context/require-one-account.ts';
import { asProviderError, type RunAccount, type RunContext } from './context/run-context.ts';
import type { RunEnd } from './ending/run-end.ts';
import { makeChanges } from './make-changes.ts';
import { finishOpenGaps } from './numbers/finish-open-gaps.ts';
import { proveRecovered } from './numbers/prove-recovered.ts';
import { recoverOperations } from './numbers/recover-operations.ts';
import { refreshNotBegun } from './numbers/refresh-not-begun.ts';
import { requireSpend } from './numbers/require-spend.ts';

/**
 * Carries out what is left of a confirmed run at the accounts of the context, all of its accounts or some of them: checks the
 * effect of the calls in doubt, closes open coverage gaps, compares what was not begun, then makes the changes.
 * @param gapsClosed called when no number is left without an address, before anything new begins
 * @throws AccessError when no account can be worked with; GuardError when `--max-spend` would be exceeded.
 */
export async function continueAccounts(
  context: RunContext,
  gapsClosed: () => Promise<unknown>,
): Promise<Pick<RunEnd, 'deleted'>> {
  const accounts = [...context.accounts.values()];
  context.host.watcher.phase('state', null);
  await eachAccount(accounts, async (account) => {
    const call = { signal: context.host.stop, priority: 'read' as const };
    await account.provider.checkAccess(call);
    await recoverCalls(context, account);
    await proveRecovered(context, account);
    await recoverAddresses(context, account);
  });
  requireOneAccount(accounts);
  for (const account of accounts) if (!account.stopped) await recoverOperations(context, account);
  const places = pLimit(context.options.maxOpen);
  await eachAccount(accounts, (account) => finishOpenGaps(context, account, places));
  await gapsClosed();
  await settleEarlierRuns(context, accounts);
  await eachAccount(accounts, (account) => refreshNotBegun(context, account));
  await requireSpend(context, accounts);
  return makeChanges(context, accounts);
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
