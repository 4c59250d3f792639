import type { CallCounts } from '../domain/call-counts.ts';
import type { Clock } from '../domain/clock.ts';

/** Counts the calls of one account, for summary.json. */
export function createCounter(clock: Clock): {
  sent(operation: string): void;
  retried(): void;
  throttled(): void;
  stats(): CallCounts;
} {
  const byOperation = new Map<string, number>();
  let total = 0;
  let retries = 0;
  let throttled = 0;
  let firstMs = 0;
  let lastMs = 0;
  return {
    sent: (operation) => {
      lastMs = clock.monotonicMs();
      if (total === 0) firstMs = lastMs;
      total += 1;
      byOperation.set(operation, (byOperation.get(operation) ?? 0) + 1);
    },
    retried: () => {
      retries += 1;
    },
    throttled: () => {
      throttled += 1;
    },
    stats: () => ({
      total,
      byOperation: Object.fromEntries(byOperation),
      retries,
      throttled,
      ratePerSecond: lastMs > firstMs ? Math.round(((total - 1) * 100_000) / (lastMs - firstMs)) / 100 : 0,
    }),
  };
}
