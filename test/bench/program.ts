import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));
/** The same program with the names of its functions. */
const SOURCES = fileURLToPath(new URL('../../src/bin.ts', import.meta.url));
const METER = new URL('./meter.mjs', import.meta.url).href;
const LOOPS = new URL('./loops/', import.meta.url);

/** What a process cost, its start included. */
export interface Metered {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly wallMs: number;
  /** Of all its threads. */
  readonly processorMs: number;
  readonly peakMb: number;
  /** The most that its main thread held on to after a collection of garbage; measured only when that is asked for. */
  readonly heldMb: number;
  /** Durable commits of its databases; counted only when that is asked for. */
  readonly commits: number;
}

interface Process {
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly countsCommits?: boolean;
  readonly measuresHeld?: boolean;
  /** Runs `src`, not the bundle in `dist`. */
  readonly isFromSources?: boolean;
}

/** Runs `node FILE ...args` to its end and says what that cost. */
function runMetered(file: string, args: readonly string[], given: Process): Promise<Metered> {
  const meter = path.join(given.cwd, `meter-${process.hrtime.bigint()}.json`);
  const sourceLoader = given.isFromSources === true ? ['--import', import.meta.resolve('tsx')] : [];
  const startMs = performance.now();
  const child = spawn(process.execPath, [...sourceLoader, '--import', METER, file, ...args], {
    cwd: given.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: given.cwd,
      E911_BENCH_METER: meter,
      E911_BENCH_COMMITS: given.countsCommits === true ? '1' : '0',
      E911_BENCH_HELD: given.measuresHeld === true ? '1' : '0',
      ...given.environment,
    },
  });
  const written = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    written.out += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    written.err += chunk.toString('utf8');
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const wallMs = performance.now() - startMs;
      const metered = JSON.parse(readFileSync(meter, 'utf8')) as Pick<
        Metered,
        'processorMs' | 'peakMb' | 'heldMb' | 'commits'
      >;
      rmSync(meter);
      resolve({ code, ...written, wallMs, ...metered });
    });
  });
}

/** Runs `e911 ...args` to its end. @throws Error with what it said when it ends with another code */
export async function runProgram(args: readonly string[], given: Process, expected = 0): Promise<Metered> {
  const ended = await runMetered(given.isFromSources === true ? SOURCES : PROGRAM, args, given);
  if (ended.code === expected) return ended;
  throw new Error(
    `e911 ${args.join(' ')} ended with ${ended.code}, not ${expected}:\n${ended.err.slice(-2000)}`,
  );
}

/** Runs one of the yardsticks in `loops`. @throws Error with what it said when it fails */
export async function runLoop(name: string, args: readonly string[], given: Process): Promise<Metered> {
  const ended = await runMetered(fileURLToPath(new URL(name, LOOPS)), args, given);
  if (ended.code === 0) return ended;
  throw new Error(`${name} ended with ${ended.code}:\n${ended.err.slice(-2000)}`);
}
