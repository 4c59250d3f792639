/** Time as the program sees it; tests and the simulation pass their own. */
export interface Clock {
  /** Wall clock for people and files, milliseconds since 1970. */
  wallMs(): number;
  /** Monotonic, for every pace, wait and timeout. */
  monotonicMs(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A number in [0, 1). */
export type Random = () => number;
