import { commandError } from '../errors/command-errors.ts';
import type { PlanCounts } from '../plan/plan-counts.ts';
import { costTally } from '../report/costs.ts';
import { changeChooser } from '../report/shown-changes.ts';
import type { Confirmation } from './context/confirmation-question.ts';
import type { RunContext } from './context/run-context.ts';
import { lineOf } from './ending/run-report.ts';
import { surveyOperations } from './ending/survey-operations.ts';

/**
 * Asks for a confirmation before the first change and shows what will happen; asks nothing when nothing would change.
 * @throws GuardError CONFIRMATION_REFUSED.
 */
export async function requireConfirmation(
  context: RunContext,
  counts: readonly Pick<PlanCounts, 'account' | 'gaps' | 'maxGapSeconds'>[],
  rows: { readonly taken: number; readonly bad: number },
): Promise<void> {
  const chosen = changeChooser();
  const survey = await surveyOperations(context, chosen);
  const changes = survey.changes.filter(({ verb }) => verb !== 'wait');
  if (changes.length === 0) return;
  const count = (account: string, isCounted: (verb: string) => boolean): number =>
    changes.filter((c) => c.account === account && isCounted(c.verb)).reduce((sum, c) => sum + c.count, 0);
  const named = ['assign', 'replace', 'remove', 'release'];
  const question: Confirmation = {
    accounts: [...context.accounts.values()].map(({ name, provider }) => ({
      account: name,
      provider: provider.provider,
      title: provider.capabilities.title,
      assign: count(name, (verb) => verb === 'assign'),
      replace: count(name, (verb) => verb === 'replace'),
      remove: count(name, (verb) => verb === 'remove' || verb === 'release'),
      other: count(name, (verb) => !named.includes(verb)),
      gaps: counts.find(({ account }) => account === name)?.gaps ?? 0,
      maxGapSeconds: counts.find(({ account }) => account === name)?.maxGapSeconds ?? 0,
      cost: survey.costs.get(name) ?? costTally().result(),
    })),
    changes: changes.reduce((sum, c) => sum + c.count, 0),
    shown: await chosen.result((operationId) => lineOf(context, operationId)),
    allIn: context.options.command === 'apply' ? '. e911 plan writes all of them to plan.csv' : '',
    leftOut: rows.bad,
    rows: rows.taken,
  };
  if (await context.host.confirm(question)) return;
  throw commandError('confirmationRefused');
}
