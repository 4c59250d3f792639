import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Memory } from '../trial.ts';

/** The state folder of a trial, in its working folder. */
export const STATE = 'e911-runs';

/** The points that a process passed; none of one that was killed. */
export function readPoints(log: string): Promise<string[]> {
  return readFile(log, 'utf8').then(
    (text) => JSON.parse(text) as string[],
    () => [],
  );
}

const MB = 1024 * 1024;

/** What memory a process had; nothing of one that was killed. */
export function readMemory(file: string): Promise<Memory> {
  return readFile(file, 'utf8').then(
    (text) => {
      const { most, samples } = JSON.parse(text) as { most: number; samples: number[] };
      return { peakMb: most / MB, samplesMb: samples.map((bytes) => bytes / MB) };
    },
    () => ({ peakMb: 0, samplesMb: [] }),
  );
}

/** The folder of the run that was written last: with a wall clock that jumps, names do not tell. */
export async function newestFolder(dir: string): Promise<string | null> {
  const entries = await readdir(path.join(dir, STATE), { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const written = await Promise.all(
    folders.map(async (name) => ({ name, atMs: (await stat(path.join(dir, STATE, name))).mtimeMs })),
  );
  return written.sort((one, other) => one.atMs - other.atMs).at(-1)?.name ?? null;
}
