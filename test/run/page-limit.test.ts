import { expect, it } from 'vitest';
import type { RunContext } from '../../src/run/context/run-context.ts';
import type { RunEnd } from '../../src/run/ending/run-end.ts';
import { writeReport } from '../../src/run/ending/run-report.ts';

it('leaves the page of more rows than a browser shows out, and says so', async () => {
  const warned: string[] = [];
  const asked: string[] = [];
  // Nothing else of a run is used before the page is begun.
  const context = {
    runId: 'run-1',
    host: { watcher: { warn: (text: string) => warned.push(text) } },
    journal: {
      run: async (runId: string) => {
        asked.push(runId);
        return null;
      },
    },
  } as unknown as RunContext;
  type Facts = Parameters<typeof writeReport>[2];
  const written = (rows: number) =>
    writeReport(context, {} as RunEnd, { totals: { rows } } as unknown as Facts);

  expect(await written(250_001)).toBeNull();
  expect(warned).toEqual(['report.html is left out: it shows up to 250,000 rows. results.csv has them all.']);
  expect(asked).toEqual([]);
  // With fewer rows the page is begun: this run is in no journal.
  await expect(written(250_000)).rejects.toThrow('run run-1 is not in the journal');
  expect(asked).toEqual(['run-1']);
});
