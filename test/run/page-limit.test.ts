import { expect, it } from 'vitest';
import type { FilesContext } from '../../src/run/context/run-context.ts';
import { writeReport } from '../../src/run/ending/run-report.ts';

it('leaves the page of more rows than a browser shows out, and says so', async () => {
  const warned: string[] = [];
  const asked: string[] = [];
  type Arguments = Parameters<typeof writeReport>;
  // Nothing else of a run is used before the calls of the timeline are read.
  const context = {
    options: {},
    host: { watcher: { warn: (text: string) => warned.push(text) } },
    journal: {
      rows: () => [],
      operations: () => (async function* () {})(),
      callSeconds: async (runId: string) => {
        asked.push(runId);
        throw new Error('the timeline is read');
      },
    },
  } as unknown as FilesContext;
  const facts = { accounts: [], pauses: [] } as unknown as Arguments[2];
  const written = (rows: number) => {
    const shown = { run: { runId: 'run-1', header: [], options: {} }, totals: { rows }, exit: {} };
    return writeReport(context, {} as Arguments[1], facts, shown as unknown as Arguments[3]);
  };

  expect(await written(250_001)).toBeNull();
  expect(warned).toEqual(['report.html is left out: it shows up to 250,000 rows. results.csv has them all.']);
  expect(asked).toEqual([]);
  // With fewer rows the page is begun.
  await expect(written(250_000)).rejects.toThrow('the timeline is read');
  expect(asked).toEqual(['run-1']);
});
