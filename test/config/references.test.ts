import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withEnvFile } from '../../src/config/env-file.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { openAccount } from '../../src/config/open-account.ts';
import { splitCommand } from '../../src/config/secret-reference.ts';
import type { Wire } from '../../src/http/wire.ts';
import { createFakeClock } from '../http/fake-clock.ts';
import { CANARY, useConfigFolder } from './config-folder.ts';
import { definitions } from './definitions.ts';

const place = useConfigFolder();
const { load } = place;

const twilio = (lines: string) => `accounts:\n  hq:\n    provider: twilio\n${lines.replace(/^/gm, '    ')}\n`;
const good = twilio('account_sid: AC1\nauth_token: env:TOKEN');

describe('references', () => {
  const twoAccounts = `accounts:
  a: { provider: twilio, account_sid: AC1, auth_token: env:TOKEN }
  b: { provider: twilio, account_sid: AC2, auth_token: "command:touch ran" }
  c: { provider: twilio, account_sid: AC3, auth_token: env:NOT_SET }
`;

  it('are looked up for the account that is used, once, and for no other', async () => {
    await writeFile(join(place.folder, 'e911.config.yaml'), twoAccounts);
    const config = await loadConfig({ cwd: place.folder, environment: { TOKEN: CANARY }, definitions });
    await expect(config.accounts.get('a')?.access()).resolves.toMatchObject({ secretValues: [CANARY] });
    expect(await readdir(place.folder)).toEqual(['e911.config.yaml']);
    expect(config.accounts.get('a')?.access()).toBe(config.accounts.get('a')?.access());
    await expect(config.accounts.get('c')?.access()).rejects.toMatchObject({ code: 'CONFIG_ENV_MISSING' });
  });

  it('may be in a file of variables, which wins over the shell', async () => {
    const file = join(place.folder, '.env');
    await writeFile(file, `# a comment\nTOKEN="${CANARY}"\n`, { mode: 0o600 });
    const told: string[] = [];
    const environment = await withEnvFile({ TOKEN: 'old', HOME: '/' }, file, (text) => told.push(text));
    expect(environment).toEqual({ TOKEN: CANARY, HOME: '/' });
    expect(told).toEqual([]);
    await chmod(file, 0o644);
    await withEnvFile({}, file, (text) => told.push(text));
    expect(told).toEqual([expect.stringContaining('chmod 600')]);
    execFileSync('mkfifo', [join(place.folder, 'pipe')]);
    for (const name of ['nope', 'pipe', '.']) {
      const read = withEnvFile({}, join(place.folder, name), () => undefined);
      await expect(read).rejects.toMatchObject({ code: 'ENV_FILE_UNREADABLE' });
    }
  });
});

describe('a file that is not a config', () => {
  it.each([
    ['a folder', (path: string) => mkdir(path), /is a folder/],
    ['a named pipe', async (path: string) => execFileSync('mkfifo', [path]), /is not a regular file/],
    [
      'no text',
      (path: string) => writeFile(path, Buffer.from([0xff, 0xfe, 0x81, 0xff])),
      /is not UTF-8 text/,
    ],
  ])('%s', async (_what, make, message) => {
    await make(join(place.folder, 'c.yaml'));
    const load = loadConfig({ path: 'c.yaml', cwd: place.folder, environment: {}, definitions });
    await expect(load).rejects.toMatchObject({
      code: 'CONFIG_UNREADABLE',
      message: expect.stringMatching(message),
    });
  });
});

describe('a command line', () => {
  it.each([
    ['op read x', ['op', 'read', 'x']],
    [`a "b c" 'd "e"' f"g h"`, ['a', 'b c', 'd "e"', 'fg h']],
    [`a ""`, ['a', '']],
    [`a 'b`, null],
  ])('%s', (line, words) => expect(splitCommand(line)).toEqual(words));
});

describe('an opened account', () => {
  it('has its own limits in place of the provider’s: what is in flight follows the config', async () => {
    const config = await load(`${good}    limits: { requests_per_second: 7, concurrency: 3 }\n`);
    const entry = config.accounts.get('hq');
    if (entry === undefined) throw new Error('no account');
    const wire: Wire = async () => ({ status: 200, headers: {}, text: '', requestId: '' });
    const { provider } = await openAccount(entry, { clock: createFakeClock(), random: () => 0, wire });
    expect(provider.capabilities.limits).toMatchObject({ requestsPerSecond: 7, concurrency: 3 });
    expect(entry.definition.capabilities.limits.concurrency).toBeGreaterThan(3);
  });

  it('calls its provider over the given wire and counts', async () => {
    const config = await load(`${good}    base_url: http://127.0.0.1:4010\n`);
    const entry = config.accounts.get('hq');
    if (entry === undefined) throw new Error('no account');
    const wire: Wire = async () => ({ status: 200, headers: {}, text: '', requestId: '' });
    const account = await openAccount(entry, { clock: createFakeClock(), random: () => 0, wire });
    await account.provider.checkAccess({ signal: new AbortController().signal, priority: 'read' });
    expect(account.stats()).toEqual({
      total: 1,
      byOperation: { check: 1 },
      retries: 0,
      throttled: 0,
      ratePerSecond: 0,
    });
    expect(account.redact(`x ${CANARY}`)).toBe('x ***');
    await account.close();
  });
});
