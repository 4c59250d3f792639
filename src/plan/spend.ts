import { type Cost, PURCHASE_FEES } from '../domain/fees.ts';
import { addMoney, isAbove, type Sums, sumsText } from '../domain/money.ts';
import { many } from '../domain/plural.ts';

/** What the purchases of an account cost: setup and first month. */
export interface Spend {
  readonly sums: Sums;
  numbers: number;
  /** Numbers with a price that is not known. */
  unknown: number;
}

export function noSpend(): Spend {
  return { sums: new Map(), numbers: 0, unknown: 0 };
}

/** Adds what one operation pays for a number that it buys; any other costs are not spent by this program. */
export function addSpend(spend: Spend, costs: readonly Cost[]): void {
  const paid = costs.filter(({ fee }) => PURCHASE_FEES.has(fee));
  if (paid.length === 0) return;
  spend.numbers += 1;
  const isKnown = paid.map((cost) => addMoney(spend.sums, cost));
  if (isKnown.includes(false)) spend.unknown += 1;
}

/**
 * Why the purchases of each account stop at `--max-spend`, a sentence each. A sum that cannot be made, for a price is not
 * known or in another currency, is not below any limit.
 */
export function overspent(
  counts: readonly { readonly account: string; readonly spend: Spend }[],
  maxSpend: string | undefined,
): string[] {
  if (maxSpend === undefined) return [];
  const limit = `limit: --max-spend ${maxSpend}`;
  return counts.flatMap(({ account, spend: { sums, numbers, unknown } }) => {
    const bought = `${many(numbers, 'number')} at ${account}`;
    if (unknown > 0) {
      const which = unknown === numbers ? bought : `${unknown} of ${bought}`;
      return [
        `the price of ${which} is unknown and may be above --max-spend ${maxSpend}: state number_setup and number_monthly under fees: of the account`,
      ];
    }
    const spent = new Map([...sums].filter(([, sum]) => sum > 0n));
    if (spent.size > 1) {
      return [`the purchase of ${bought} costs ${sumsText(spent)}, which cannot be added (${limit})`];
    }
    const isOver = [...spent.values()].some((sum) => isAbove(sum, maxSpend));
    return isOver
      ? [`the purchase of ${bought} costs ${sumsText(spent)}, setup and first month (${limit})`]
      : [];
  });
}
