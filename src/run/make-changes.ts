import pLimit from 'p-limit';
import { EXIT_CODES } from '../errors/exit-codes.ts';
import { operationsOf } from '../plan/read-state.ts';
import { prune } from './addresses/prune.ts';
import { type SettleMode, settleAddresses } from './addresses/settle-addresses.ts';
import type { SharedProgress } from './context/progress.ts';
import type { RunAccount, RunContext } from './context/run-context.ts';
import type { RunEnd } from './ending/finish-run.ts';
import { carryOut } from './numbers/carry-out.ts';
import { deleteMade } from './numbers/delete-made.ts';

/**
 * The changing part of a run, the same for a new run and for one that goes on: each account settles all its addresses, then
 * carries out its numbers, and waits for no other; then what was left unused is pruned when that was asked for. Returns how
 * the run ended.
 */
export async function makeChanges(
  context: RunContext,
  accounts: readonly RunAccount[],
): Promise<Pick<RunEnd, 'deleted' | 'exit'>> {
  await carryOutAll(context, accounts);
  let deleted = 0;
  for (const account of accounts) {
    if (context.options.command === 'undo') deleted += await deleteMade(context, account);
    else if (context.options.prune) deleted += await prune(context, account);
  }
  return { deleted, exit: (await haltedExit(context)) ?? (await notDeletedExit(context)) };
}

/** Settles the addresses of all accounts side by side. */
export async function settleAll(
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
  const { host, journal, options } = context;
  const open = await journal.countOperations(context.runId);
  const total = open.ready + open.active + open.waiting;
  const shared: SharedProgress = { gaps: pLimit(options.maxOpen), ended: 0 };
  let settled = 0;
  let isCarryingOut = false;
  host.watcher.phase('address', null);
  await Promise.all(
    accounts.map(async (account) => {
      const noteSettled = () => {
        // What is shown is the numbers as soon as the first account has come to them.
        if (!isCarryingOut) host.watcher.progress(++settled);
      };
      if (!account.stopped) await settleAddresses(context, account, 'create', noteSettled);
      if (!isCarryingOut) host.watcher.phase('numbers', total);
      isCarryingOut = true;
      await carryOut(context, account, {
        shared,
        failed: 0,
        total: await countOpen(context, account),
        halted: null,
      });
    }),
  );
  host.watcher.waiting(null);
}

async function countOpen(context: RunContext, account: RunAccount): Promise<number> {
  let count = 0;
  for await (const operation of operationsOf(context, account.name)) if (operation.phase !== 'ended') count++;
  return count;
}

/** An address that an undo could not delete may have no row to say so. */
async function notDeletedExit({ journal, runId, options }: RunContext): Promise<RunEnd['exit']> {
  if (options.command !== 'undo') return null;
  const left: string[] = [];
  for await (const { subject, outcome } of journal.operations(runId)) {
    const isOpen = outcome?.result === 'failed' || outcome?.result === 'unknown';
    if (subject.kind === 'made-address' && isOpen) left.push(subject.addressId);
  }
  if (left.length === 0) return null;
  return { name: 'rowsFailed', reason: `addresses that the run made were not deleted: ${left.join(', ')}` };
}

/** A run that stopped itself on the way says so in its exit code. */
async function haltedExit(context: RunContext): Promise<RunEnd['exit']> {
  for await (const operation of context.journal.operations(context.runId)) {
    const { errorCode, errorMessage } = operation.outcome ?? {};
    if (errorCode === 'MAX_ERRORS' || errorCode === 'CANARY_FAILED')
      return { name: 'guard', reason: errorMessage ?? EXIT_CODES.guard.reason };
  }
  return null;
}
