import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';
import { testFolder } from './folder.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A script of this folder in a process of its own; what it prints comes line by line. */
interface Child {
  readonly process: ChildProcessWithoutNullStreams;
  readonly lines: string[];
  /** Resolves when at least `count` lines were printed. */
  printed(count: number): Promise<void>;
  /** Sends SIGKILL and waits until the process is gone and all it printed was read. */
  kill(): Promise<void>;
}

/**
 * A script of this folder with all that it imports, in one file that is gone after the test: a process that had to compile it would
 * take most of a second to start.
 */
export async function childProgram(script: string): Promise<string> {
  const folder = testFolder();
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  const program = path.join(folder, 'child.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL(script, import.meta.url))],
    outfile: program,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    logLevel: 'warning',
  });
  return program;
}

/** @param program made by `childProgram` */
export function startChild(program: string, args: readonly string[]): Child {
  const child = spawn(process.execPath, [program, ...args]);
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  const closed = Promise.all([once(child, 'close'), once(reader, 'close')]);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await closed;
  });
  return {
    process: child,
    lines,
    printed: async (count) => {
      while (lines.length < count) {
        const line = once(reader, 'line');
        const ended = closed.then(() => {
          throw new Error(`the child ended early: ${errors}`);
        });
        await Promise.race([line, ended]);
      }
    },
    kill: async () => {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
