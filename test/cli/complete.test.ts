import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EXPORT_KINDS } from '../../src/api/export-options.ts';
import { optionsWith } from '../../src/cli/command-options.ts';
import { COMMAND_NAMES } from '../../src/cli/command-table.ts';
import { COMPLETION_SCRIPTS } from '../../src/cli/completion-scripts.ts';
import { main } from '../../src/cli/main.ts';
import { accountChoices } from '../../src/config/config-text.ts';
import { definitions } from '../../src/providers/registry.ts';
import { fakeIo } from './fake-io.ts';

const CONFIG = `accounts:
  head office: { provider: vonage, api_key: 0a1b2c3d, api_secret: env:UNSET }
  main: { provider: twilio, account_sid: AC${'0'.repeat(32)}, auth_token: env:UNSET }
`;
const SHEET = 'phone_number,action,account\n+14155550100,ignore,twilio\n';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'e911-complete-'));
  await writeFile(path.join(folder, 'e911.config.yaml'), CONFIG);
  await writeFile(path.join(folder, 's.csv'), SHEET);
  await type('plan', 's.csv', '--sandbox');
});
afterAll(() => rm(folder, { recursive: true }));

async function type(...argv: string[]): Promise<string> {
  const fake = fakeIo(folder);
  await main(argv, fake.io);
  return fake.out();
}

/** The words that are offered, without their notes. */
async function offered(...words: string[]): Promise<string[]> {
  const text = await type('--get-completions', 'e911', ...words);
  return text.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')[0] ?? '']));
}

it('offers commands and options, each once, and none that was typed', async () => {
  expect(await offered('pl')).toEqual(['plan']);
  expect(await offered('')).toEqual(COMMAND_NAMES);
  expect(await offered('plan', '--max-r')).toEqual(['--max-replace', '--max-remove']);
  expect(await offered('plan', '--strict', '--limit', '3', '--where', 'a=b', '--')).not.toContain('--limit');
  expect(await offered('plan', '--where', 'a=b', '--wh')).toEqual(['--where']);
  expect(await offered('apply', 's.csv', '--det')).toEqual(['--detach']);
  // Where no argument is left, what else could be typed.
  expect(await offered('accounts', 'check', '')).toContain('--detect');
});

it('offers the values of options, in every way that a shell hands them over', async () => {
  const accept = ['none', 'formatting', 'all'];
  expect(await offered('plan', '--accept', '')).toEqual(accept);
  expect(await offered('plan', '--accept=')).toEqual(accept);
  expect(await offered('plan', '--accept', '=', 'f')).toEqual(['formatting']);
  expect(await offered('export', '--search-pattern', '')).toEqual(['start', 'contains', 'end']);
  expect(await offered('init', '--provider', 'band')).toEqual(['bandwidth', 'bandwidth-orders']);
  expect(await offered('init', '--provider', '')).toEqual(
    accountChoices(definitions).map(({ name }) => name),
  );
  expect(await offered('plan', 's.csv', '--config', '')).toEqual([':files']);
  expect(await offered('plan', '--state', 'x')).toEqual([':folders']);
  expect(await offered('plan', '--limit', '')).toEqual([]);
});

it('offers the accounts of the config, without their secrets', async () => {
  for (const words of [
    ['plan', '--account'],
    ['migrate'],
    ['accounts', 'check', '--account'],
    ['buy', '--account'],
  ]) {
    expect(await offered(...words, '')).toEqual(['head office', 'main']);
  }
  expect(await offered('migrate', 'main', 'h')).toEqual(['head office']);
  expect(await offered('plan', '--sandbox', '--account', 'b')).toEqual(['bandwidth', 'bandwidth-orders']);
  expect(await offered('plan', '--config', 'missing.yaml', '--account', '')).toEqual([]);
});

it('offers the runs that the command can be about, and what else its argument can be', async () => {
  const [run = ''] = await offered('runs', '');
  expect(run).toMatch(/^\d{8}-\d{9}-\w{4}$/);
  expect(await type('--get-completions', 'e911', 'runs', '')).toMatch(/\tplan s\.csv, [\d-]+ [\d:]+ UTC\n$/);
  expect(await offered('review', '')).toEqual([run, ':files']);
  expect(await offered('verify', '')).toEqual([':files']);
  for (const command of ['resume', 'undo']) expect(await offered(command, '')).toEqual([]);
  expect(await offered('runs', '--state', 'nowhere', '')).toEqual([]);
});

it('understands words with their quotes, as bash hands them over', async () => {
  execFileSync('bash', ['-n'], { input: COMPLETION_SCRIPTS.bash });
  const [run = ''] = await offered('runs', '');
  const quoted = async (...words: string[]): Promise<string> =>
    type('--get-completions', '--quoted', 'e911', ...words);
  await type('plan', 's.csv', '--sandbox', '--state', "it's my state");
  for (const state of ["it\\'s\\ my\\ state", `"it's my state"`, `'it'\\''s my state'`]) {
    expect(await quoted('runs', '--state', state, '')).toMatch(/^\d{8}-\d{9}-\w{4}\tplan s\.csv/);
  }
  expect(await quoted('runs', `"${run.slice(0, 9)}`)).toContain(run);
  expect(await quoted('plan', '--account', "'head o")).toMatch(/^head office\t/);
});

it('offers what an argument is chosen from', async () => {
  expect(await offered('template', 'twilio-a')).toEqual(['twilio-add-address', 'twilio-assign']);
  expect(await offered('export', '')).toEqual(EXPORT_KINDS);
  expect(await offered('schema', 'e')).toEqual(['events']);
  expect(await offered('accounts', '')).toEqual(['check']);
  expect(await offered('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  expect(await offered('apply', '')).toEqual([':files']);
});

it('knows every option of every command', async () => {
  for (const command of ['apply', 'review', 'migrate', 'template', 'accounts', 'export', 'worker']) {
    const help = await type(...(command === 'accounts' ? [command, 'check'] : [command]), '--help');
    const shown = [...help.matchAll(/^ +(?:-\w, )?--([a-z!-]+)/gm)].map(([, name]) => name);
    const known = new Set(optionsWith(command).map(({ name }) => name));
    expect(
      shown.filter((name) => !known.has(name ?? '')),
      command,
    ).toEqual([]);
  }
});
