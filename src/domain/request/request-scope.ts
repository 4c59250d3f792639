import type { Request } from './request.ts';

/*
 * A row may request several changes of its number. The program orders them: buy, settings, emergency address. What a row
 * requests is decided here, for the checks of a sheet, the plan, the run, and a verification alike.
 */

/** Whether the number is bought when the account does not own it. */
export function acquires({ action, acquire }: Pick<Request, 'action' | 'acquire'>): boolean {
  return action === 'buy' || acquire === 'buy';
}

/** Whether the number is to have the emergency address of the row. */
export function covers({
  action,
  address,
  addressId,
  addressRef,
}: Pick<Request, 'action' | 'address' | 'addressId' | 'addressRef'>): boolean {
  if (action === 'assign') return true;
  const namesAddress = address !== null || addressId !== '' || addressRef !== undefined;
  return (action === 'buy' || action === 'update') && namesAddress;
}
