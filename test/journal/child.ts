import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** A script of this folder in a process of its own; what it prints comes line by line. */
interface Child {
  readonly process: ChildProcessWithoutNullStreams;
  readonly lines: string[];
  /** Resolves when at least `count` lines were printed. */
  printed(count: number): Promise<void>;
  /** Sends SIGKILL and waits until the process is gone and all it printed was read. */
  kill(): Promise<void>;
}

export function startChild(script: string, args: readonly string[]): Child {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', path, ...args]);
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
