import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { durationText } from '../../src/domain/duration-text.ts';
import { pageFrame } from '../../src/report/html/page-template.ts';
import { runCounts } from '../../src/report/html/run-counts.ts';
import { RUN_ROW_COLUMNS, runRows } from '../../src/report/html/run-rows.ts';
import { scriptJson } from '../../src/report/html/script-json.ts';
import { timelineData } from '../../src/report/html/timeline-data.ts';
import { reportSheet } from '../../src/report/report-sheet.ts';
import { all } from '../journal/all.ts';
import { ended, HEADER, operation, PLACE, problem, row } from './rows.ts';

const SHEET = reportSheet('run-1', HEADER);

describe('the frame of a page', () => {
  it('escapes its texts, fills each place once, and names its script and style in the policy', async () => {
    const texts = { title: `"><script>{{script}}</script>&'`, headline: '{{data}}', withoutScripts: '<!--' };
    const { before, after } = await pageFrame(texts);
    expect(before).toContain('<title>&quot;&gt;&lt;script&gt;{{script}}&lt;/script&gt;&amp;&#39;</title>');
    expect(before).toContain('<p>{{data}}</p>');
    expect(before).toContain('&lt;!--</p>');
    const hashOf = (text: string | undefined): string =>
      createHash('sha256')
        .update(text ?? '', 'utf8')
        .digest('base64');
    const script = /<script>(.*)<\/script>/s.exec(after)?.[1];
    const style = /<style>(.*)<\/style>/s.exec(before)?.[1];
    expect(before).toContain(
      `script-src &#39;sha256-${hashOf(script)}&#39;; style-src &#39;sha256-${hashOf(style)}&#39;`,
    );
  });
});

describe('the data of a page', () => {
  it('writes JSON that cannot end its script element and reads back the same', () => {
    const value = ['</script><script>', '<!--', '\u2028', ']]>'];
    const text = scriptJson(value);
    expect(text).not.toMatch(/[<\u2028]/);
    expect(JSON.parse(text)).toEqual(value);
  });
});

describe('the problems of a run', () => {
  it('are gathered by code, errors first, the most frequent first, with the first rows of each', () => {
    const twice = problem('TWO', { row: 2 });
    const rows = [
      row(1, { problems: [problem('ONE'), twice] }),
      row(2, { problems: [twice] }),
      row(3, { problems: [problem('MILD', { severity: 'warning' })] }),
    ];
    const tally = runCounts(SHEET, [problem('HEAD', { row: 0, severity: 'warning' })]);
    for (const each of rows) tally.note(each);
    const { problems, accounts } = tally.result();
    expect(problems.map(({ code, count, examples }) => [code, count, examples])).toEqual([
      ['TWO', 2, ['2', '3']],
      ['ONE', 1, ['2']],
      ['HEAD', 1, ['the header']],
      ['MILD', 1, ['4']],
    ]);
    expect(Object.fromEntries(accounts)).toEqual({ hq: { failed: 2, not_attempted: 1 } });
  });
});

describe('the rows of a run', () => {
  const cell = (cells: readonly string[], label: string): string | undefined =>
    cells[RUN_ROW_COLUMNS.findIndex((column) => column.label === label)];

  it('have as many cells as there are columns, and say what would change and why', async () => {
    const planned = row(1, {
      operationId: 'op-000001',
      outcome: ended('applied', { addressAfter: '1 A St' }),
    });
    const [cells = []] = await all(runRows(SHEET, [planned], async () => operation('op-000001')));
    expect(cells).toHaveLength(RUN_ROW_COLUMNS.length);
    expect(cell(cells, 'What and why')).toBe('assign: the number has no emergency address');
    expect(cell(cells, 'Address after')).toBe('1 A St');
  });

  it('show an address that nothing was done to as it was', async () => {
    const failed = row(1, { outcome: ended('failed', { addressBefore: '1 A St', suggested: PLACE }) });
    const [cells = []] = await all(runRows(SHEET, [failed], async () => null));
    expect(cell(cells, 'Address after')).toBe('1 A St');
    expect(cell(cells, 'The provider suggests')).toContain('HARRISON');
  });
});

describe('the run over time', () => {
  it('keeps every call, in at most some hundred steps', () => {
    const seconds = Array.from({ length: 5_000 }, (_, index) => ({
      account: 'hq',
      second: 1_000 + index,
      calls: index % 3,
    }));
    const data = timelineData({ seconds, pauses: [], limits: [{ account: 'hq', perSecond: 20 }] });
    const rates = data?.accounts[0]?.rates ?? [];
    expect(rates.length).toBeLessThanOrEqual(602);
    const calls = rates.reduce((sum, rate) => sum + rate * (data?.step ?? 0), 0);
    expect(Math.abs(calls - seconds.reduce((sum, each) => sum + each.calls, 0))).toBeLessThan(30);
  });

  it('is nothing when nothing was sent', () => {
    expect(timelineData({ seconds: [], pauses: [], limits: [{ account: 'hq', perSecond: 20 }] })).toBeNull();
  });
});

describe('a duration', () => {
  it('is said in the units that matter', () => {
    expect([5, 95, 1_800, 7_260, 259_200].map(durationText)).toEqual([
      '5 s',
      '1 min 35 s',
      '30 min',
      '2 h 1 min',
      '72 h',
    ]);
  });
});
