/** Least, middle, and most of the repeats of one measurement. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** One line of the table: what was measured, and what stands beside it. */
export interface Figure {
  readonly what: string;
  /** `s`, `ms of processor time a call`, `MB`: of the figure and of its yardstick. */
  readonly unit: string;
  readonly measured: Spread;
  /** What did the same work in the same run; null where the figure stands alone. */
  readonly beside: { readonly what: string; readonly measured: Spread } | null;
  /** What the figure, or its ratio, is meant to be; empty when nothing is. */
  readonly goal: string;
}

/** What a part of the bench is given. */
export interface Bench {
  /** A folder of its own that goes away when the bench ends. */
  readonly folder: string;
  readonly repeats: number;
  /** Smaller sizes, for a look: the first of the pair in a quick run, else the second. */
  size(quick: number, whole: number): number;
}

/** Measures some lines of the table. */
export type Part = (bench: Bench) => Promise<readonly Figure[]>;

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor((sorted.length - 1) / 2);
  return {
    min: sorted[0] ?? Number.NaN,
    median: sorted[middle] ?? Number.NaN,
    max: sorted.at(-1) ?? Number.NaN,
  };
}

/** The middle of the figure in middles of its yardstick; null without one. */
export function ratioOf({ measured, beside }: Figure): number | null {
  return beside === null ? null : measured.median / beside.measured.median;
}
