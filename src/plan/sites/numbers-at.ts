import { placeKey } from '../../domain/address/place-key.ts';
import type { NumberState, StoredAddress } from '../../providers/contract.ts';
import type { PlanContext } from '../context/plan-context.ts';

/** A number and the address that the account keeps for it, where addresses are resources of their own. */
export interface Standing {
  readonly number: NumberState;
  readonly stored: StoredAddress | null;
}

/** The numbers of the snapshot that have an address of a site (`siteOf`), or a place (`at:`), and are not losing it. */
export async function numbersAt(
  { journal, runId }: Pick<PlanContext, 'journal' | 'runId'>,
  account: string,
  site: string,
): Promise<Standing[]> {
  const found: Standing[] = [];
  for (const number of await journal.numberStates(runId, account)) {
    const { state, addressId, address } = number.emergency;
    if (state === 'missing' || state === 'removing') continue;
    const stored = addressId === '' ? null : await journal.storedAddressById(runId, account, addressId);
    const place = stored?.address ?? address;
    const isThere = site === `id:${addressId}` || (place !== null && site === `at:${placeKey(place)}`);
    if (isThere) found.push({ number, stored });
  }
  return found;
}
