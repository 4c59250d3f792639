import type { Address } from '../domain/address/address.ts';
import type { Approval } from '../domain/request/request.ts';

/** What a reviewer may decide of a row of a plan. */
export const VERDICTS = ['accept', 'edit', 'keep', 'leave-out', 'undecided'] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * One decision: `accept` takes an address that the carrier offers (or the coverage gap, where that was the question), `edit`
 * another one, `keep` sends nothing and leaves the row for review, `leave-out` drops the row, `undecided` takes a decision back.
 */
export interface RowDecision extends Pick<Approval, 'by' | 'at'> {
  /** The row's place in the sheet, from 1; 0 for the signature under a review. */
  readonly position: number;
  readonly verdict: Verdict | 'signed';
  /** The address of `accept` and `edit`; null for none. */
  readonly address: Address | null;
  /** Of a signature: what the reviewer wrote, and the run that made the signed plan. */
  readonly note?: string;
  readonly planRun?: string;
}
