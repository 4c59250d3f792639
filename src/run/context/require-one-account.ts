import { AccessError } from '../../errors/app-error.ts';
import type { RunAccount } from './run-context.ts';

/** @throws AccessError when there are accounts and none of them can be worked with. */
export function requireOneAccount(accounts: readonly RunAccount[]): void {
  if (!accounts.every((account) => account.stopped)) return;
  // A pause ends by itself; what does not is said first.
  const first = (accounts.find(({ stopped }) => stopped?.kind !== 'paused') ?? accounts[0])?.stopped;
  if (!first) return;
  const names = accounts.map(({ name }) => name).join(', ');
  const message =
    accounts.length === 1 ? first.message : `${first.message} (no account can be used: ${names})`;
  throw new AccessError(message, {
    code: first.code,
    hint: first.hint || 'Check the account with e911 accounts check.',
  });
}
