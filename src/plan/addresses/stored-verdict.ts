import type { AddressVerdict, StoredAddress } from '../../providers/contract.ts';

/** What an address that the provider keeps says of itself. */
export function verdictOfStored(stored: StoredAddress | undefined): AddressVerdict {
  return stored?.unverified === undefined
    ? { kind: 'exact' }
    : { kind: 'unverified', message: stored.unverified };
}
