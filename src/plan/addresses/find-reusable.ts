import { isOwnTag } from '../../domain/tag.ts';
import type { StoredAddress } from '../../providers/contract.ts';
import type { PlanAccount, PlanContext } from '../context/plan-context.ts';

/** An address of the account that can stand for the requested one: our own tag first, then the oldest id. */
export function findReusable(
  context: PlanContext,
  account: PlanAccount,
  key: string,
  acceptedKey: string | null,
): StoredAddress | null {
  const found = [key, acceptedKey]
    .flatMap((k) => (k === null ? [] : context.journal.storedAddressesByKey(context.runId, account.name, k)))
    .filter((stored) => stored.emergencyEnabled);
  const rank = (stored: StoredAddress): string => `${isOwnTag(stored.tag) ? 0 : 1}${stored.id}`;
  return found.sort((a, b) => (rank(a) < rank(b) ? -1 : 1))[0] ?? null;
}
