/** An amount as it is written, and its currency; a part that is not stated is empty. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** One sum for each currency, in millionths of it: different currencies are never added. */
export type Sums = Map<string, bigint>;

const DECIMALS = 6;

/**
 * An amount in millionths, rounded up; null for a text that is not an amount of money: it is unknown then, and never 0. Exact,
 * since a limit is compared with the sum.
 */
function millionths(amount: string): bigint | null {
  const [, whole, fraction = ''] = /^(\d{1,12})(?:\.(\d{1,20}))?$/.exec(amount.trim()) ?? [];
  if (whole === undefined) return null;
  const kept = BigInt(`${whole}${fraction.slice(0, DECIMALS).padEnd(DECIMALS, '0')}`);
  return /[1-9]/.test(fraction.slice(DECIMALS)) ? kept + 1n : kept;
}

/** Adds an amount to the sum of its currency; false when the amount or its currency is unknown. */
export function addMoney(sums: Sums, { amount, currency }: Money): boolean {
  const added = millionths(amount);
  const code = currency.trim().toUpperCase();
  if (added === null || !/^[A-Z]{3}$/.test(code)) return false;
  sums.set(code, (sums.get(code) ?? 0n) + added);
  return true;
}

/** Whether a sum is above an amount. */
export function isAbove(sum: bigint, amount: string): boolean {
  const limit = millionths(amount);
  return limit === null || sum > limit;
}

/** `112.50`: at least two decimals, as money is written. */
export function sumText(sum: bigint): string {
  const digits = String(sum).padStart(DECIMALS + 1, '0');
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '');
  return `${digits.slice(0, -DECIMALS)}.${fraction.padEnd(2, '0')}`;
}

/** `2.50 EUR`, and `2.50 EUR and 1.00 USD` for two currencies; empty without any. */
export function sumsText(sums: Sums): string {
  return [...sums].map(([currency, sum]) => `${sumText(sum)} ${currency}`).join(' and ');
}
