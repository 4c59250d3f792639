import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { RESULTS } from '../../src/journal/records.ts';
import { openOutFolder } from '../../src/report/out-folder.ts';
import { buildSummary, rowTotals, type SummaryFacts, writeSummary } from '../../src/report/summary.ts';
import { ended, problem, row } from './rows.ts';

const FACTS: SummaryFacts = {
  runId: 'run-1',
  command: 'apply',
  ofRun: '',
  state: { kind: 'folder' },
  sheet: { name: 'numbers.csv', sha256: 'ab' },
  detected: {
    format: 'csv',
    encoding: 'utf-8',
    bom: true,
    delimiter: ';',
    lineEnding: 'CRLF',
    worksheet: '',
    headerRow: 3,
  },
  calls: {
    hq: { total: 3, byOperation: { associate: 3 }, retries: 1, throttled: 0, ratePerSecond: 19.98765 },
  },
  addresses: { distinct: 2, created: 1, reused: 1, deleted: 0 },
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:00:05.000Z',
  exitCode: 1,
  exitReason: 'finished, some rows failed',
  files: [{ name: 'results.csv', sha256: 'cd', bytes: 5 }],
};

const ROWS = [
  ...RESULTS.map((result, index) => row(index + 1, { outcome: ended(result, { uncoveredSeconds: index }) })),
  row(20, { request: null, problems: [problem('ROW_X')] }),
];

function totalsOf(rows: typeof ROWS) {
  const tally = rowTotals('none');
  for (const each of rows) tally.note(each);
  return tally.result();
}

it('counts each result once, and the counts add up to the rows', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'summary-'));
  try {
    const out = await openOutFolder(folder);
    const summary = buildSummary(FACTS, totalsOf(ROWS));
    await writeSummary(out, summary);
    const read = JSON.parse(await readFile(path.join(folder, 'summary.json'), 'utf8'));
    expect(read).toEqual(summary);
    expect(read).toMatchObject({
      run_id: 'run-1',
      detected: { format: 'csv', bom: true, delimiter: ';', line_ending: 'CRLF', header_row: 3 },
      rows: 12,
      calls: { hq: { total: 3, by_operation: { associate: 3 }, rate: 19.99 } },
      uncovered_seconds_max: 10,
      exit_code: 1,
    });
    expect(summary.results.failed).toBe(2);
    expect(Object.values(summary.results).reduce((sum, count) => sum + count)).toBe(12);
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('refuses to write down counts that do not add up', () => {
  const totals = totalsOf(ROWS);
  expect(() => buildSummary(FACTS, { ...totals, rows: totals.rows + 1 })).toThrow(RangeError);
});
