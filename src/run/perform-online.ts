import { adoptUnits } from '../plan/adopt-units.ts';
import { countOthers } from '../plan/count-others.ts';
import { enforceGuards, guardsOf } from '../plan/enforce-guards.ts';
import { tripped } from '../plan/guards.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { PlanCounts } from '../plan/plan-counts.ts';
import { readState } from '../plan/read-state.ts';
import { rememberForCheck } from '../plan/remember-address.ts';
import { expandSites } from '../plan/sites/expand-sites.ts';
import { deleteCheckLeftovers } from './addresses/recover-addresses.ts';
import { settleEarlierRuns } from './calls/earlier-doubts.ts';
import { recoverCalls } from './calls/recover-calls.ts';
import { settleDoubts } from './calls/settle-doubt.ts';
import { requireConfirmation } from './confirmation.ts';
import { requireOneAccount } from './context/require-one-account.ts';
import { asProviderError, type RunAccount, type RunContext } from './context/run-context.ts';
import type { RunReport } from './context/run-options.ts';
import { noteConfirmed } from './context/run-stage.ts';
import type { Intake } from './intake/check-source-row.ts';
import type { Source } from './intake/source.ts';
import { settleAll } from './make-changes.ts';
import { refuseStale } from './outcomes/stale.ts';
import type { Frame } from './run-frame.ts';
import { sweep } from './sweep/sweep.ts';
import { judgeRequest } from './verification/judge-request.ts';
import { verifyAccounts } from './verification/verify-accounts.ts';

/** What becomes of a run that may change things from now on. */
export interface Carry<T> {
  /** Looks at the plan before it is agreed to. @throws GuardError when it cannot be carried out this way */
  readonly fits: (context: RunContext) => Promise<void>;
  readonly carry: (frame: Frame) => Promise<T | RunReport>;
}

/** Everything of a run that asks its accounts, from their state to the files of the run. @throws as `performRun` does. */
export async function performOnline<T>(
  frame: Frame,
  source: Source,
  intake: Intake,
  { fits, carry }: Carry<T | RunReport>,
): Promise<T | RunReport> {
  const { context } = frame;
  if (context.options.checkByCreate) await clearInterruptedCheck(context);
  const { options, host } = context;
  const accounts = [...context.accounts.values()];
  await settleEarlierRuns(context, accounts);
  if (options.command === 'verify') {
    await verifyAccounts(context, judgeRequest);
    return frame.finish();
  }
  const counts = await readAndPlan(context, accounts);
  if (source.plan) await refuseStale(context, source.plan);
  if (options.command !== 'apply') {
    await settleAll(context, accounts, options.checkByCreate ? 'check' : 'ask');
    // A creation that was given up may have come since, and only the check wanted it.
    if (options.checkByCreate) await sweep(context, accounts);
    const guards = guardsOf(counts, options);
    for (const sentence of guards.sentences) host.watcher.warn(`A guard would stop this run: ${sentence}.`);
    return frame.finish({ hasPlan: options.command === 'plan', guards });
  }
  await fits(context);
  await agreeTo(context, counts, intake);
  // After its first rows alone, the rest of a plan can still be carried out.
  if (source.plan && options.limit === undefined) {
    await context.journal.usePlan(source.plan.digest, context.runId);
  }
  await noteConfirmed(context);
  return carry(frame);
}

/** A run that starts again may have left addresses that were made only to be checked; a new one has none. */
async function clearInterruptedCheck(context: RunContext): Promise<void> {
  for (const account of context.accounts.values()) {
    await recoverCalls(context, account);
    // Only an address that was found can be deleted again.
    await settleDoubts(context, account, { priority: 'read', signal: context.host.stop });
    await deleteCheckLeftovers(context, account);
  }
}

/**
 * What comes between a plan and its first change: the guards, then the confirmation.
 * @throws GuardError when either says no.
 */
export async function agreeTo(
  context: RunContext,
  counts: readonly PlanCounts[],
  rows: Pick<Intake, 'taken' | 'bad'>,
): Promise<void> {
  enforceGuards(counts, context.options);
  await requireConfirmation(context, counts, rows);
}

/** Reads every account's state and makes its programs. @throws AccessError when no account can be read. */
export async function readAndPlan(
  context: RunContext,
  accounts: readonly RunAccount[],
): Promise<PlanCounts[]> {
  context.host.watcher.phase('state', null);
  const counts: PlanCounts[] = [];
  await Promise.all(
    accounts.map(async (account) => {
      try {
        const { movesSite } = await readState(context, account);
        if (movesSite) await expandSites(context, account);
        await adoptUnits(context, account);
        if (context.options.command === 'validate') await rememberForCheck(context, account);
        else counts.push(await makePlan(context, account));
      } catch (caught) {
        account.stopped = asProviderError(caught);
      }
    }),
  );
  requireOneAccount(accounts);
  await countWhole(context, accounts, counts);
  return counts;
}

/** Adds the rest of the accounts, where a guard would otherwise judge by the numbers of the sheet alone. */
async function countWhole(
  context: RunContext,
  accounts: readonly RunAccount[],
  counts: readonly PlanCounts[],
): Promise<void> {
  if (context.options.force || tripped(counts, context.options).length === 0) return;
  await Promise.all(
    counts.map(async (one) => {
      const account = accounts.find(({ name }) => name === one.account);
      if (account) one.covered += await countOthers(context, account);
    }),
  );
}
