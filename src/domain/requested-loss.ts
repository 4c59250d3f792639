import type { Action } from './request.ts';

/** Whether a row of this action asks that its number cannot reach 911 any more, so that losing the address is no loss. */
export function isRequestedLoss(action: Action): boolean {
  return action === 'remove' || action === 'release' || action === 'disable';
}
