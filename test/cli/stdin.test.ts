import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { fakeIo } from './fake-io.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'e911-stdin-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function pipe(text: string, ...argv: string[]): Promise<string> {
  const fake = fakeIo(folder, { stdin: Readable.from(text === '' ? [] : [Buffer.from(text)]) });
  await main([...argv, '--sandbox', '--json'], fake.io);
  return fake.out();
}

it.each([
  [['validate', '-']],
  [['plan', '-']],
  [['apply', '-']],
  [['verify', '-']],
  [['buy', '--account', 'vonage', '--country', 'US', '--count', '1', '--out', 'buy.csv', '--like', '-']],
  [['export', '--compliance', '--against', '-']],
  [['export', '--compare', '-']],
])('%s reads what is piped in', async (argv) => {
  // An empty sheet is refused before a carrier is asked; where stdin is not read, the sentence is another one.
  expect(JSON.parse(await pipe('', ...argv))).toMatchObject({
    error: { code: 'SHEET_EMPTY', message: 'The sheet that was piped in is empty.' },
    exit_code: 2,
  });
  expect(await readdir(path.join(folder, 'e911-runs/stdin'))).toEqual([]);
});

it('keeps the sheet for a resume', async () => {
  const sheet = 'phone_number,action,account\n+14155550100,ignore,twilio\n';
  expect(JSON.parse(await pipe(sheet, 'validate', '-'))).toMatchObject({ exit_code: 0 });
  const [kept = ''] = await readdir(path.join(folder, 'e911-runs/stdin'));
  expect(await readFile(path.join(folder, 'e911-runs/stdin', kept), 'utf8')).toBe(sheet);
});

it.each([
  ['template', 'twilio-assign', '--out', '-'],
  ['template', 'twilio-assign', '--out=-'],
  ['validate', 's.csv', '--save-mapping', '-'],
  ['plan', 's.csv', '--state', '-'],
  ['apply', '--config', '-', 's.csv'],
])(
  'refuses - for a file that is neither read from stdin nor written to stdout: %s %s %s %s',
  async (...argv) => {
    expect(JSON.parse(await pipe('', ...argv))).toMatchObject({
      error: {
        code: 'COMMAND_LINE',
        message: expect.stringMatching(/^--[a-z-]+ names a file or a folder, and - is neither\.$/),
      },
    });
    expect(await readdir(folder)).not.toContain('-');
  },
);

it('takes - as it is where no file is named, and as stdout in every way that it is typed', async () => {
  const sheet = 'phone_number-action-account\n+14155550100-ignore-twilio\n';
  for (const delimiter of [['--delimiter', '-'], ['--delimiter=-']]) {
    expect(JSON.parse(await pipe(sheet, 'validate', '-', ...delimiter))).toMatchObject({ exit_code: 0 });
  }
  for (const out of [['--out', '-'], ['--out=-']]) {
    const message = expect.stringMatching(/^--out - writes one CSV file to stdout/);
    expect(JSON.parse(await pipe('', 'export', ...out))).toMatchObject({ error: { message } });
  }
});
