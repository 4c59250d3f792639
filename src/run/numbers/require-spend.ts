import { GuardError } from '../../errors/app-error.ts';
import type { OperationRecord } from '../../journal/records.ts';
import { addSpend, noSpend, overspent } from '../../plan/spend.ts';
import type { RunAccount, RunContext } from '../context/run-context.ts';

/**
 * Holds a resumed run to `--max-spend`: what it has bought and what it has still to buy are one sum, at the prices of its plan
 * (a number whose price has changed since is stale, and is not bought).
 * @throws GuardError when the sum is above the limit, or cannot be made.
 */
export async function requireSpend(context: RunContext, accounts: readonly RunAccount[]): Promise<void> {
  const { journal, runId, options } = context;
  if (options.maxSpend === undefined || options.force) return;
  const counts = accounts.map(({ name }) => ({ account: name, spend: noSpend() }));
  let open = 0;
  for await (const operation of journal.operations(runId)) {
    const isBought = hasBought(operation);
    if (!isBought && operation.phase === 'ended') continue;
    const found = counts.find(({ account }) => account === operation.account);
    if (found) addSpend(found.spend, operation.costs ?? []);
    if (!isBought && buys(operation.program)) open += 1;
  }
  const sentences = open === 0 ? [] : overspent(counts, options.maxSpend);
  if (sentences.length === 0) return;
  throw new GuardError(`Nothing more was sent: ${sentences.join('; ')}.`, {
    code: 'GUARD_THRESHOLD',
    hint: 'What the run has bought counts. If the rest is what you want, resume it with a higher --max-spend.',
  });
}

/** Whether a number is bought, or may be: a purchase whose effect is not known counts. */
function hasBought({ program, next, outcome }: OperationRecord): boolean {
  return buys(outcome?.result === 'unknown' ? program : program.slice(0, next));
}

const buys = (program: OperationRecord['program']): boolean =>
  program.some((each) => each.do === 'step' && each.step.kind === 'buy');
