import { z } from 'zod';
import { type Cost, FEE_NAMES, FEES, type FeeName } from '../domain/fees.ts';
import { addMoney, type Sums, sumsText, sumText } from '../domain/money.ts';
import { many } from '../domain/plural.ts';

/** One fee of an account as a plan says it. Money is decimal text, so that no digit is lost. */
const plannedFeeShape = z.strictObject({
  name: z.enum(FEE_NAMES),
  what: z.string(),
  per: z.string(),
  /** Numbers of the plan that it applies to. */
  numbers: z.number(),
  /** About how much for one; null where it is unknown, or not the same for all of them. */
  amount: z.string().nullable(),
  currency: z.string(),
  /** About how much for all of them; null where it is unknown, and for a fee per call. */
  total: z.string().nullable().default(null),
  source: z.string(),
});
type PlannedFee = z.infer<typeof plannedFeeShape>;

const sumsShape = z.record(z.string(), z.string()).default({});

/** What the changes of an account cost: its fees, and their sums by currency. */
export const plannedCostShape = z.object({
  fees: z.array(plannedFeeShape).default([]),
  /** By currency: `{ EUR: "2.50" }`. Different currencies are never added. */
  cost_once: sumsShape,
  cost_monthly: sumsShape,
  /** Prices that are in no sum, for they are unknown. */
  unknown_prices: z.number().default(0),
});
export type PlannedCost = z.infer<typeof plannedCostShape>;

interface Group {
  readonly fee: FeeName;
  readonly currency: string;
  readonly source: string;
  readonly isKnown: boolean;
  readonly amounts: Set<string>;
  readonly sums: Sums;
  numbers: number;
}

/** Adds up costs, one operation after the other, in memory that does not grow with them. */
export function costTally(): { note(costs: readonly Cost[]): void; result(): PlannedCost } {
  const groups = new Map<string, Group>();
  return {
    note: (costs) => {
      for (const cost of costs) noteCost(groups, cost);
    },
    result: () => {
      const all = [...groups.values()].sort((a, b) => ORDER.indexOf(a.fee) - ORDER.indexOf(b.fee));
      return {
        fees: all.map(asFee),
        cost_once: textsOf(all, 'once'),
        cost_monthly: textsOf(all, 'monthly'),
        unknown_prices: all.reduce((sum, { isKnown, numbers }) => sum + (isKnown ? 0 : numbers), 0),
      };
    },
  };
}

const ORDER = Object.keys(FEES);

function noteCost(groups: Map<string, Group>, cost: Cost): void {
  const { fee, source, amount } = cost;
  const sums: Sums = new Map();
  const isKnown = addMoney(sums, cost);
  const currency = isKnown ? ([...sums.keys()][0] ?? '') : '';
  const key = JSON.stringify([fee, currency, source, isKnown]);
  const group = groups.get(key) ?? {
    ...{ fee, currency, source, isKnown },
    ...{ amounts: new Set<string>(), sums: new Map(), numbers: 0 },
  };
  groups.set(key, group);
  group.numbers += 1;
  addMoney(group.sums, cost);
  // Two are enough to see that they differ.
  if (group.amounts.size < 2) group.amounts.add(amount);
}

function asFee({ fee, currency, source, isKnown, amounts, sums, numbers }: Group): PlannedFee {
  const { what, per, due } = FEES[fee];
  const total = sums.get(currency);
  const one = amounts.size === 1 && isKnown && total !== undefined ? sumText(total / BigInt(numbers)) : null;
  return {
    ...{ name: fee, what, per, numbers, amount: one, currency },
    total: due === 'call' || total === undefined ? null : sumText(total),
    source,
  };
}

/** The sums of all groups that are due so, each currency by itself. */
function textsOf(groups: readonly Group[], due: 'once' | 'monthly'): Record<string, string> {
  const sums: Sums = new Map();
  for (const group of groups) {
    if (FEES[group.fee].due !== due) continue;
    for (const [currency, sum] of group.sums) sums.set(currency, (sums.get(currency) ?? 0n) + sum);
  }
  return Object.fromEntries([...sums].map(([currency, sum]) => [currency, sumText(sum)]));
}

/** What the changes of an account cost, in sentences: the sums, then each fee with its source. Empty when they cost nothing. */
export function costSentences(account: string, cost: PlannedCost): string[] {
  if (cost.fees.length === 0) return [];
  return [`Cost at ${account}: ${totalText(cost)}.`, ...cost.fees.map((fee) => feeSentence(account, fee))];
}

/** `about 2.50 EUR once, about 2.50 EUR a month, and 1 price is unknown`. */
export function totalText({
  cost_once: once,
  cost_monthly: monthly,
  unknown_prices: unknown,
}: PlannedCost): string {
  const parts = [
    ...byCurrency(once).map((sum) => `about ${sum} once`),
    ...byCurrency(monthly).map((sum) => `about ${sum} a month`),
    ...(unknown > 0 ? [`${many(unknown, 'price is', 'prices are')} unknown`] : []),
  ];
  return parts.length === 0 ? 'nothing for the changes themselves' : parts.join(', ');
}

const byCurrency = (sums: Readonly<Record<string, string>>): string[] =>
  Object.entries(sums).map(([currency, sum]) => `${sum} ${currency}`);

/** `Rent of bought numbers at a: about 1.25 EUR a month for each of 2 numbers, about 2.50 EUR a month in total (source).` */
function feeSentence(account: string, fee: PlannedFee): string {
  const { amount, currency, total, numbers, source } = fee;
  const { title, due } = FEES[fee.name];
  const every = EVERY[due];
  const each = numbers === 1 ? 'for 1 number' : `for each of ${numbers} numbers`;
  const parts = [
    ...(amount === null ? [] : [`about ${amount} ${currency}${every} ${each}`]),
    ...(total === null || numbers === 1 ? [] : [`about ${total} ${currency}${every} in total`]),
  ];
  const text = parts.length === 0 ? `the price is unknown for ${many(numbers, 'number')}` : parts.join(', ');
  return `${title} at ${account}: ${text} (${source}).`;
}

const EVERY = { once: '', monthly: ' a month', call: ' a call' } as const;

/** The costs of one operation as cells of plan.csv; a price that is not known is `unknown`. */
export function costCells(costs: readonly Cost[]): Readonly<Record<(typeof COST_COLUMNS)[number], string>> {
  const cell = (due: 'once' | 'monthly' | 'call'): string => {
    const sums: Sums = new Map();
    const isKnown = costs.filter(({ fee }) => FEES[fee].due === due).map((cost) => addMoney(sums, cost));
    return isKnown.includes(false) ? 'unknown' : sumsText(sums);
  };
  return {
    cost_once: cell('once'),
    cost_monthly: cell('monthly'),
    cost_per_call: cell('call'),
    cost_source: [...new Set(costs.map(({ source }) => source))].join('; '),
  };
}

/** The columns of plan.csv that say what a row may cost. */
export const COST_COLUMNS = ['cost_once', 'cost_monthly', 'cost_per_call', 'cost_source'] as const;
