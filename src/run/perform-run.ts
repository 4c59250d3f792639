import { commandError } from '../errors/command-errors.ts';
import { outcomeFields } from '../errors/outcomes.ts';
import type { Journal } from '../journal/journal.ts';
import { usingJournal } from '../journal/open-journal.ts';
import { adoptUnits } from '../plan/adopt-units.ts';
import { countOthers } from '../plan/count-others.ts';
import { enforceGuards, guardsOf } from '../plan/enforce-guards.ts';
import { errorsExceed, errorsLimitText, tripped } from '../plan/guards.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { PlanCounts } from '../plan/plan-counts.ts';
import { readState } from '../plan/read-state.ts';
import { rememberForCheck } from '../plan/remember-address.ts';
import { expandSites } from '../plan/sites/expand-sites.ts';
import { detectedText } from '../sheet/source/detected.ts';
import { deleteCheckLeftovers } from './addresses/recover-addresses.ts';
import { settleEarlierRuns } from './calls/earlier-doubts.ts';
import { recoverCalls } from './calls/recover-calls.ts';
import { settleDoubts } from './calls/settle-doubt.ts';
import { requireConfirmation } from './confirmation.ts';
import { requireOneAccount } from './context/require-one-account.ts';
import { asProviderError, type RunAccount, type RunContext } from './context/run-context.ts';
import type { RunHost, RunOptions, RunReport } from './context/run-options.ts';
import { noteConfirmed } from './context/run-stage.ts';
import { type Begun, beginRun } from './intake/begin-run.ts';
import { badRows, type Intake } from './intake/check-source-row.ts';
import { importRows } from './intake/import-rows.ts';
import { openSource } from './intake/run-source.ts';
import { sheetWarnings } from './intake/sheet-warnings.ts';
import type { Source } from './intake/source.ts';
import { makeChanges, settleAll } from './make-changes.ts';
import { refuseStale } from './outcomes/stale.ts';
import { performOfflineCheck } from './perform-offline-check.ts';
import { type Frame, inFrame } from './run-frame.ts';
import { sweep } from './sweep/sweep.ts';
import { judgeRequest } from './verification/judge-request.ts';
import { verifyAccounts } from './verification/verify-accounts.ts';

/** A confirmed run whose accounts are carried out by other processes. */
export interface HandedOver {
  readonly handedOver: { readonly runId: string; readonly accounts: readonly string[] };
}

/** What becomes of a run that may change things from now on. */
interface Carry<T> {
  /** Looks at the plan before it is agreed to. @throws GuardError when it cannot be carried out this way */
  readonly fits: (context: RunContext) => Promise<void>;
  readonly carry: (frame: Frame) => Promise<T | RunReport>;
}

/**
 * Start here. One run from sheet to files: take in, check offline, read state, plan, guard, confirm, settle addresses, carry
 * out, answer every row. `validate` and `plan` are the same run, ended earlier.
 * @throws UsageError before anything was begun (exit 2); GuardError when an account is locked or a plan is used (exit 4).
 */
export function performRun(options: RunOptions, host: RunHost): Promise<RunReport> {
  return perform<RunReport>(options, host, HERE);
}

/**
 * The same up to the confirmation; `carryOutPart` does the rest, account by account, and `endParts` ends the run. A run that ends
 * before it changes anything, or has nothing to change, ends here.
 * @throws as `performRun` does; GuardError DETACH_ACCOUNTS for more accounts than `--max-open`, of which each needs one
 */
export function confirmRun(options: RunOptions, host: RunHost): Promise<RunReport | HandedOver> {
  return perform<HandedOver>(options, host, {
    fits: async ({ journal, runId, options: { maxOpen } }) => {
      const accounts = (await journal.accountsOf(runId)).length;
      if (accounts > maxOpen) throw commandError('detachAccounts', { accounts, maxOpen });
    },
    carry: async (frame) => {
      const { journal, runId } = frame.context;
      const { ready, active, waiting } = await journal.countOperations(runId);
      if (ready + active + waiting === 0) return carryOutHere(frame);
      return { handedOver: { runId, accounts: await journal.accountsOf(runId) } };
    },
  });
}

async function carryOutHere({ context, finish }: Frame): Promise<RunReport> {
  return finish(await makeChanges(context, [...context.accounts.values()]));
}

const HERE: Carry<RunReport> = { fits: async () => undefined, carry: carryOutHere };

async function perform<T>(options: RunOptions, host: RunHost, carry: Carry<T>): Promise<T | RunReport> {
  return usingJournal({ state: options.state, disk: host.disk }, async (journal) => {
    const source = await openSource(options, host, journal);
    const { name: sheetName, sha256: sheetSha256, header, detected, columns, plan } = source;
    const sheet = { sheetName, sheetSha256, header };
    const begun = await beginRun(
      journal,
      {
        sheet,
        options: source.options,
        noted: { detected, columns, ...(plan && { planOf: plan.head.run_id }) },
      },
      host,
    );
    return performFromSource({ ...begun, source }, host, journal, carry);
  });
}

/** A run that is in the journal without a row: everything from its sheet to its files. */
export async function performFromSource<T = RunReport>(
  begun: Begun & { readonly source: Source },
  host: RunHost,
  journal: Journal,
  carry: Carry<T | RunReport> = HERE,
): Promise<T | RunReport> {
  const { runId, source } = begun;
  const { options } = source;
  host.watcher.phase('read', null);
  if (source.detected) host.watcher.note(detectedText(source.detected));
  if (options.command === 'validate' && !options.online) return performOfflineCheck(begun, host, journal);
  const capabilitiesOf = (name: string) => host.config.accounts.get(name)?.definition.capabilities;
  const onRead = (rows: number) => host.watcher.progress(rows);
  const intake = await importRows({ journal, runId, source, capabilitiesOf }, onRead);
  const sheetProblems = sheetWarnings(source, intake);
  for (const warning of sheetProblems) host.watcher.warn(warning.message);
  const invalid = offlineVerdict(intake, options);
  const request = {
    ...begun,
    options,
    header: source.header,
    sheet: { name: source.name, sha256: source.sha256 },
    sheetProblems,
    // Nothing is asked offline, so no secret is looked up.
    accounts: invalid === null ? intake.accounts : [],
  };
  return inFrame<T>(request, host, journal, async (frame) => {
    if (invalid) {
      return frame.finish({
        exit: { name: 'invalidSheet', reason: invalid },
        notBegun: options.command === 'validate' ? null : outcomeFields('sheetInvalid', { why: invalid }),
      });
    }
    // Only what may write is locked: a preview beside a run does no harm.
    if (options.command === 'apply' || options.checkByCreate) await frame.lock();
    if (options.checkByCreate) await clearInterruptedCheck(frame.context);
    return online(frame, source, intake, carry);
  });
}

async function online<T>(
  frame: Frame,
  source: Source,
  intake: Intake,
  { fits, carry }: Carry<T | RunReport>,
): Promise<T | RunReport> {
  const { context } = frame;
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

/** Why the sheet as a whole is not carried out; null when it is (docs/contract.md). */
function offlineVerdict(intake: Intake, options: RunOptions): string | null {
  const { bad, taken } = intake;
  if (bad === 0) return null;
  const count = badRows(bad, taken);
  if (options.command === 'validate') return count;
  if (bad === taken) return `${count}: nothing can be carried out`;
  if (options.strict) return `${count}, and --strict allows none`;
  if (!errorsExceed(options.maxErrors, bad, taken)) return null;
  return `${count}: a column is probably wrong (limit: ${errorsLimitText(options.maxErrors, taken)})`;
}
