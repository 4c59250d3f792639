/** A request as a stand-in sees it, already read to its end. */
export interface SandboxRequest {
  readonly method: string;
  /** Path as sent, not decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Requests in flight at this stand-in when this one arrived, itself included; undefined counts as 1. */
  readonly inFlight?: number;
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
  /** What it was done to: a phone number or an ID. */
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
  /** Name of the call for fault rules, the log and counts: `create-address`; `other` for what it does not know. */
  operationOf?(request: SandboxRequest): string;
  /** What people and tests may look at and turn while it runs. */
  readonly controls?: StandInControls;
}

/** The handles behind `/__sandbox/...` of a running stand-in. */
interface StandInControls {
  /** Requests in flight that are served; more are answered 429 by the stand-in. Undefined: no limit. */
  readonly maxConcurrent: number | undefined;
  /** Everything it holds, as plain data. */
  state(nowMs: number): unknown;
  switches(): Readonly<Record<string, unknown>>;
  /** @throws Error with a sentence for the asker when a switch is unknown or its value is wrong. */
  setSwitches(changes: unknown): void;
  /** Puts numbers (`+` and digits) into the account, without emergency addresses. */
  addNumbers(phoneNumbers: readonly string[]): void;
}
