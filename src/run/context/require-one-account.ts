import { AccessError } from '../../errors/app-error.ts';
import type { RunAccount } from './run-context.ts';

/** @throws AccessError when there are accounts and none of them can be worked with. */
export function requireOneAccount(accounts: readonly RunAccount[]): void {
  const first = accounts[0]?.stopped;
  if (!first || !accounts.every((account) => account.stopped)) return;
  throw new AccessError(first.message, {
    code: first.code,
    hint: first.hint || 'Check the account with e911 accounts check.',
  });
}
