import type { PlannedCost } from '../../report/costs.ts';
import type { ShownChanges } from '../../report/shown-changes.ts';

/** What the user is asked before the first change. */
export interface Confirmation {
  readonly accounts: readonly {
    readonly account: string;
    readonly provider: string;
    readonly title: string;
    readonly assign: number;
    readonly replace: number;
    readonly remove: number;
    readonly other: number;
    readonly gaps: number;
    /** The longest of these gaps in seconds, as the provider documents it; 0 where it documents none. */
    readonly maxGapSeconds: number;
    /** What its changes cost. */
    readonly cost: PlannedCost;
  }[];
  readonly changes: number;
  /** The riskiest and the first of them. */
  readonly shown: ShownChanges;
  /** Where all of them can be read, as the end of a sentence. */
  readonly allIn: string;
  readonly leftOut: number;
  readonly rows: number;
  /** What else the answer agrees to, as a sentence; absent when it is about these changes alone. */
  readonly also?: string;
}
