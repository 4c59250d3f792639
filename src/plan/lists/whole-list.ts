import type { Call } from '../../http/transport.ts';
import type { NumberFilter, NumberState, Page, StoredAddress } from '../../providers/contract.ts';
import type { PlanAccount } from '../context/plan-context.ts';
import { type ListMemory, requireAllShown } from './hidden.ts';

/**
 * The account's numbers page by page; after the last one, what it is known to hold and the list did not show is asked for. A
 * filtered list is passed on as it is.
 * @throws ProviderError, IncompleteListError; HiddenFromListError after the last page
 */
export async function* allNumbers(
  memory: ListMemory | null,
  account: Pick<PlanAccount, 'provider'>,
  call: Call,
  filter: NumberFilter = {},
): AsyncGenerator<Page<NumberState>> {
  const { provider } = account;
  if (memory === null || Object.keys(filter).length > 0) {
    yield* provider.listNumbers(call, filter);
    return;
  }
  const shown = new Set<string>();
  const held = await memory.countKnown(provider.accountKey, 'numbers');
  const upTo = await memory.knownSoFar('numbers');
  for await (const page of provider.listNumbers({ ...call, held })) {
    for (const { phoneNumber } of page.items) shown.add(phoneNumber);
    yield page;
  }
  await requireAllShown(memory, account, { kind: 'numbers', shown, upTo }, call);
}

/** The same of the addresses. */
export async function* allAddresses(
  memory: ListMemory | null,
  account: Pick<PlanAccount, 'provider'>,
  call: Call,
): AsyncGenerator<Page<StoredAddress>> {
  const { provider } = account;
  if (memory === null) {
    yield* provider.listAddresses(call);
    return;
  }
  const shown = new Set<string>();
  const held = await memory.countKnown(provider.accountKey, 'addresses');
  const upTo = await memory.knownSoFar('addresses');
  for await (const page of provider.listAddresses({ ...call, held })) {
    for (const { id } of page.items) shown.add(id);
    yield page;
  }
  await requireAllShown(memory, account, { kind: 'addresses', shown, upTo }, call);
}
