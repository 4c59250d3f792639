import { covers } from '../../domain/request/request-scope.ts';
import { type EndingContext, isoNow } from '../context/run-context.ts';

/** Results after which a number that a row wanted covered was seen covered. */
const COVERED: ReadonlySet<string> = new Set(['applied', 'unchanged', 'undone']);

/** Gaps that an earlier run left open and this run has closed by covering the number are open no more. */
export async function closeOlderGaps(context: EndingContext): Promise<void> {
  const { journal, runId, accounts } = context;
  await closeUnknownGaps(context);
  for (const gap of await journal.openGaps()) {
    const account = accounts.get(gap.account);
    if (gap.runId === runId || !account) continue;
    if ((await journal.accountKeyOf(gap.runId, gap.account)) !== account.provider.accountKey) continue;
    const subject = { kind: 'number', phoneNumber: gap.phoneNumber } as const;
    const now = await journal.findOperation(runId, gap.account, subject);
    if (!now || !covers(now.request) || !COVERED.has(now.outcome?.result ?? '')) continue;
    const then = await journal.findOperation(gap.runId, gap.account, subject);
    if (then) await journal.saveOperation(gap.runId, { ...then, gapClosedAt: isoNow(context) });
  }
}

/**
 * A gap that only the log knows has no operation to be closed in: it ends when this run saw its number covered. The log keeps
 * an account by its name alone.
 */
async function closeUnknownGaps(context: EndingContext): Promise<void> {
  const { journal, runId, accounts } = context;
  for (const gap of await journal.unknownGaps()) {
    if (!accounts.has(gap.account)) continue;
    const subject = { kind: 'number', phoneNumber: gap.phoneNumber } as const;
    const now = await journal.findOperation(runId, gap.account, subject);
    const isCovered = now !== null && covers(now.request) && COVERED.has(now.outcome?.result ?? '');
    if (isCovered) await journal.closeUnknownGap(gap, isoNow(context));
  }
}
