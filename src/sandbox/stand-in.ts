/** A request as a stand-in sees it, already read to its end. */
export interface SandboxRequest {
  readonly method: string;
  /** Path as sent, not decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SandboxResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One thing that a request changed, as the sandbox's own record of effects keeps it. */
export interface Effect {
  readonly atMs: number;
  /** `create-address`, `associate`, ... in the words of the provider contract's steps. */
  readonly kind: string;
  /** What it was done to: a phone number or an id. */
  readonly subject: string;
  readonly detail: string;
}

/**
 * A carrier's stand-in: pure state behind one function. It reads no clock but the one it is given and opens no socket, so
 * that the same code serves real sockets and the simulation.
 */
export interface StandIn {
  readonly provider: string;
  /** Handles one request at `nowMs` (monotonic milliseconds). Any `Effect`s are pushed to `effects` when they are committed. */
  answer(request: SandboxRequest, nowMs: number): SandboxResponse;
  readonly effects: readonly Effect[];
  /** Config text for this stand-in (`accounts:` entries in YAML form as plain objects), given the origin it listens on. */
  account(origin: string): Readonly<Record<string, unknown>>;
  /** Environment variables that hold this account's credentials, for the config above. */
  readonly environment: Readonly<Record<string, string>>;
}
