import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { changeLines } from '../../src/cli/screen/change-lines.ts';
import { Terminal } from '../../src/cli/screen/terminal.ts';
import { textTable } from '../../src/cli/screen/text-table.ts';
import type { ShownChange } from '../../src/report/shown-changes.ts';
import { fakeIo } from './fake-io.ts';

const CHANGE: ShownChange = {
  row: 7,
  account: 'hq',
  phoneNumber: '+14155550100',
  what: 'replace: the number has another address',
  before: '645 HARRISON ST, STE 200, SAN FRANCISCO, CA 94105, US',
  after: '645 Harrison St, STE 310, San Francisco, CA 94105, US',
  opensGap: false,
  maxGapSeconds: 0,
};

/** A terminal so wide, or a pipe, and what was written to it. */
function terminalOf(columns: number | null, color: 'never' | 'always' = 'never') {
  let text = '';
  const stream = Object.assign(new PassThrough(), columns === null ? {} : { columns });
  stream.on('data', (chunk) => {
    text += String(chunk);
  });
  const isTty = { stdin: false, stdout: columns !== null, stderr: columns !== null };
  const { io } = fakeIo('/', { stdout: stream, stderr: stream, isTty });
  const terminal = new Terminal(io, { json: false, events: false, quiet: false, verbose: true, color });
  return { terminal, written: () => text };
}

/** What `changeLines` looks like on a terminal so wide, or in a pipe. */
function shown(
  change: Partial<ShownChange>,
  columns: number | null,
  color: 'never' | 'always' = 'never',
): string {
  const { terminal, written } = terminalOf(columns, color);
  terminal.answerLines(
    changeLines({ riskiest: [{ ...CHANGE, ...change }], first: [], total: 206 }, ': see plan.csv'),
  );
  return written();
}

it('marks the changed words: in color on a terminal, as wdiff does without', () => {
  const plain = shown({}, null).split('\n');
  expect(plain[2]).toBe('    - 645 HARRISON ST, STE [-200,-] SAN FRANCISCO, CA 94105, US');
  expect(plain[3]).toBe('    + 645 Harrison St, STE {+310,+} San Francisco, CA 94105, US');
  expect(plain[4]).toBe('… and 205 more: see plan.csv');
  const colored = shown({}, 200, 'always').split('\n');
  expect(colored[2]).toContain('STE \u001b[1;4;31m200,\u001b[0m SAN');
  expect(colored[3]).toContain('STE \u001b[1;4;32m310,\u001b[0m San');
  expect(stripVTControlCharacters(colored[2] ?? '')).toBe(`    - ${CHANGE.before}`);
});

it('says when there was no address, or is none any more, and shows an unchanged one once', () => {
  expect(shown({ before: '' }, null)).toContain(`    - no emergency address\n    + ${CHANGE.after}\n`);
  expect(shown({ after: '' }, null)).toContain(`    - ${CHANGE.before}\n    + no emergency address\n`);
  expect(shown({ before: CHANGE.after }, null)).toContain(`address\n      ${CHANGE.after}\n`);
});

it('is wrapped at words at 60, 80, and 120 columns, and never cut; in a pipe it is not wrapped', () => {
  const long = { before: `${'9 AVENUE OF THE UNUSUALLY LONG NAME, '.repeat(6)}US`, opensGap: true };
  const words = (text: string): string[] => stripVTControlCharacters(text).split(/\s+/);
  const whole = shown(long, null);
  for (const columns of [60, 80, 120]) {
    const text = shown(long, columns, 'always');
    const lines = stripVTControlCharacters(text).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect(words(text)).toEqual(words(whole.replace(/\[-|-\]|\{\+|\+\}/g, '')));
  }
  expect(whole.split('\n')).toHaveLength(6);
});

it('shows what a terminal would obey as text', () => {
  const text = shown({ what: 'assign\u001b[2J', after: '1 MAIN ST\u202e' }, 80);
  expect(text).toContain('assign\\u{1b}[2J');
  expect(text).toContain('ST\\u{202e}');
});

it('a table is as wide as it is in a pipe; on a terminal its last column wraps, or its rows become lines', () => {
  const header = ['account', 'number', 'what'];
  const what = 'the provider does not know this address and offers three others in the same street';
  const rows = [['twilio', '+14155550100', what]];
  expect(textTable(header, rows, null).split('\n')[1]).toBe(`twilio   +14155550100  ${what}`);
  for (const width of [120, 80, 60, 40]) {
    const lines = textTable(header, rows, width).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(lines.join(' ').split(/\s+/)).toEqual(
      expect.arrayContaining([...what.split(' '), '+14155550100']),
    );
  }
  expect(textTable(header, rows, 40).split('\n')[0]).toBe('account  twilio');
});

describe.each(['alert', 'note', 'detail', 'answer'] as const)('%s', (kind) => {
  const RESUME =
    "e911 resume 2026-11-27T09-00-00Z-abcd --state '/srv/our runs, of 2026/e911' --config hq.yaml";
  const FOLDER = `/srv/${'a-long-folder/'.repeat(12)}e911-runs/`;
  const TEXTS = [
    `WITHOUT AN EMERGENCY ADDRESS since 2026-11-27T09:00:00.000Z: +14155550102 (twilio, run 2026-11-27T09-00-00Z-abcd)`,
    `       To give it an address: ${RESUME}`,
    `Free disk space or fix the folder, then type \`${RESUME}\`. What is done already is found and not sent again.`,
    `Check account_id and the provider's words, then run ${RESUME}; the rest of this sentence can be broken at its words.`,
    `files in ${FOLDER}\n  results.csv  errors.csv  retry.csv  summary.json  report.html  plan.json  plan.csv`,
  ];

  it.each([60, 80, 120])('%i columns: breaks lines at words, and neither a command nor a path', (columns) => {
    for (const text of TEXTS) {
      const { terminal, written } = terminalOf(columns, 'always');
      terminal[kind](text);
      const lines = stripVTControlCharacters(written()).split('\n');
      expect(lines.join(' ').trim().split(/\s+/)).toEqual(text.trim().split(/\s+/));
      for (const line of lines.filter(({ length }) => length > columns)) {
        expect(line.trim().replace(/^`|(`\.|;)$/g, '')).toMatch(
          /^(files in )?(e911 resume .*\.yaml|\/srv\/\S+)$/,
        );
      }
      if (text.includes(RESUME)) expect(written()).toContain(RESUME);
      if (text.includes(FOLDER)) expect(written()).toContain(FOLDER);
    }
  });

  it('is not wrapped in a pipe', () => {
    const { terminal, written } = terminalOf(null);
    for (const text of TEXTS) terminal[kind](text);
    expect(written()).toBe(`${TEXTS.join('\n')}\n`);
  });

  it('leaves a line that fits as it is', () => {
    const { terminal, written } = terminalOf(60);
    const line = `  ${'x'.repeat(20)}  ${'y'.repeat(36)}`;
    terminal[kind](line);
    expect(written()).toBe(`${line}\n`);
  });
});
