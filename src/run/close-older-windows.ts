import { isoNow, type RunContext } from './run-context.ts';
import { accountKeyThen } from './run-stage.ts';

/** Results after which a number that a row wanted covered was seen covered. */
const COVERED: ReadonlySet<string> = new Set(['applied', 'unchanged', 'undone']);

/** Windows that an earlier run left open and this run has closed by covering the number are open no more. */
export function closeOlderWindows(context: RunContext): void {
  const { journal, runId, accounts } = context;
  for (const window of journal.openWindows()) {
    const account = accounts.get(window.account);
    if (window.runId === runId || !account) continue;
    if (accountKeyThen(journal, window.runId, window.account) !== account.provider.accountKey) continue;
    const now = journal.findOperation(runId, window.account, `number:${window.phoneNumber}`);
    if (now?.wish.action !== 'assign' || !COVERED.has(now.outcome?.result ?? '')) continue;
    const then = journal.findOperation(window.runId, window.account, `number:${window.phoneNumber}`);
    if (then) journal.saveOperation(window.runId, { ...then, windowClosedAt: isoNow(context) });
  }
}
