import { GuardError } from '../errors/app-error.ts';
import type { PlanCounts } from './make-plan.ts';

/** A count or a share: `30%` or `12`. */
export interface Threshold {
  readonly kind: 'count' | 'percent';
  readonly value: number;
}

/** The options that the guards are made of. */
export interface GuardOptions {
  readonly maxReplace: Threshold;
  readonly maxRemove: Threshold;
  readonly force: boolean;
}

/** Below this many covered numbers a percentage means nothing (as in octoDNS; docs/contract.md). */
const PERCENT_FROM = 10;
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
  const sentences: string[] = [];
  for (const { account, verbs, covered } of counts) {
    const replaced = verbs.get('replace') ?? 0;
    const removed = (verbs.get('remove') ?? 0) + (verbs.get('release') ?? 0);
    if (exceeds(options.maxReplace, replaced, covered, PERCENT_FROM)) {
      sentences.push(
        `${account}: would replace the address of ${replaced} of ${covered} covered numbers (limit: --max-replace ${thresholdText(options.maxReplace)})`,
      );
    }
    // A number may be released without being covered: it counts as part of the whole.
    if (exceeds(options.maxRemove, removed, Math.max(covered, removed), PERCENT_FROM)) {
      sentences.push(
        `${account}: would remove the address of, or release, ${removed} of ${covered} covered numbers (limit: --max-remove ${thresholdText(options.maxRemove)})`,
      );
    }
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
