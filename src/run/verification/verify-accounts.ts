import { many } from '../../domain/plural.ts';
import type { OperationRecord, RowOutcome } from '../../journal/records.ts';
import { adoptUnits } from '../../plan/adopt-units.ts';
import { forEachBounded } from '../../plan/context/bounded.ts';
import { readNumber } from '../../plan/lists/read-number.ts';
import { allNumbers } from '../../plan/lists/whole-list.ts';
import { operationsOf, readState } from '../../plan/read-state.ts';
import { expandSites } from '../../plan/sites/expand-sites.ts';
import type { NumberState } from '../../providers/contract.ts';
import { pollIntervalMs } from '../context/poll-interval.ts';
import { requireOneAccount } from '../context/require-one-account.ts';
import { asProviderError, isoNow, type RunAccount, type RunContext } from '../context/run-context.ts';
import { waitMsOf } from '../context/wait-time.ts';

/** From this many pending numbers on, the whole list is read instead of each number, where the list shows enough. */
const LIST_FROM = 40;

/** Judges an operation by its number as it is now; `pending` asks to be read again. Changes nothing. */
export type Judge = (
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  number: NumberState | null,
) => Promise<RowOutcome>;

/**
 * Reads every account's present state and judges each operation by it; what the provider has not finished is read again
 * until `--wait` is over. Makes no write.
 * @throws AccessError when no account can be read.
 */
export async function verifyAccounts(context: RunContext, judge: Judge): Promise<void> {
  const accounts = [...context.accounts.values()];
  context.host.watcher.phase('state', null);
  await Promise.all(
    accounts.map(async (account) => {
      try {
        await readState(context, account);
        await expandSites(context, account);
        if (context.options.ofRun === undefined) await adoptUnits(context, account);
        await judgeAccount(context, account, judge);
      } catch (caught) {
        account.stopped = asProviderError(caught);
      }
    }),
  );
  context.host.watcher.waiting(null);
  requireOneAccount(accounts);
}

async function judgeAccount(context: RunContext, account: RunAccount, judge: Judge): Promise<void> {
  const { journal, runId, host } = context;
  const { concurrency } = account.provider.capabilities.limits;
  let pending: string[] = [];
  let waitMs = 0;
  await forEachBounded(operationsOf(context, account.name), concurrency, async (operation) => {
    const { phoneNumber } = operation.request;
    const number = phoneNumber === '' ? null : await journal.numberState(runId, account.name, phoneNumber);
    if (operation.phase === 'ended' || host.stop.aborted) return;
    const outcome = await judge(context, account, operation, number);
    if (!(await note(context, operation, number, outcome))) return;
    pending.push(operation.operationId);
    waitMs = Math.max(waitMs, waitMsOf(context, account, { ...operation, before: number }));
  });
  const deadlineMs = host.clock.monotonicMs() + waitMs;
  for (let polls = 0; pending.length > 0 && host.clock.monotonicMs() < deadlineMs; polls++) {
    host.watcher.waiting(
      `${account.name}: waiting for the provider to finish ${many(pending.length, 'number')}`,
      { account: account.name },
    );
    const pauseMs = pollIntervalMs(polls);
    const leftMs = deadlineMs - host.clock.monotonicMs();
    await host.clock.sleep(Math.min(pauseMs, leftMs), host.stop).catch(() => undefined);
    if (host.stop.aborted) return;
    pending = await pollOnce(context, account, pending, judge);
  }
}

/** Reads the pending numbers again; returns the operations that are pending still. */
async function pollOnce(
  context: RunContext,
  account: RunAccount,
  pending: readonly string[],
  judge: Judge,
): Promise<string[]> {
  const { journal, runId, host } = context;
  const { provider } = account;
  const call = { signal: host.stop, priority: 'read' as const };
  const inBulk = provider.capabilities.listShowsEmergency && pending.length >= LIST_FROM;
  if (inBulk) {
    for await (const page of allNumbers(journal, account, call)) {
      for (const state of page.items) await journal.saveNumberState(runId, account.name, state);
    }
  }
  const still: string[] = [];
  await forEachBounded(pending, provider.capabilities.limits.concurrency, async (operationId) => {
    const operation = await journal.operation(runId, operationId);
    if (!operation) return;
    const { phoneNumber } = operation.request;
    let number: NumberState | null;
    try {
      number = inBulk
        ? await journal.numberState(runId, account.name, phoneNumber)
        : await readNumber(context, account, { ...operation, phoneNumber }, call);
    } catch (caught) {
      // What comes in place of an answer says nothing: it is pending as before.
      if (asProviderError(caught).kind !== 'unknown') throw caught;
      still.push(operationId);
      return;
    }
    if (number) await journal.saveNumberState(runId, account.name, number);
    const outcome = await judge(context, account, operation, number);
    if (await note(context, operation, number, outcome)) still.push(operationId);
  });
  return still;
}

/** Writes the judgment of an operation; true when it is pending. */
async function note(
  context: RunContext,
  operation: OperationRecord,
  number: NumberState | null,
  outcome: RowOutcome,
): Promise<boolean> {
  await context.journal.saveOperation(context.runId, {
    ...operation,
    before: number,
    phase: 'ended',
    outcome: {
      ...(number
        ? { emergencyStatus: number.emergency.status, providerAddressId: number.emergency.addressId }
        : {}),
      ...outcome,
      stage: 'verify',
      finishedAt: isoNow(context),
    },
  });
  return outcome.result === 'pending';
}
