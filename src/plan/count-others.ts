import { IncompleteListError } from '../errors/app-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { Call } from '../http/transport.ts';
import type { NumberState } from '../providers/contract.ts';
import type { PlanAccount, PlanContext } from './context/plan-context.ts';
import { allNumbers } from './lists/whole-list.ts';

/** Where a list does not show coverage, so many numbers beside the sheet's are asked for. */
const MOST_ASKED = 25;

/**
 * How many covered numbers an account has beside those that were read for the sheet: a short sheet must not look like the
 * whole account to the guards. At least so many; what cannot be read counts as not covered.
 */
export async function countOthers(context: PlanContext, account: PlanAccount): Promise<number> {
  const { provider, name } = account;
  const call: Call = { signal: context.host.stop, priority: 'read' };
  let covered = 0;
  let asked = 0;
  try {
    for await (const page of allNumbers(context.journal, account, call)) {
      for (const listed of page.items) {
        if ((await context.journal.numberState(context.runId, name, listed.phoneNumber)) !== null) continue;
        if (!provider.capabilities.listShowsEmergency && ++asked > MOST_ASKED) return covered;
        const state = await complete(account, listed, call);
        if (state?.emergency.state === 'covered') covered++;
      }
    }
  } catch (caught) {
    if (!(caught instanceof ProviderError) && !(caught instanceof IncompleteListError)) throw caught;
  }
  return covered;
}

async function complete(
  { provider }: PlanAccount,
  listed: NumberState,
  call: Call,
): Promise<NumberState | null> {
  if (provider.capabilities.listShowsEmergency) return listed;
  return provider.completeNumber === undefined
    ? await provider.findNumber(listed.phoneNumber, call)
    : await provider.completeNumber(listed, call);
}
