import type { Journal } from '../journal/journal.ts';
import type { OperationRecord, RunRecord } from '../journal/records.ts';

/** Of how many numbers (and addresses) a run is the last word. */
export interface LastOf {
  /** Numbers that no later old run changed. */
  changed: number;
  /** Numbers whose caller name no later old run wrote. */
  named: number;
  /** Numbers and addresses that no later run checked. */
  checked: number;
}

/**
 * The old runs that are the last word on a number: who changed it last and what was there before, with which caller name (an undo
 * needs it where the provider never tells it), and when it was last checked. A compliance export shows the first and the last.
 * Changes of younger runs do not count: an undo of one needs what was before it.
 */
export async function lastRunsOf(
  journal: Journal,
  newestFirst: readonly RunRecord[],
  isOld: (run: RunRecord) => boolean,
): Promise<ReadonlyMap<string, LastOf>> {
  const seen = { changed: new Set<string>(), named: new Set<string>(), checked: new Set<string>() };
  const lasts = new Map<string, LastOf>();
  for (const run of newestFirst) {
    const last: LastOf = { changed: 0, named: 0, checked: 0 };
    const note = (what: keyof LastOf, keys: Iterable<string>): void => {
      for (const key of keys) {
        if (!seen[what].has(key)) last[what] += 1;
        seen[what].add(key);
      }
    };
    // Two rows of one run about one number are its last word together.
    const found = await wordsOf(journal, run);
    if (isOld(run)) {
      note('changed', found.changed);
      note('named', found.named);
    }
    note('checked', found.checked);
    if (isOld(run) && last.changed + last.named + last.checked > 0) lasts.set(run.runId, last);
  }
  return lasts;
}

async function wordsOf(journal: Journal, run: RunRecord): Promise<Record<keyof LastOf, Set<string>>> {
  const words = { changed: new Set<string>(), named: new Set<string>(), checked: new Set<string>() };
  for await (const operation of journal.operations(run.runId)) {
    const { account, request } = operation;
    if (request.phoneNumber === '') continue;
    const key = `${account} ${request.phoneNumber}`;
    if (operation.writes > 0) words.changed.add(key);
    if (operation.writes > 0 && request.callerName !== '') words.named.add(key);
    if (isCheck(operation)) words.checked.add(key);
  }
  // A plan asks no provider about the addresses that it finds, unless it creates them for that.
  if (run.command === 'plan' && run.options['checkByCreate'] !== true) return words;
  for (const account of await journal.accountsOf(run.runId)) {
    for await (const { addressKey } of journal.addresses(run.runId, account, 'ready')) {
      words.checked.add(`${account} ${addressKey}`);
    }
  }
  return words;
}

function isCheck({ request, outcome }: OperationRecord): boolean {
  if (request.address === null && request.addressId === '') return false;
  return outcome !== null && ['applied', 'unchanged', 'valid'].includes(outcome.result);
}
