import { many } from '../domain/plural.ts';
import { LOSSES } from '../domain/request/requested-loss.ts';
import type { PlanCounts } from './plan-counts.ts';

/** A count or a share: `30%` or `12`. */
interface Threshold {
  readonly kind: 'count' | 'percent';
  readonly value: number;
}

/** The options that the guards are made of. */
export interface GuardOptions {
  readonly maxReplace: Threshold;
  readonly maxRemove: Threshold;
  /** The most that the purchases of each account may cost; absent: no limit. */
  readonly maxSpend?: string | undefined;
  readonly force: boolean;
  /** The command that makes the changes. */
  readonly command: string;
}

/** Below this many covered numbers a percentage means nothing (as in octoDNS; docs/contract.md). */
const PERCENT_FROM = 10;
/** With fewer covered numbers than that, so many changes pass without a question, as long as some number keeps its address. */
const FEW_CHANGES = 5;
/** From this many rows on, rows that each have the address of the row beside them are not a coincidence. */
const SHIFTED_FROM = 3;
/** Below this many rows `--max-errors` in percent means nothing. */
const ERRORS_FROM = 20;

/** Whether `count` of `whole` goes over a threshold; percentages count only from `percentFrom` on. */
function exceeds(threshold: Threshold, count: number, whole: number, percentFrom: number): boolean {
  if (count === 0) return false;
  if (threshold.kind === 'count') return count > threshold.value;
  return whole >= percentFrom && count * 100 > threshold.value * whole;
}

/** "30" for "30%" does not limit anything where there are fewer than 30. */
function isNoLimit(limit: Threshold, whole: number): boolean {
  return limit.kind === 'count' && limit.value > whole && limit.value <= 100;
}

/** Whether so many rows with errors stop the command; a count that all rows fit in is taken for the share that was probably meant. */
export function errorsExceed(limit: Threshold, count: number, whole: number): boolean {
  const meant: Threshold = isNoLimit(limit, whole) ? { kind: 'percent', value: limit.value } : limit;
  return exceeds(meant, count, whole, ERRORS_FROM);
}

/** The limit as it is typed, and what to type where it would allow everything. */
export function errorsLimitText(limit: Threshold, whole: number): string {
  const typed = `--max-errors ${thresholdText(limit)}`;
  return isNoLimit(limit, whole)
    ? `${typed} allows all ${many(whole, 'row')}: type --max-errors ${limit.value}% for a share, or --max-errors ${whole} for all`
    : typed;
}

/** Which guards would stop this plan, each as a sentence with its arithmetic. Empty when none. */
export function tripped(counts: readonly PlanCounts[], options: Omit<GuardOptions, 'force'>): string[] {
  const each = counts.map(({ account, verbs, covered, uncovered }) => ({
    who: `the rows of ${account}`,
    covered,
    uncovered,
    replaced: verbs.get('replace') ?? 0,
    lost: LOSSES.reduce((sum, verb) => sum + (verbs.get(verb) ?? 0), 0),
  }));
  const sentences = [
    ...each.flatMap((one) => sentencesOf(one, options)),
    // Rolling back rows that were shifted looks like a shift the other way.
    ...(options.command === 'undo' ? [] : counts.flatMap(shiftedSentence)),
  ];
  if (sentences.length > 0 || each.length < 2) return sentences;
  // A little at each of several accounts is much for the run.
  const sum = (of: (one: Counted) => number): number => each.reduce((total, one) => total + of(one), 0);
  const whole = {
    who: 'all rows together',
    covered: sum(({ covered }) => covered),
    uncovered: sum(({ uncovered }) => uncovered),
    replaced: sum(({ replaced }) => replaced),
    lost: sum(({ lost }) => lost),
  };
  return sentencesOf(whole, options);
}

interface Counted {
  readonly who: string;
  readonly covered: number;
  readonly uncovered: number;
  readonly replaced: number;
  readonly lost: number;
}

function sentencesOf(
  { who, covered, uncovered, replaced, lost }: Counted,
  options: Omit<GuardOptions, 'force'>,
): string[] {
  const { maxReplace, maxRemove } = options;
  const sentences: string[] = [];
  const replacing: Change = { done: 'replace the address of', count: replaced, whole: covered };
  const replaceWhy = whyTooMany('--max-replace', maxReplace, replacing, replaced > FEW_CHANGES);
  if (replaceWhy !== null) sentences.push(`${who} ${replaceWhy}`);
  // A number may be released without being covered: it counts as part of the whole.
  const whole = Math.max(covered, lost);
  const isAll = uncovered > 0 && uncovered >= covered;
  const losing: Change = { done: 'remove, release, or disable', count: lost, whole };
  const removeWhy = whyTooMany('--max-remove', maxRemove, losing, lost > FEW_CHANGES || isAll);
  if (removeWhy !== null) sentences.push(`${who} ${removeWhy}`);
  return sentences;
}

interface Change {
  /** What would be done, as a verb in front of numbers. */
  readonly done: string;
  readonly count: number;
  readonly whole: number;
}

/** Why a limit stops this many changes of one kind; null when it does not. `isMany`: even among fewer than 10 numbers. */
function whyTooMany(
  option: string,
  limit: Threshold,
  { done, count, whole }: Change,
  isMany: boolean,
): string | null {
  const from = isMany ? 0 : PERCENT_FROM;
  const would = `would ${done} ${count} of ${many(whole, 'covered number')}`;
  if (exceeds(limit, count, whole, from)) return `${would} (limit: ${option} ${thresholdText(limit)})`;
  const asShare: Threshold = { kind: 'percent', value: limit.value };
  if (!isNoLimit(limit, whole) || !exceeds(asShare, count, whole, from)) return null;
  return `${would}, and ${option} ${limit.value} allows all of them: type ${option} ${limit.value}% for a share, or ${option} ${whole} for all`;
}

/** Rows of which each has the address that the row above or below it has now: one column slipped by a row. */
function shiftedSentence({ account, shifted, verbs }: PlanCounts): string[] {
  const rows = Math.max(shifted.up, shifted.down);
  if (rows < SHIFTED_FROM || rows * 2 < (verbs.get('replace') ?? 0)) return [];
  const other = shifted.up >= shifted.down ? 'below' : 'above';
  return [
    `${account}: ${rows} rows each have the address that the number of the row ${other} has now: phone_number or the address is probably shifted by one row`,
  ];
}

/** `30%` or `12`, as it is typed. */
function thresholdText(threshold: Threshold): string {
  return threshold.kind === 'percent' ? `${threshold.value}%` : String(threshold.value);
}
