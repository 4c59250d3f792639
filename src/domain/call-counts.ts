/** The calls to one account as its transport counted them. */
export interface CallCounts {
  readonly total: number;
  /** Operation name (`create-address`, `list-numbers`) to count. */
  readonly byOperation: Readonly<Record<string, number>>;
  /** Calls that were repeats of a read. */
  readonly retries: number;
  /** Answers that said too many requests. */
  readonly throttled: number;
  /** Achieved, from the first call to the last; 0 for fewer than two calls. */
  readonly ratePerSecond: number;
}
