import type { Money } from './money.ts';

interface FeeKind {
  readonly what: string;
  readonly per: string;
  readonly due: 'once' | 'monthly' | 'call';
  /** How a sentence about it begins. */
  readonly title: string;
}

/** What a change of a plan may cost, by the name that the config gives it. */
export const FEES = {
  number_setup: { what: 'purchase', per: 'number that is bought', due: 'once', title: 'Buying numbers' },
  number_monthly: {
    what: 'rent',
    per: 'number that is bought and month',
    due: 'monthly',
    title: 'Rent of bought numbers',
  },
  emergency_number_monthly: {
    what: 'emergency calling',
    per: 'number with an emergency address and month',
    due: 'monthly',
    title: 'Emergency calling',
  },
  unregistered_call: {
    what: '911 calls without a registered address',
    per: '911 call from an unregistered number',
    due: 'call',
    title: '911 calls from a number without a registered address',
  },
} as const satisfies Record<string, FeeKind>;

export type FeeName = keyof typeof FEES;
export const FEE_NAMES = Object.keys(FEES) as readonly FeeName[];

/** What the purchase of a number costs: the fees that `--max-spend` adds up. */
export const PURCHASE_FEES: ReadonlySet<FeeName> = new Set(['number_setup', 'number_monthly']);

/** Fees that the config states, in place of what the carrier says. */
export type OwnFees = Readonly<Partial<Record<FeeName, Money>>>;

/** One fee that a change brings. An empty amount or currency is unknown. */
export interface Cost extends Money {
  readonly fee: FeeName;
  /** Who says so, and when. */
  readonly source: string;
}
