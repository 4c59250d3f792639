import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folders whose files wait for processes and servers; begun last, they would be left over at the end. */
const LONGEST = ['/test/chaos/', '/test/e2e/'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((folder) => moduleId.includes(folder));
      return at === -1 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    dir: 'test',
    include: ['**/*.test.ts'],
    // One PostgreSQL server for all files, started by the first test that needs it.
    globalSetup: ['test/postgres/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Modules hold no state between tests, so a worker loads them once for all its files.
    isolate: false,
    // Commands of end-to-end tests spend much of their time waiting; further workers use it.
    maxWorkers: 6,
    sequence: { sequencer: LongestFirst },
  },
});
