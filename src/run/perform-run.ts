import { commandError } from '../errors/command-errors.ts';
import { outcomeFields } from '../errors/outcomes.ts';
import type { Journal } from '../journal/journal.ts';
import { usingJournal } from '../journal/open-journal.ts';
import { errorsExceed, errorsLimitText } from '../plan/guards.ts';
import { detectedText } from '../sheet/source/detected.ts';
import type { RunHost, RunOptions, RunReport } from './context/run-options.ts';
import { type Begun, beginRun } from './intake/begin-run.ts';
import { badRows, type Intake } from './intake/check-source-row.ts';
import { importRows } from './intake/import-rows.ts';
import { openSource } from './intake/run-source.ts';
import { sheetWarnings } from './intake/sheet-warnings.ts';
import type { Source } from './intake/source.ts';
import { performOfflineCheck } from './perform-offline-check.ts';
import type { Carry } from './perform-online.ts';
import { type Frame, inFrame } from './run-frame.ts';

/** A confirmed run whose accounts are carried out by other processes. */
export interface HandedOver {
  readonly handedOver: { readonly runId: string; readonly accounts: readonly string[] };
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
  const { makeChanges } = await import('./make-changes.ts');
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
    // An offline check, which needs none of it, starts sooner.
    const { performOnline } = await import('./perform-online.ts');
    return performOnline(frame, source, intake, carry);
  });
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
