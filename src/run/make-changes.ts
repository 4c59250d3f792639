import pLimit from 'p-limit';
import type { SettleMode } from './addresses/made-address.ts';
import { prune } from './addresses/prune.ts';
import { type LateAddresses, settleAddresses } from './addresses/settle-addresses.ts';
import type { SharedProgress } from './context/progress.ts';
import type { RunAccount, RunContext } from './context/run-context.ts';
import type { RunEnd } from './ending/run-end.ts';
import { carryOut } from './numbers/carry-out.ts';
import { deleteMade } from './numbers/delete-made.ts';
import { expectedWork } from './numbers/expected-work.ts';
import { correctBelievedAbsent } from './outcomes/believed-absent.ts';
import { sweep } from './sweep/sweep.ts';

/**
 * The changing part of a run, the same for a new run and for a resumed one: each account settles all its addresses, then
 * carries out its numbers, and waits for no other; then what was left unused is pruned when that was asked for. Returns how
 * many addresses were deleted.
 */
export async function makeChanges(
  context: RunContext,
  accounts: readonly RunAccount[],
): Promise<Pick<RunEnd, 'deleted'>> {
  await carryOutAll(context, accounts);
  let deleted = 0;
  for (const account of accounts) {
    await correctBelievedAbsent(context, account);
    if (context.options.command === 'undo') deleted += await deleteMade(context, account);
    else if (context.options.prune) deleted += await prune(context, account);
  }
  deleted += await sweep(context, accounts);
  return { deleted };
}

const NONE: LateAddresses = { keys: new Set(), ended: async () => undefined };

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
      const progress = (): void => context.host.watcher.progress(++settled);
      await (await settleAddresses(context, account, mode, progress)).ended();
    }),
  );
}

async function carryOutAll(context: RunContext, accounts: readonly RunAccount[]): Promise<void> {
  const { host, journal, options } = context;
  const open = await journal.countOperations(context.runId);
  const toCarryOut = open.ready + open.active + open.waiting;
  const shared: SharedProgress = { gaps: pLimit(options.maxOpen), ended: 0 };
  let settled = 0;
  let isCarryingOut = false;
  host.watcher.phase('address', null);
  if (host.watcher.expect !== undefined) {
    host.watcher.expect(await Promise.all(accounts.map((account) => expectedWork(context, account))));
  }
  await Promise.all(
    accounts.map(async (account) => {
      const noteSettled = () => {
        // What is shown is the numbers as soon as the first account has come to them.
        if (!isCarryingOut) host.watcher.progress(++settled);
      };
      const late = account.stopped ? NONE : await settleAddresses(context, account, 'create', noteSettled);
      if (!isCarryingOut) host.watcher.phase('numbers', toCarryOut);
      isCarryingOut = true;
      const total = await countOpen(context, account);
      await carryOut(context, account, { shared, failed: 0, total, halted: null }, late);
    }),
  );
  host.watcher.waiting(null);
}

async function countOpen({ journal, runId }: RunContext, account: RunAccount): Promise<number> {
  const { ready, active, waiting } = await journal.countOperations(runId, account.name);
  return ready + active + waiting;
}
