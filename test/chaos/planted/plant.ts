import { copyFile, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';
import { bundleProgram } from '../../../build.mjs';
import type { Violation } from '../judge/violation.ts';
import { undisturbedEnd } from '../kill-points.ts';
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
    const undisturbed = trial.sheet ? null : await undisturbedEnd(walk);
    return (await runTrial({ ...trial, undisturbed, program })).violations;
  } finally {
    await remove();
  }
}

/**
 * Builds the program with the edits in it, in a folder that has the rest from here. Returns its executable and how to delete it.
 * @throws Error when the text of an edit is not exactly once in its file: the bug would not be planted.
 */
export async function plant(
  edits: readonly Edit[],
): Promise<{ readonly program: string; readonly remove: () => Promise<void> }> {
  const edited = await editedSources(edits);
  const folder = await mkdtemp(path.join(tmpdir(), 'e911-planted-'));
  const dist = path.join(folder, 'dist');
  await mkdir(dist);
  await copyFile(path.join(ROOT, 'package.json'), path.join(folder, 'package.json'));
  for (const name of ['samples', 'templates', 'node_modules', 'dist/pages']) {
    await symlink(path.join(ROOT, name), path.join(folder, name));
  }
  await bundleProgram(ROOT, dist, [inPlaceOf(edited)]);
  return {
    program: path.join(dist, 'bin.js'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The texts of the files that are edited, by their paths. */
async function editedSources(edits: readonly Edit[]): Promise<ReadonlyMap<string, string>> {
  const sources = new Map<string, string>();
  for (const { file, from, to } of edits) {
    const place = path.join(ROOT, 'src', file);
    const text = sources.get(place) ?? (await readFile(place, 'utf8'));
    const found = text.split(from).length - 1;
    if (found !== 1) throw new Error(`${file} has "${from}" ${found} times, not once`);
    sources.set(
      place,
      text.replace(from, () => to),
    );
  }
  return sources;
}

/** Gives esbuild other texts for some files; it asks for these alone. */
function inPlaceOf(sources: ReadonlyMap<string, string>): Plugin {
  const names = [...sources.keys()].map((place) => path.basename(place, '.ts'));
  return {
    name: 'planted',
    setup({ onLoad }) {
      onLoad({ filter: new RegExp(`[\\\\/](${names.join('|')})\\.ts$`) }, ({ path: place }) => {
        const contents = sources.get(place);
        return contents === undefined ? null : { contents, loader: 'ts' };
      });
    },
  };
}
