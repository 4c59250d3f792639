import { acquires } from '../domain/request/request-scope.ts';
import type { Call } from '../http/transport.ts';
import type { OperationRecord } from '../journal/records.ts';
import { forEachBounded } from './context/bounded.ts';
import { isNotBegun } from './context/not-begun.ts';
import type { PlanAccount, PlanContext } from './context/plan-context.ts';
import { createUnread } from './context/unread.ts';

/** The commands that a purchase can follow; an undo buys nothing and a verification only compares. */
const BUYING_COMMANDS = new Set(['plan', 'apply']);

/**
 * Asks for the offer of each number that a row may buy: its price and what it can do, and whether it is for sale. Makes no write.
 * @throws ProviderError when the account cannot be read; a refusal of one number ends its operation alone.
 */
export async function readOffers(context: PlanContext, account: PlanAccount, call: Call): Promise<void> {
  const { journal, runId } = context;
  const { provider, name } = account;
  if (!provider.findAvailable || !BUYING_COMMANDS.has(context.options.command)) return;
  const unread = createUnread(context, false);
  const { concurrency } = provider.capabilities.limits;
  await forEachBounded(journal.operations(runId, name), concurrency, async (operation) => {
    const { request } = operation;
    if (!mayBuy(operation)) return;
    // A number of a subaccount is not listed here, so only the market tells whether it is there already.
    const isListed = !request.settings.subaccount_key;
    if (isListed && (await journal.numberState(runId, name, request.phoneNumber)) !== null) return;
    try {
      const found = await provider.findAvailable?.(request.phoneNumber, request.numberCountry, call);
      await journal.saveOperation(runId, { ...operation, offer: found ?? null });
      unread.answered();
    } catch (caught) {
      await unread.note(operation, caught);
    }
  });
  await unread.settle();
}

/** Whether an operation that has sent nothing can come to buy its number. */
function mayBuy(operation: OperationRecord): boolean {
  return acquires(operation.request) && isNotBegun(operation);
}
