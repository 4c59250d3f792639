import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    dir: 'test',
    include: ['**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Modules hold no state between tests, so a worker loads them once for all its files.
    isolate: false,
    // Commands of end-to-end tests spend much of their time waiting; further workers use it.
    maxWorkers: 4,
  },
});
