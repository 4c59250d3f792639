import type { Verb } from './context/present.ts';
import { noSpend, type Spend } from './spend.ts';

/** What a plan would do at one account. */
export interface PlanCounts {
  readonly account: string;
  readonly verbs: Map<Verb, number>;
  gaps: number;
  /** The longest of these gaps in seconds, as the provider documents it. */
  maxGapSeconds: number;
  /** Numbers of the account that are covered now, as far as they were read. */
  covered: number;
  /** Covered numbers that would be covered no more. */
  uncovered: number;
  /** Rows whose number would get the address that the number of the next row (`up`) or of the row before (`down`) has now. */
  readonly shifted: { up: number; down: number };
  /** What its purchases cost. */
  readonly spend: Spend;
}

/** Counts of an account that has so many covered numbers, before its first change. */
export function planCounts(account: string, covered: number): PlanCounts {
  return {
    account,
    verbs: new Map(),
    gaps: 0,
    maxGapSeconds: 0,
    covered,
    uncovered: 0,
    shifted: { up: 0, down: 0 },
    spend: noSpend(),
  };
}
