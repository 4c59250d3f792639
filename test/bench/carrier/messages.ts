/** Which carrier is asked for. */
export interface CarrierRequest {
  /** Its account in the sandbox's config: `twilio`. */
  readonly account: string;
  /** How many numbers it has beside its own. */
  readonly numbers: number;
  /** Whether they have the addresses of their sheet already. */
  readonly isCovered: boolean;
  readonly switches: Readonly<Record<string, unknown>>;
}

/** A carrier that listens. */
export interface CarrierReady {
  readonly origin: string;
  readonly configText: string;
  readonly environment: Readonly<Record<string, string>>;
}
