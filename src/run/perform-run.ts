import pLimit from 'p-limit';
import { type OpenAccount, openAccount } from '../config/open-account.ts';
import { AccessError, type AppError, GuardError, UsageError } from '../errors/app-error.ts';
import { type AccountLock, lockAccount } from '../journal/account-lock.ts';
import type { Journal } from '../journal/journal.ts';
import { openJournal } from '../journal/sqlite-journal.ts';
import { ERRORS_FROM, enforceGuards, exceeds, tripped } from '../plan/guards.ts';
import { makePlan, type PlanCounts, rememberForCheck } from '../plan/make-plan.ts';
import { readState } from '../plan/read-state.ts';
import { openOutFolder } from '../report/out-folder.ts';
import { carryOut } from './carry-out.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { changeCounts, finishRun, type RunEnd } from './finish-run.ts';
import type { Progress } from './progress.ts';
import { prune } from './prune.ts';
import { asProviderError, isoNow, type RunAccount, type RunContext } from './run-context.ts';
import type { RunHost, RunOptions, RunReport } from './run-options.ts';
import { openSource, refuseStale, type Source } from './run-source.ts';
import { type SettleMode, settleAddresses } from './settle-addresses.ts';
import { type Intake, takeIn } from './take-in.ts';

/**
 * Start here. One run from sheet to files: take in, check offline, read state, plan, guard, confirm, settle addresses, carry
 * out, answer every row. `validate` and `plan` are the same run, ended earlier.
 * @throws UsageError before anything was begun (exit 2); GuardError when an account is locked or a plan is used (exit 4).
 */
export async function performRun(options: RunOptions, host: RunHost): Promise<RunReport> {
  const journal = await openJournal(options.stateDir);
  const locks: AccountLock[] = [];
  try {
    return await perform(options, host, journal, locks);
  } finally {
    for (const lock of locks) lock.release();
    journal.close();
  }
}

async function perform(
  given: RunOptions,
  host: RunHost,
  journal: Journal,
  locks: AccountLock[],
): Promise<RunReport> {
  const source = await openSource(given, host, journal);
  const { options } = source;
  const runId = newRunId(host);
  const out = await openOutFolder(options.outDir ?? `${options.stateDir}/${runId}`);
  const startedAt = isoNow({ host });
  journal.startRun({
    runId,
    command: options.command,
    sheetName: source.name,
    sheetSha256: source.sha256,
    header: source.header,
    options: { ...options },
    operator: host.operator,
    outDir: out.path,
    startedAt,
    finishedAt: null,
    exitCode: null,
    exitReason: '',
  });
  host.watcher.phase('read', null);
  const capabilitiesOf = (name: string) => host.config.accounts.get(name)?.definition.capabilities;
  const intake = await takeIn(journal, runId, source, capabilitiesOf, (rows) => host.watcher.progress(rows));
  for (const warning of source.warnings) host.watcher.warn(warning.message);

  const opened: OpenAccount[] = [];
  const accounts = openAccounts(intake, host, opened);
  const context: RunContext = { runId, options, host, journal, accounts };
  const finish = async (end: Partial<RunEnd>): Promise<RunReport> =>
    finishRun(context, {
      out,
      header: source.header,
      sheet: { name: source.name, sha256: source.sha256 },
      sheetProblems: source.warnings,
      startedAt,
      stats: new Map(opened.map((account) => [account.name, account.stats()])),
      deleted: 0,
      exit: null,
      notBegun: null,
      hasPlan: false,
      ...end,
    });
  try {
    const invalid = offlineVerdict(intake, options);
    if (invalid)
      return await finish({
        exit: { name: 'invalidSheet', reason: invalid },
        notBegun: options.command === 'validate' ? null : notBegun('SHEET_INVALID', invalid),
      });
    if (options.command === 'validate' && !options.online) return await finish({});
    await lockAll(context, locks);
    return await online(context, source, intake, finish);
  } catch (error) {
    if (!isForTheFiles(error)) throw error;
    const name = error instanceof GuardError ? 'guard' : error instanceof AccessError ? 'access' : 'usage';
    const report = await finish({
      exit: { name, reason: error.message },
      notBegun: notBegun(error.code, error.message, error.hint),
    });
    return { ...report, next: error.hint };
  } finally {
    await Promise.all(opened.map((account) => account.close()));
  }
}

/** What stops a run in an orderly way; anything else (a journal that cannot be written) is no state to write files from. */
function isForTheFiles(error: unknown): error is AppError {
  return error instanceof GuardError || error instanceof AccessError || error instanceof UsageError;
}

type Finish = (end: Partial<RunEnd>) => Promise<RunReport>;

async function online(
  context: RunContext,
  source: Source,
  intake: Intake,
  finish: Finish,
): Promise<RunReport> {
  const { options, host } = context;
  const accounts = [...context.accounts.values()];
  host.watcher.phase('state', null);
  const counts: PlanCounts[] = [];
  await Promise.all(
    accounts.map(async (account) => {
      try {
        await readState(context, account);
        if (options.command === 'validate') rememberForCheck(context, account);
        else counts.push(makePlan(context, account));
      } catch (caught) {
        account.stopped = asProviderError(caught);
      }
    }),
  );
  if (accounts.length > 0 && accounts.every((account) => account.stopped)) {
    const first = accounts[0]?.stopped;
    throw new AccessError(first?.message ?? '', {
      code: first?.code ?? 'PROVIDER_UNREACHABLE',
      hint: first?.hint || 'Check the account with e911 accounts check.',
    });
  }
  if (source.plan) await refuseStale(context, source.plan);
  const preview: SettleMode = options.checkByCreate ? 'check' : 'ask';
  if (options.command !== 'apply') {
    await settleAll(context, accounts, preview);
    const stoppers = tripped(counts, options);
    for (const sentence of stoppers) host.watcher.warn(`A guard would stop this: ${sentence}.`);
    return finish({ hasPlan: options.command === 'plan' });
  }
  enforceGuards(counts, options);
  const windows = new Map(counts.map((each) => [each.account, each.windows]));
  const changes = changeCounts(context);
  if (changes.some(({ verb }) => verb !== 'wait')) {
    const agreed = await host.confirm(confirmationOf(context, changes, windows, intake));
    if (!agreed) {
      throw new GuardError('Nothing was sent: the confirmation was refused.', {
        code: 'CONFIRMATION_REFUSED',
        hint: 'Look at the preview with e911 plan.',
      });
    }
  }
  if (source.plan) context.journal.saveFact(`plan:${source.plan.digest}`, 'applied', context.runId);
  await settleAll(context, accounts, 'create');
  await carryOutAll(context, accounts);
  let deleted = 0;
  if (options.prune) for (const account of accounts) deleted += await prune(context, account);
  return finish({ deleted, ...haltedExit(context) });
}

async function settleAll(
  context: RunContext,
  accounts: readonly RunAccount[],
  mode: SettleMode,
): Promise<void> {
  let settled = 0;
  context.host.watcher.phase('address', null);
  await Promise.all(
    accounts.map(async (account) => {
      if (account.stopped) return;
      await settleAddresses(context, account, mode, () => context.host.watcher.progress(++settled));
    }),
  );
}

async function carryOutAll(context: RunContext, accounts: readonly RunAccount[]): Promise<void> {
  const open = context.journal.countOperations(context.runId);
  const total = open.ready + open.active + open.waiting;
  context.host.watcher.phase('numbers', total);
  const progress: Progress = {
    windows: pLimit(context.options.maxOpen),
    ended: 0,
    failed: 0,
    total,
    halted: null,
  };
  await Promise.all(accounts.map((account) => carryOut(context, account, progress)));
  context.host.watcher.waiting(null);
}

/** A run that stopped itself on the way says so in its exit code. */
function haltedExit(context: RunContext): Pick<RunEnd, 'exit'> {
  for (const operation of context.journal.operations(context.runId)) {
    const { errorCode, errorMessage } = operation.outcome ?? {};
    if (errorCode === 'MAX_ERRORS' || errorCode === 'CANARY_FAILED')
      return { exit: { name: 'guard', reason: errorMessage ?? EXIT_CODES.guard.reason } };
  }
  return { exit: null };
}

/** Why the sheet as a whole is not carried out; null when it is (CONTRACT sections 3 and 5). */
function offlineVerdict(intake: Intake, options: RunOptions): string | null {
  const { bad, taken } = intake;
  if (bad === 0) return null;
  const count = `${bad} of ${taken} rows have errors`;
  if (options.command === 'validate') return count;
  if (bad === taken) return `${count}: nothing can be carried out`;
  if (options.strict) return `${count}, and --strict allows none`;
  return exceeds(options.maxErrors, bad, taken, ERRORS_FROM)
    ? `${count}, more than --max-errors allows: a column is probably wrong`
    : null;
}

function openAccounts(intake: Intake, host: RunHost, opened: OpenAccount[]): Map<string, RunAccount> {
  const accounts = new Map<string, RunAccount>();
  for (const name of [...intake.accounts].sort()) {
    const entry = host.config.accounts.get(name);
    if (!entry) continue;
    const account = openAccount(entry, {
      clock: host.clock,
      random: host.random,
      onPause: (pauseMs) =>
        host.watcher.waiting(`${name}: paused ${Math.ceil(pauseMs / 1000)} s by the provider`),
    });
    opened.push(account);
    accounts.set(name, { name, provider: account.provider, stopped: null });
  }
  return accounts;
}

/** Only what may write is locked: a preview beside a run disturbs nobody. */
async function lockAll(context: RunContext, locks: AccountLock[]): Promise<void> {
  if (context.options.command !== 'apply' && !context.options.checkByCreate) return;
  for (const { provider } of context.accounts.values()) {
    locks.push(
      await lockAccount({
        accountKey: provider.accountKey,
        holder: {
          pid: context.host.pid,
          runId: context.runId,
          startedAt: isoNow(context),
          host: context.host.host,
          stateDir: context.options.stateDir,
        },
      }),
    );
  }
}

function confirmationOf(
  context: RunContext,
  changes: RunReport['changes'],
  windows: ReadonlyMap<string, number>,
  intake: Intake,
): Parameters<RunHost['confirm']>[0] {
  const count = (account: string, ...verbs: string[]): number =>
    changes
      .filter((c) => c.account === account && verbs.includes(c.verb))
      .reduce((sum, c) => sum + c.count, 0);
  const real = changes.filter(({ verb }) => verb !== 'wait');
  return {
    accounts: [...context.accounts.values()].map(({ name, provider }) => ({
      account: name,
      provider: provider.provider,
      title: provider.capabilities.title,
      assign: count(name, 'assign'),
      replace: count(name, 'replace'),
      remove: count(name, 'remove', 'release'),
      other: real
        .filter((c) => c.account === name && !['assign', 'replace', 'remove', 'release'].includes(c.verb))
        .reduce((sum, c) => sum + c.count, 0),
      windows: windows.get(name) ?? 0,
    })),
    changes: real.reduce((sum, c) => sum + c.count, 0),
    leftOut: intake.bad,
    rows: intake.taken,
  };
}

function notBegun(
  errorCode: string,
  errorMessage: string,
  hint = 'Mend the sheet and try again.',
): RunEnd['notBegun'] {
  return { errorCode, errorMessage, hint };
}

/** `20261121-143015207-k3f9`: sorts by time, to the millisecond; the tail keeps two of one moment apart. */
function newRunId(host: RunHost): string {
  const stamp = new Date(host.clock.wallMs())
    .toISOString()
    .replace(/[-:]/g, '')
    .replace('T', '-')
    .replace('.', '')
    .slice(0, 18);
  const tail = Math.floor(host.random() * 36 ** 4)
    .toString(36)
    .padStart(4, '0');
  return `${stamp}-${tail}`;
}
