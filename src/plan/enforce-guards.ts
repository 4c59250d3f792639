import { type Sums, sumText } from '../domain/money.ts';
import { LOSSES } from '../domain/request/requested-loss.ts';
import { GuardError } from '../errors/app-error.ts';
import { type GuardOptions, tripped } from './guards.ts';
import type { PlanCounts } from './plan-counts.ts';
import { overspent } from './spend.ts';

/** What stops a plan, and the words to type with the next command if its changes are what you want. */
export interface Stopped {
  readonly sentences: readonly string[];
  /** `--max-remove 80%`, or `--force` where no limit lets the plan through. */
  readonly lifts: readonly string[];
}

/** Which guards would stop this plan; nothing under `--force`. */
export function guardsOf(counts: readonly PlanCounts[], options: GuardOptions): Stopped {
  if (options.force) return { sentences: [], lifts: [] };
  const sentences = [...tripped(counts, options), ...overspent(counts, options.maxSpend)];
  return { sentences, lifts: sentences.length === 0 ? [] : liftsOf(counts, options) };
}

/** @throws GuardError when a threshold is passed and `--force` was not given. */
export function enforceGuards(counts: readonly PlanCounts[], options: GuardOptions): void {
  const { sentences, lifts } = guardsOf(counts, options);
  if (sentences.length === 0) return;
  throw new GuardError(`Nothing was sent: ${sentences.join('; ')}.`, {
    code: 'GUARD_THRESHOLD',
    hint: `Check the changes with e911 plan. If they are what you want, type the same command with ${lifts.join(' ')}.`,
  });
}

/** The fewest limits that let the plan through, each as a share that is just enough. */
function liftsOf(counts: readonly PlanCounts[], options: GuardOptions): readonly string[] {
  const replaced = shareOf(counts, ({ verbs }) => verbs.get('replace') ?? 0);
  const lost = shareOf(counts, ({ verbs }) => LOSSES.reduce((sum, verb) => sum + (verbs.get(verb) ?? 0), 0));
  const spend = spendOf(counts);
  const maxReplace = { words: ['--max-replace', `${replaced}%`], options: { maxReplace: percent(replaced) } };
  const maxRemove = { words: ['--max-remove', `${lost}%`], options: { maxRemove: percent(lost) } };
  const limits = [
    maxReplace,
    maxRemove,
    ...(spend === null ? [] : [{ words: ['--max-spend', spend], options: { maxSpend: spend } }]),
  ];
  const subsets = [...Array(2 ** limits.length).keys()]
    .map((mask) => limits.filter((_, at) => (mask & (2 ** at)) !== 0))
    .sort((a, b) => a.length - b.length);
  const enough = subsets.find((subset) => {
    let raised = options;
    for (const limit of subset) raised = { ...raised, ...limit.options };
    return tripped(counts, raised).length === 0 && overspent(counts, raised.maxSpend).length === 0;
  });
  return enough === undefined ? ['--force'] : enough.flatMap(({ words }) => words);
}

const percent = (value: number) => ({ kind: 'percent', value }) as const;

/** The share of covered numbers that changes so, of the account where it is largest. */
function shareOf(counts: readonly PlanCounts[], of: (one: PlanCounts) => number): number {
  return Math.max(0, ...counts.map((one) => Math.ceil((of(one) * 100) / Math.max(one.covered, of(one), 1))));
}

/** The most that one account spends; null where the sums cannot be compared with a limit. */
function spendOf(counts: readonly PlanCounts[]): string | null {
  const sums: Sums = new Map();
  for (const { spend } of counts) {
    for (const [currency, sum] of spend.sums) {
      if (sum > (sums.get(currency) ?? 0n)) sums.set(currency, sum);
    }
  }
  const [only, ...others] = sums.values();
  return only === undefined || others.length > 0 ? null : sumText(only);
}
