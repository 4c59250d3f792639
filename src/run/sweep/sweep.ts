import { settleDoubts } from '../calls/settle-doubt.ts';
import type { RunAccount, RunContext } from '../context/run-context.ts';
import { sweepAddresses } from './sweep-addresses.ts';
import { sweepNumbers } from './sweep-numbers.ts';

/**
 * The last thing that a run does at its accounts: reads what calls in doubt may have changed behind its back. Costs nothing
 * when every call was answered. Returns how many duplicate addresses were deleted.
 */
export async function sweep(context: RunContext, accounts: readonly RunAccount[]): Promise<number> {
  const deleted = await Promise.all(
    accounts.map(async (account) => {
      if (account.stopped) return 0;
      // Numbers may wait for nothing any more, and a call may still be in doubt: each is checked once more.
      if (account.doubts.size > 0) {
        await settleDoubts(context, account, {
          priority: 'finish',
          signal: context.host.stop,
          isBrief: true,
        });
      }
      await sweepNumbers(context, account);
      return sweepAddresses(context, account);
    }),
  );
  return deleted.reduce((sum, count) => sum + count, 0);
}
