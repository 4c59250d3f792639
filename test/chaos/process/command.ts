import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../../dist/bin.js', import.meta.url));
const PRELOAD = new URL('kill-point.mjs', import.meta.url).href;
/** Far above what any of these commands takes; one that runs longer is ended and counts as stuck. */
export const LONGEST_MS = 120_000;

/** What the preloaded module is to do; see `kill-point.mjs`. */
export interface ChaosPoint {
  /** Ends the process with SIGKILL at this point, from 1. */
  readonly kill?: number;
  /** From this journal write on the disk is full, from 1. */
  readonly full?: number;
  /** File for the list of the points that were passed. */
  readonly log?: string;
  /** File for the memory that the process had, in bytes: the most, and samples of every half second. */
  readonly peak?: string;
  /** How much faster the program's clocks run. */
  readonly factor?: number;
  /** Where they start to, so that one process's time goes on where another's ended. */
  readonly zeroMs?: number;
  /** How far off the program's wall clock is when it begins. */
  readonly wallOffMs?: number;
  /** At this point, from 1, its wall clock jumps so far. */
  readonly jump?: { readonly at: number; readonly byMs: number };
  /** How much sooner the timeouts of its connections strike. */
  readonly timeoutFactor?: number;
}

/** How a process ended. */
export interface Ended {
  /** Null when it was killed. */
  readonly code: number | null;
  readonly said: string;
}

/** Runs the built command (or another build of it) in `dir` to its end, with the chaos module loaded before it. */
export function runCommand(given: {
  readonly dir: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly point: ChaosPoint;
  readonly program?: string | undefined;
  /** Looked at all the time; the process is killed as soon as it says so. */
  readonly killWhen?: (() => boolean) | undefined;
  readonly longestMs?: number | undefined;
  /** A command that it is started by, with its arguments. */
  readonly under?: readonly string[] | undefined;
}): Promise<Ended> {
  const { dir, args, point, program = PROGRAM, killWhen, longestMs = LONGEST_MS, under = [] } = given;
  if (!existsSync(program)) throw new Error('The command is not built: npm run build');
  const [command = process.execPath, ...more] = [...under, process.execPath, '--import', PRELOAD, program];
  const child = spawn(command, [...more, ...args], {
    cwd: dir,
    env: { PATH: process.env['PATH'], HOME: dir, ...given.environment, CHAOS_POINT: JSON.stringify(point) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
  }
  const stuck = setTimeout(() => {
    said += '\n[stuck: ended by the harness]';
    child.kill('SIGKILL');
  }, longestMs);
  const watch = killWhen && setInterval(() => killWhen() && child.kill('SIGKILL'), 2);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(stuck);
      clearInterval(watch);
      resolve({ code, said });
    });
  });
}
