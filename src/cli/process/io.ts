import type { Readable, Writable } from 'node:stream';
import type { Clock, Random } from '../../domain/clock.ts';
import type { StopSignal } from '../../errors/stop-request.ts';
import type { Disk } from '../../files/disk.ts';

/** Everything that the command line takes from the process it runs in; tests pass their own. */
export interface Io {
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly stdin: Readable;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Paths that the user types are relative to this folder. */
  readonly cwd: string;
  readonly isTty: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean };
  readonly clock: Clock;
  readonly random: Random;
  /** Calls the listener at every SIGINT and SIGTERM until the returned function is called. */
  onSignal(listener: (signal: StopSignal) => void): () => void;
  /** Calls the listener whenever the process has nothing pending any more, until the returned function is called. */
  onIdle(listener: () => void): () => void;
  /** Who runs it, for the record of a run. */
  readonly operator: string;
  readonly host: string;
  readonly pid: number;
  /** Where files are written that must survive a crash; the system's disk when absent. */
  readonly disk?: Disk | undefined;
}
