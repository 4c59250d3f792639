import { isOwnTag } from '../../domain/request/tag.ts';
import type { StoredAddress } from '../../providers/contract.ts';
import type { PlanAccount, PlanContext } from '../context/plan-context.ts';

/** The keys of a place: as it was requested, and as the provider wrote it when that was accepted before. */
export type PlaceKeys = readonly (string | null)[];

/** An address of the account that can serve as the requested one: our own tag first, then the oldest id. */
export async function findReusable(
  context: PlanContext,
  account: PlanAccount,
  keys: PlaceKeys,
): Promise<StoredAddress | null> {
  return (await addressesOf(context, account, keys)).find(({ emergencyEnabled }) => emergencyEnabled) ?? null;
}

/** An address for the requested place that would serve if it were enabled for emergency calls; null where none can be. */
export async function findToEnable(
  context: PlanContext,
  account: PlanAccount,
  keys: PlaceKeys,
): Promise<StoredAddress | null> {
  if (!account.provider.capabilities.enablesAddresses) return null;
  return (
    (await addressesOf(context, account, keys)).find(({ emergencyEnabled }) => !emergencyEnabled) ?? null
  );
}

async function addressesOf(
  context: PlanContext,
  account: PlanAccount,
  keys: PlaceKeys,
): Promise<readonly StoredAddress[]> {
  const found: StoredAddress[] = [];
  for (const key of keys) {
    if (key === null) continue;
    found.push(...(await context.journal.storedAddressesByKey(context.runId, account.name, key)));
  }
  const rank = (stored: StoredAddress): string => `${isOwnTag(stored.tag) ? 0 : 1}${stored.id}`;
  return found.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}
