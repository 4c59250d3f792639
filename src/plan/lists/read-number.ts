import { IncompleteListError } from '../../errors/app-error.ts';
import type { Call } from '../../http/transport.ts';
import type { NumberState } from '../../providers/contract.ts';
import type { PlanAccount, PlanContext } from '../context/plan-context.ts';
import { askById, hiddenFromList, hiddenOf, MOST_READ_AGAIN, READ_AGAIN_AFTER_MS } from './hidden.ts';

/** A number to be read, and what is known of it. */
interface Sought {
  readonly phoneNumber: string;
  /** Handle of its last step or read; the journal is asked when it is empty. */
  readonly handle?: string;
  readonly following?: string;
}

/**
 * One number as it is. That it is absent, or has nothing made for it, is believed only when the provider does not show it
 * another way, and the list says so twice.
 * @returns null when it is not in the account
 * @throws ProviderError; HiddenFromListError when a list still hides it
 */
export async function readNumber(
  { journal, host }: Pick<PlanContext, 'journal' | 'host'>,
  account: PlanAccount,
  sought: Sought,
  call: Call,
): Promise<NumberState | null> {
  const { provider } = account;
  const { phoneNumber, following = '' } = sought;
  const handle = sought.handle || (await journal.knownHandle(provider.accountKey, phoneNumber));
  for (let again = 0; ; again++) {
    let state: NumberState | null;
    try {
      state = await provider.findNumber(phoneNumber, call, { handle, following });
    } catch (caught) {
      if (!(caught instanceof IncompleteListError) || again === MOST_READ_AGAIN) throw caught;
      await host.clock.sleep(READ_AGAIN_AFTER_MS, host.stop);
      continue;
    }
    if (provider.findsWithoutList || isShown(state)) return state;
    const isThere = await askById(account, { phoneNumber, handle }, call);
    if (isThere !== true && again > 0) return state;
    if (again === MOST_READ_AGAIN) throw hiddenFromList(account, hiddenOf({ phoneNumber, handle }));
    if (isThere === true) await host.clock.sleep(READ_AGAIN_AFTER_MS, host.stop);
  }
}

/** Whether a list shows something that was made for the number: one object, or several, which have no handle in common. */
function isShown(state: NumberState | null): boolean {
  return state !== null && (state.handle !== '' || state.ambiguous !== undefined);
}
