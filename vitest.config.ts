import { existsSync, statfsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folders whose files wait for processes and servers; begun last, they would be left over at the end. */
const LONGEST = ['/test/worker/', '/test/chaos/', '/test/e2e/', '/test/journal/postgres/'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((folder) => moduleId.includes(folder));
      return at === -1 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

/** A file system in memory, and what it must have free to be used; a container may have 64 MB there. */
const MEMORY = '/dev/shm';
const ENOUGH_BYTES = 4 * 1024 ** 3;

function hasRoom(folder: string): boolean {
  if (!existsSync(folder)) return false;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize >= ENOUGH_BYTES;
}

// A disk takes milliseconds for each of the hundreds of syncs of a run, and tests make a thousand runs. What a crash or a loss of
// power leaves is decided by kills and by the disks that tests make up (test/files, test/chaos/simulation), not by the medium.
if (process.env['TMPDIR'] === undefined && hasRoom(MEMORY)) process.env['TMPDIR'] = MEMORY;

export default defineConfig({
  test: {
    dir: 'test',
    include: ['**/*.test.ts'],
    // One PostgreSQL server for all files, started by the first test that needs it.
    globalSetup: ['test/postgres/global-setup.ts'],
    // For what hangs. The first test of a worker that runs a command has its modules compiled meanwhile.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A poll ends when it is right. Its limit, 1 s by default, would be a deadline for the machine; the test has its own.
    expect: { poll: { timeout: 30_000 } },
    // Modules hold no state between tests, so a worker loads them once for all its files.
    isolate: false,
    // Commands of end-to-end tests spend much of their time waiting; further workers use it.
    maxWorkers: 6,
    sequence: { sequencer: LongestFirst },
  },
});
