import { isOwnTag } from '../../domain/tag.ts';
import type { StoredAddress } from '../../providers/contract.ts';
import type { PlanAccount, PlanContext } from '../context/plan-context.ts';

/** An address of the account that can serve as the requested one: our own tag first, then the oldest id. */
export async function findReusable(
  context: PlanContext,
  account: PlanAccount,
  key: string,
  acceptedKey: string | null,
): Promise<StoredAddress | null> {
  const found: StoredAddress[] = [];
  for (const each of [key, acceptedKey]) {
    if (each === null) continue;
    const stored = await context.journal.storedAddressesByKey(context.runId, account.name, each);
    found.push(...stored.filter(({ emergencyEnabled }) => emergencyEnabled));
  }
  const rank = (stored: StoredAddress): string => `${isOwnTag(stored.tag) ? 0 : 1}${stored.id}`;
  return found.sort((a, b) => (rank(a) < rank(b) ? -1 : 1))[0] ?? null;
}
