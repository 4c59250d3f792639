import path from 'node:path';
import type { CommandModule } from 'yargs';
import type { Arguments } from '../options/arguments.ts';
import type { Io } from '../process/io.ts';
import type { Terminal } from '../screen/terminal.ts';

/** One command while it runs. */
export interface Session {
  readonly io: Io;
  readonly terminal: Terminal;
  readonly args: Arguments;
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly stop: AbortSignal;
  /** Aborted when nothing is left to wait for and the command has not ended, with a StalledError. */
  readonly stalled: AbortSignal;
}

/** How a command takes part in the handling of signals. */
export interface SignalPolicy {
  /** True: the first signal only aborts `session.stop` and the command ends by itself. False: it ends at once. */
  readonly finishesOnSignal: boolean;
  /** What to say at the first signal; undefined when the command has nothing to finish. */
  readonly onFirstSignal?: string;
}

/** What a command module is built with. */
export interface CommandContext {
  /** Runs the work of a command and keeps its exit code. */
  run(
    args: Readonly<Record<string, unknown>>,
    work: (session: Session) => Promise<number>,
    signalPolicy?: SignalPolicy,
  ): Promise<void>;
}

/** A path as the user typed it, made absolute. */
export function typedPath(session: Session, typed: string): string {
  return path.resolve(session.io.cwd, typed);
}

/**
 * Text for people with paths below the current folder as they would type them. The folder's path inside a longer path
 * stays, and a file whose name begins with a dash does not become an option.
 */
export function shortened(session: Session, text: string): string {
  const folder = `${session.io.cwd}${path.sep}`;
  return text.replaceAll(folder, (found, at: number) => {
    if (at > 0 && !/[\s'"=(,]/.test(text.charAt(at - 1))) return found;
    return text.charAt(at + found.length) === '-' ? `.${path.sep}` : '';
  });
}

/** What a command's file gives: its options and its work. Name and description are in command-table.ts. */
export type LoadedCommand = Pick<CommandModule, 'builder' | 'handler'>;
