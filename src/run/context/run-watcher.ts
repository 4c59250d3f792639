import type { CallEvent } from '../../domain/call-event.ts';
import type { ToldEvent } from './events.ts';

/** Who waits. */
export interface WaitOf {
  readonly account: string;
  /** How long at most; absent when it ends with the next change. */
  readonly forMs?: number;
  /** Whether the account sends nothing at all meanwhile. */
  readonly isPaused?: boolean;
}

/** What a plan expects of one account. */
export interface ExpectedWork {
  readonly account: string;
  /** Changes to be carried out. */
  readonly changes: number;
  /** Calls that they need at least: those that change something or check an address, and reads beside them. */
  readonly writes: number;
  readonly reads: number;
  /** The account's pace, as configured. */
  readonly callsPerSecond: number;
  /** Changes that leave a number without an address for a while, and how long one may take, as the provider documents it. */
  readonly gaps: number;
  readonly maxGapSeconds: number;
}

/** What a run tells while it works. */
export interface RunWatcher {
  /** A phase began: reading the sheet, reading an account, checking and creating addresses, making the changes. */
  phase(name: 'read' | 'state' | 'plan' | 'address' | 'numbers' | 'files', total: number | null): void;
  progress(done: number): void;
  /** "twilio: paused 12 s by the provider" and the like; null when nothing is waited for. */
  waiting(text: string | null, about?: WaitOf): void;
  /** What is left to do at each account, before the first change; absent where it is not shown. */
  expect?(works: readonly ExpectedWork[]): void;
  warn(text: string): void;
  /** Something worth knowing that is not a warning: how the sheet was read. */
  note(text: string): void;
  /** A request to a provider has ended; an attempt that is repeated is one of its own. */
  called(call: CallEvent): void;
  /** The same and more as data; absent where it is not asked for. */
  event?(event: ToldEvent): void;
  /** Whether `event` reads the rows, too: each costs a look into its answer, and an offline check one more pass. */
  readonly readsRows?: boolean;
}
