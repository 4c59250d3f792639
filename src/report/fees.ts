import { z } from 'zod';
import { many } from '../domain/plural.ts';
import type { Fee } from '../providers/contract.ts';

/** One fee of an account as the plan says it. */
export const plannedFeeShape = z.strictObject({
  what: z.string(),
  per: z.string(),
  /** Numbers of the plan that it applies to. */
  numbers: z.number(),
  /** About how much for one; null where no source states it. */
  amount: z.number().nullable(),
  currency: z.string(),
  source: z.string(),
});
export type PlannedFee = z.infer<typeof plannedFeeShape>;

/** The fees that a plan with these changes (`{ assign: 3 }`) brings at one account; none where no number is concerned. */
export function plannedFees(fees: readonly Fee[], changes: Readonly<Record<string, number>>): PlannedFee[] {
  return fees
    .map(({ after, ...fee }) => ({
      ...fee,
      numbers: after.reduce((sum, verb) => sum + (changes[verb] ?? 0), 0),
    }))
    .filter(({ numbers }) => numbers > 0);
}

/** `Fee at a, monthly fee: about 75 USD per ... (2 numbers; source)`. An amount that no source states is "unknown". */
export function feeSentence(account: string, fee: PlannedFee): string {
  const amount = fee.amount === null ? 'unknown' : `about ${fee.amount} ${fee.currency}`;
  return `Fee at ${account}, ${fee.what}: ${amount} per ${fee.per}, for ${many(fee.numbers, 'number')} (${fee.source}).`;
}
