import type { AddressVerdict, StoredAddress } from '../../providers/contract.ts';

/** What an address that the provider keeps says of itself. */
export function verdictOfStored(stored: StoredAddress | undefined): AddressVerdict {
  return stored?.unverified === undefined
    ? { kind: 'exact' }
    : { kind: 'unverified', message: stored.unverified };
}

/** What an address that the provider keeps and does not use for emergency calls (`emergencyEnabled` false) says of itself. */
export function verdictOfUnusable(
  stored: StoredAddress | undefined,
): Extract<AddressVerdict, { kind: 'none' }> {
  const message = stored?.unverified ?? 'The provider does not use the address for emergency calls.';
  return { kind: 'none', message, candidates: [] };
}
