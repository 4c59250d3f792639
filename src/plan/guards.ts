import { GuardError } from '../errors/app-error.ts';
import type { PlanCounts } from './make-plan.ts';

/** A count or a share: `30%` or `12`. */
interface Threshold {
  readonly kind: 'count' | 'percent';
  readonly value: number;
}

/** The options that the guards are made of. */
export interface GuardOptions {
  readonly maxReplace: Threshold;
  readonly maxRemove: Threshold;
  readonly force: boolean;
  /** An undo removes only what its run added, so a few removals are expected there. */
  readonly command: string;
}

/** Below this many covered numbers a percentage means nothing (as in octoDNS; docs/contract.md). */
const PERCENT_FROM = 10;
/** With fewer covered numbers than that, this many losses pass without a question: a mistake in a short sheet costs no more. */
const FEW_LOSSES = 5;
/** Below this many rows `--max-errors` in percent means nothing. */
export const ERRORS_FROM = 20;

/** Whether `count` of `whole` goes over a threshold; percentages count only from `percentFrom` on. */
export function exceeds(threshold: Threshold, count: number, whole: number, percentFrom: number): boolean {
  if (count === 0) return false;
  if (threshold.kind === 'count') return count > threshold.value;
  return whole >= percentFrom && count * 100 > threshold.value * whole;
}

/** Which guards would stop this plan, each as a sentence with its arithmetic. Empty when none. */
export function tripped(counts: readonly PlanCounts[], options: Omit<GuardOptions, 'force'>): string[] {
  const each = counts.map(({ account, verbs, covered }) => ({
    who: account,
    covered,
    replaced: verbs.get('replace') ?? 0,
    lost: LOSSES.reduce((sum, verb) => sum + (verbs.get(verb) ?? 0), 0),
  }));
  const sentences = each.flatMap((one) => sentencesOf(one, options));
  if (sentences.length > 0 || each.length < 2) return sentences;
  // A little at each of several accounts is much for the run.
  const sum = (of: (one: Counted) => number): number => each.reduce((total, one) => total + of(one), 0);
  const whole = {
    who: 'all accounts',
    covered: sum(({ covered }) => covered),
    replaced: sum(({ replaced }) => replaced),
    lost: sum(({ lost }) => lost),
  };
  return sentencesOf(whole, options);
}

/** What takes the coverage of a number away. */
const LOSSES = ['remove', 'release', 'disable'] as const;

interface Counted {
  readonly who: string;
  readonly covered: number;
  readonly replaced: number;
  readonly lost: number;
}

function sentencesOf(
  { who, covered, replaced, lost }: Counted,
  options: Omit<GuardOptions, 'force'>,
): string[] {
  const { maxReplace, maxRemove, command } = options;
  const sentences: string[] = [];
  if (exceeds(maxReplace, replaced, covered, PERCENT_FROM)) {
    sentences.push(
      `${who}: would replace the address of ${replaced} of ${covered} covered numbers (limit: --max-replace ${thresholdText(maxReplace)})`,
    );
  }
  // A number may be released without being covered: it counts as part of the whole.
  const whole = Math.max(covered, lost);
  const isMany = command !== 'undo' && lost > FEW_LOSSES;
  if (exceeds(maxRemove, lost, whole, isMany ? 0 : PERCENT_FROM)) {
    sentences.push(
      `${who}: would remove, release or disable ${lost} of ${whole} covered numbers (limit: --max-remove ${thresholdText(maxRemove)})`,
    );
  }
  return sentences;
}

/** @throws GuardError when a threshold is passed and `--force` was not given. */
export function enforceGuards(counts: readonly PlanCounts[], options: GuardOptions): void {
  const sentences = tripped(counts, options);
  if (sentences.length === 0 || options.force) return;
  throw new GuardError(`Nothing was sent. ${sentences.join('; ')}.`, {
    code: 'GUARD_THRESHOLD',
    hint: 'Check the changes with e911 plan. If they are what you want, raise the limit or add --force.',
  });
}

/** `30%` or `12`, as it is typed. */
export function thresholdText(threshold: Threshold): string {
  return threshold.kind === 'percent' ? `${threshold.value}%` : String(threshold.value);
}
