import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildProgram } from '../../../build.mjs';
import type { Violation } from '../judge/violation.ts';
import { measure } from '../kill-points.ts';
import { runTrial, type Trial } from '../trial.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** A place in the program, relative to `src`, and what a careless hand would have written there. */
interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** A mistake on purpose, the disturbance that brings it out, and the invariant that must notice. */
export interface PlantedBug {
  readonly name: string;
  readonly edits: readonly Edit[];
  readonly trial: Omit<Trial, 'undisturbed' | 'program'>;
  readonly caughtBy: string;
}

/** Runs the program with a bug planted in it; returns what the judge finds. @throws when it cannot be planted */
export async function runPlanted({ edits, trial }: PlantedBug): Promise<readonly Violation[]> {
  const { program, remove } = await plant(edits);
  try {
    const walk = { world: trial.world, job: trial.job ?? 'apply' };
    const undisturbed = trial.sheet ? null : (await measure(walk)).after;
    return (await runTrial({ ...trial, undisturbed, program })).violations;
  } finally {
    await remove();
  }
}

/**
 * Copies the sources, makes the edits in the copy and builds it. Returns its executable and how to delete the copy.
 * @throws Error when the text of an edit is not exactly once in its file: the bug would not be planted.
 */
export async function plant(
  edits: readonly Edit[],
): Promise<{ readonly program: string; readonly remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'e911-planted-'));
  for (const name of ['src', 'package.json', 'tsconfig.json']) {
    await cp(path.join(ROOT, name), path.join(folder, name), { recursive: true });
  }
  for (const name of ['samples', 'templates', 'node_modules']) {
    await symlink(path.join(ROOT, name), path.join(folder, name));
  }
  for (const { file, from, to } of edits) {
    const place = path.join(folder, 'src', file);
    const text = await readFile(place, 'utf8');
    const found = text.split(from).length - 1;
    if (found !== 1) throw new Error(`${file} has "${from}" ${found} times, not once`);
    await writeFile(
      place,
      text.replace(from, () => to),
    );
  }
  await buildProgram(folder);
  return {
    program: path.join(folder, 'dist', 'bin.js'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
