import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { Io } from '../../src/cli/process/io.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { definitions } from '../../src/providers/registry.ts';
import { fakeIo } from './fake-io.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'init-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function type(argv: readonly string[], over: Partial<Io> = {}) {
  const fake = fakeIo(folder, over);
  return { code: await main(argv, fake.io), out: fake.out(), err: fake.err() };
}

describe('e911 init', () => {
  it('writes a config that loads, for every provider, with references only', async () => {
    const names = ['twilio', 'vonage', 'sinch', 'bandwidth', 'bandwidth-orders'];
    const { code, out } = await type(['init', ...names.flatMap((name) => ['--provider', name])]);
    expect(code).toBe(0);
    expect(out).toContain('TWILIO_API_KEY_SECRET');
    expect(out).toContain('next: e911 accounts check');
    const config = await loadConfig({ cwd: folder, environment: {}, definitions });
    expect([...config.accounts.keys()]).toEqual(names);
    expect(config.defaults).toEqual({ account: 'twilio', country: 'US' });
    expect((await stat(path.join(folder, 'e911.config.yaml'))).mode & 0o777).toBe(0o600);
    const { out: schema } = await type(['schema', 'config']);
    expect(await readFile(path.join(folder, 'e911.config.schema.json'), 'utf8')).toBe(schema);
  });

  it('reads the variables of --env-file, and checks the accounts when none is missing', async () => {
    await writeFile(path.join(folder, 'e.env'), 'BW_ACCOUNT_ID=9900912\nBW_CLIENT_ID=client\n');
    const { out } = await type(['init', '--provider', 'bandwidth-orders', '--env-file', 'e.env']);
    expect(out).toContain('BW_CLIENT_SECRET');
    expect(out).not.toContain('BW_CLIENT_ID');
    expect(out).toContain('next: e911 accounts check --env-file e.env');
    const text = await readFile(path.join(folder, 'e911.config.yaml'), 'utf8');
    expect(text).toMatch(/# .*accounts check --detect\n {4}dialect: orders/);
  });

  it('writes over nothing, and needs a provider when it cannot ask', async () => {
    expect((await type(['init', '--provider', 'vonage'])).code).toBe(0);
    const before = await readFile(path.join(folder, 'e911.config.yaml'), 'utf8');
    expect((await type(['init', '--provider', 'sinch'])).err).toContain('INIT_EXISTS');
    expect(await readFile(path.join(folder, 'e911.config.yaml'), 'utf8')).toBe(before);
    expect((await type(['init', '--out', 'other.yaml'])).err).toContain('INIT_PROVIDER');
    expect((await type(['init', '--provider', 'twillio'])).err).toContain('Did you mean "twilio"?');
  });
});

describe('e911 sandbox --write', () => {
  it('writes a config and variables that work as they are', async () => {
    const fake = fakeIo(folder);
    const serving = main(['sandbox', '--write', 'try'], fake.io);
    while (!fake.err().includes('accounts check')) await new Promise((resolve) => setImmediate(resolve));
    const files = ['--config', 'try/e911.config.yaml', '--env-file', 'try/.env'];
    const { code, out } = await type(['accounts', 'check', ...files]);
    expect(out).toContain('bandwidth-orders');
    expect(code).toBe(0);
    fake.signal('SIGINT');
    expect(await serving).toBe(0);
  });

  it('refuses a path in which there is a file', async () => {
    await writeFile(path.join(folder, 'taken'), '');
    for (const where of ['taken', 'taken/try']) {
      const { code, err } = await type(['sandbox', '--write', where]);
      expect(err).toMatch(/Cannot write .*taken.* \(\w+\)\. \[SANDBOX_WRITE\]/);
      expect(code).toBe(2);
    }
  });
});

describe('what is typed', () => {
  it('is carried over to the next command for the same sheet', async () => {
    await writeFile(path.join(folder, 's.csv'), 'phone_number,action,account\n+14155550100,ignore,twilio\n');
    const typed = ['--rows', '2', '--where', 'action=ignore', '--state', 'st', '--strict', '--sandbox'];
    const { out } = await type(['validate', 's.csv', ...typed]);
    expect(out).toMatch(
      /^next: e911 plan .*s\.csv --rows 2 --where action=ignore --strict --state st --sandbox$/m,
    );
  });

  it('says how to write the files of a run whose folder is elsewhere', async () => {
    const state = ['--state', 'moved'];
    await writeFile(
      path.join(folder, 'one.csv'),
      'phone_number,action,account\n+14155550100,ignore,twilio\n',
    );
    const { out } = await type(['plan', 'one.csv', '--sandbox', '--json', ...state]);
    const { run_id: run, out_dir: outDir } = JSON.parse(out) as { run_id: string; out_dir: string };
    expect((await type(['runs', run, ...state])).out).toMatch(/^files {5}moved\/[\w-]+$/m);
    await rm(outDir, { recursive: true });
    const again = `e911 runs ${run} --out DIR --state moved`;
    expect((await type(['runs', run, ...state])).out).toContain(` (not here; to write them: ${again})\n`);
  });

  it('may be nothing, which asks for help', async () => {
    const { code, out } = await type([]);
    expect(code).toBe(0);
    expect(out).toContain('e911 plan <sheet>');
  });

  it('may be - for a sheet on stdin, which is kept in the state folder', async () => {
    const sheet = 'phone_number,action,account\n+14155550100,ignore,a\n';
    const { code, out } = await type(['validate', '-', '--sandbox', '--json'], {
      stdin: Readable.from([Buffer.from(sheet.replace(',a\n', ',twilio\n'))]),
    });
    expect(JSON.parse(out)).toMatchObject({ summary: { rows: 1 } });
    expect(code).toBe(0);
    const [kept = ''] = await readdir(path.join(folder, 'e911-runs', 'stdin'));
    expect(kept).toMatch(/\.csv$/);
    const isTty = { stdin: true, stdout: false, stderr: false };
    expect((await type(['validate', '-', '--sandbox'], { isTty })).err).toContain('STDIN_TERMINAL');
  });
});
