import { z } from 'zod';
import { VERDICTS } from '../journal/review-records.ts';
import type { PlainAddress } from './plain-address.ts';
import type { ReviewRow } from './review-rows.ts';

const text = z.string().max(1_000);
const plainAddress = z.strictObject({
  street: text,
  unit: text,
  city: text,
  region: text,
  postalCode: text,
  country: text,
});

/** What the page asks for: one decision for some rows, each with the newest decision of it that the page knows (0: none). */
export const decideBody = z.strictObject({
  verdict: z.enum(VERDICTS),
  rows: z
    .array(z.strictObject({ position: z.int().positive(), seen: z.int().nonnegative() }))
    .min(1)
    .max(100_000),
  /** Which of several offered addresses `accept` takes, from 0; the only one when absent. */
  offer: z.int().nonnegative().optional(),
  /** The address of `edit`; every row takes it. */
  address: plainAddress.optional(),
  by: text,
});
export type DecideBody = z.infer<typeof decideBody>;

/** What the page asks about an address before it saves it for a row. */
export const checkBody = z.strictObject({ position: z.int().positive(), address: plainAddress });
export type CheckBody = z.infer<typeof checkBody>;

/** The answer to it. */
export interface CheckAnswer {
  /** By the offline rules; such an address cannot be saved. */
  readonly problems: DecideAnswer['problems'];
  /** `unasked`: the carrier cannot be asked without writing, or not now. */
  readonly carrier: 'knows' | 'objects' | 'unasked';
  /** A sentence for the reviewer; empty when there is nothing to say. */
  readonly message: string;
  /** Addresses that the carrier offers instead. */
  readonly offers: readonly PlainAddress[];
}

/** What the page sends to sign the review. */
export const signBody = z.strictObject({ by: text.min(1), note: z.string().max(10_000) });
export type SignBody = z.infer<typeof signBody>;

/** A decision as the page shows it. `seq` rises with each decision of the review. */
export interface ShownDecision {
  readonly seq: number;
  readonly position: number;
  readonly verdict: string;
  readonly address: PlainAddress | null;
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Everything that the page shows at first. */
export interface ReviewContent {
  readonly runId: string;
  readonly sheetName: string;
  readonly madeAt: string;
  readonly operator: string;
  /** Rows of the plan that need no decision. */
  readonly settled: number;
  readonly rows: readonly ReviewRow[];
  readonly decisions: readonly ShownDecision[];
  readonly signed: Signed | null;
}

/** A review that was signed: by whom, when (ISO 8601, UTC), and what came of it. */
export interface Signed {
  readonly by: string;
  readonly at: string;
  readonly note: string;
  readonly planRun: string;
}

/** The answer to a decision: what was written, and by which words a row was refused. */
export interface DecideAnswer {
  /** The decisions of the rows asked about as they hold now, by whomever. */
  readonly decisions: readonly ShownDecision[];
  /** Rows for which somebody else had decided first. */
  readonly overtaken: readonly number[];
  /** What is wrong with the address, field by field; nothing was written for that row. */
  readonly problems: readonly {
    readonly position: number;
    readonly column: string;
    readonly message: string;
    readonly hint: string;
  }[];
}

/** The answer to a signature. */
export interface SignAnswer {
  readonly signed: Signed;
  /** Absolute path of plan.json; empty when the plan could not be made. */
  readonly plan: string;
  /** What the plan comes to, as the command line says it. */
  readonly outcome: string;
  /** Rows of the new plan that still need a decision. */
  readonly left: number;
  /** The next command to type. */
  readonly next: string;
}
