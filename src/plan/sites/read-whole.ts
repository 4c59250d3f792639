import type { Call } from '../../http/transport.ts';
import type { NumberState } from '../../providers/contract.ts';
import { forEachBounded } from '../context/bounded.ts';
import type { PlanAccount, PlanContext } from '../context/plan-context.ts';
import { readNumber } from '../lists/read-number.ts';
import { allNumbers } from '../lists/whole-list.ts';

/**
 * Reads every number of an account into the snapshot, where the list does not show their addresses. One that cannot be read may
 * be at the site that moves, so nothing is planned without it.
 * @throws ProviderError, IncompleteListError, HiddenFromListError
 */
export async function readWhole(context: PlanContext, account: PlanAccount, call: Call): Promise<void> {
  const { journal, runId } = context;
  const { name, provider } = account;
  async function* listed(): AsyncGenerator<NumberState> {
    for await (const { items } of allNumbers(journal, account, call)) yield* items;
  }
  await forEachBounded(listed(), provider.capabilities.limits.concurrency, async (number) => {
    if ((await journal.numberState(runId, name, number.phoneNumber)) !== null) return;
    const state =
      provider.completeNumber === undefined
        ? await readNumber(context, account, number, call)
        : await provider.completeNumber(number, call);
    if (state !== null) await journal.saveNumberState(runId, name, state);
  });
}
