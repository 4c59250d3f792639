/** How often each thing goes wrong, as a share of all requests, and how far off the carrier is. */
export interface NetworkConditions {
  readonly refused: number;
  readonly lostBefore: number;
  readonly lostAfter: number;
  readonly cutOff: number;
  readonly serverError: number;
  readonly serverErrorAfter: number;
  readonly throttled: number;
  /** The answer comes after the client has given up, and the effect in time or later. */
  readonly late: number;
  /** How much later than that an effect comes at most. */
  readonly lateUpToMs: number;
  /** How much later at most an effect comes that a process had sent when it died. */
  readonly lateAfterDeathUpToMs: number;
  /** How far the carrier's reads are behind its writes. */
  readonly readLagMs: number;
}

const PROMPT = { lateUpToMs: 1_700, lateAfterDeathUpToMs: 9_000, readLagMs: 0 };

export const NO_FAULTS: NetworkConditions = {
  ...PROMPT,
  refused: 0,
  lostBefore: 0,
  lostAfter: 0,
  cutOff: 0,
  serverError: 0,
  serverErrorAfter: 0,
  throttled: 0,
  late: 0,
};

/** Network conditions in which about `share` of all requests go wrong, each in a way of its own. */
export function faulty(share: number): NetworkConditions {
  const each = share / 8;
  return {
    refused: each,
    lostBefore: each,
    lostAfter: each,
    cutOff: each,
    serverError: each,
    serverErrorAfter: each,
    throttled: each,
    late: each,
    ...PROMPT,
  };
}
