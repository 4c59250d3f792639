/** One request that left for a provider, and how it ended: what a carrier's support asks for. Holds no credentials. */
export interface CallEvent {
  /** When it left, ISO 8601 in UTC. */
  readonly at: string;
  readonly account: string;
  readonly operation: string;
  readonly method: string;
  /** Path and query of its URL, without secrets and without the words of a query. */
  readonly path: string;
  /** 1 for the first attempt; a call that changes something has no other. */
  readonly attempt: number;
  /** Null when no complete answer came. */
  readonly status: number | null;
  /** From its departure to the last byte of the answer, milliseconds. */
  readonly ms: number;
  /** The provider's own name of the request; empty when it gives none. */
  readonly requestId: string;
  /** Why no answer came; empty when one did. */
  readonly error: string;
}
