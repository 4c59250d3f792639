import type { Clock, Random } from '../domain/clock.ts';
import type { OpenGap } from '../journal/records.ts';
import type { RunHost } from '../run/context/run-options.ts';

/** What a recovery needs from outside. */
export type RecoverHost = Pick<RunHost, 'config' | 'operator' | 'host' | 'pid' | 'watcher' | 'stop'> & {
  /** How long to wait for accounts that runs have locked. */
  readonly waitForLockMs: number;
  readonly clock: Clock;
  readonly random: Random;
};

/** One fact that could not be recovered, as a sentence. */
export interface Unknown {
  /** A run ID, an account, or a number. */
  readonly subject: string;
  readonly sentence: string;
}

/** How a recovery ended, for the terminal and for `--json`. */
export interface RecoverReport {
  /** Id of the recovery in the list of runs; empty when the journal needed none. */
  readonly recoverId: string;
  /** Folder that keeps the former journal; empty when it was not replaced. */
  readonly asideDir: string;
  /** Runs that the former journal held whole. */
  readonly keptRuns: number;
  /** Runs that were rebuilt from their files. */
  readonly rebuiltRuns: readonly string[];
  /** Addresses at the accounts that carry the program's tag. */
  readonly ownAddresses: number;
  /** Gaps of the log whose number is covered by now. */
  readonly closedGaps: readonly OpenGap[];
  /** Numbers that have no address, or whose account could not be read. */
  readonly openGaps: readonly OpenGap[];
  readonly unknown: readonly Unknown[];
  readonly exitCode: number;
  readonly exitReason: string;
}
