import { execFileSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { UsageError } from '../../src/errors/app-error.ts';
import { CANARY, type Environment, useConfigFolder } from './config-folder.ts';
import { definitions } from './definitions.ts';

const place = useConfigFolder();
const { load } = place;

async function refusal(text: string | null, environment?: Environment): Promise<UsageError> {
  const error = await load(text, environment).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UsageError)) throw new Error(`expected a UsageError, got ${String(error)}`);
  expect(`${error.stack}${error.hint}${String(error.cause)}`).not.toContain(CANARY);
  return error;
}

const twilio = (lines: string) => `accounts:\n  hq:\n    provider: twilio\n${lines.replace(/^/gm, '    ')}\n`;
const good = twilio('account_sid: AC1\nauth_token: env:TOKEN');

describe('a good config', () => {
  it('has its accounts, limits, defaults, origins and secrets', async () => {
    const config = await load(
      `${twilio('account_sid: 0012\nauth_token: env:TOKEN\nbase_url: http://127.0.0.1:4010\nlimits: { requests_per_second: 2.5, concurrency: 8 }')}
  bw: { provider: bandwidth, dialect: orders, account_id: "77", password: env:TOKEN }
defaults: { account: bw, country: ca }
`,
    );
    expect(config.path).toBe(join(place.folder, 'e911.config.yaml'));
    expect(config.defaults).toEqual({ account: 'bw', country: 'CA' });
    expect(config.accounts.get('hq')).toMatchObject({
      settings: { account_sid: '0012', auth_token: CANARY, base_url: 'http://127.0.0.1:4010' },
      limits: { requestsPerSecond: 2.5, burst: 1, concurrency: 8 },
      origins: ['http://127.0.0.1:4010'],
      secretValues: [CANARY],
    });
    expect(config.accounts.get('bw')).toMatchObject({
      settings: { dialect: 'orders', base_url: 'https://api.bandwidth.test/api' },
      origins: ['https://api.bandwidth.test'],
    });
    expect(config.accounts.get('bw')?.definition).toBe(definitions[2]);
  });

  it('reads a secret from a file beside it, and warns when others can read that', async () => {
    await mkdir(join(place.folder, 'keys'));
    const path = join(place.folder, 'keys', 'token');
    await writeFile(path, `${CANARY}\n`, { mode: 0o600 });
    const text = twilio('account_sid: AC1\nauth_token: file:keys/token');
    const config = await load(text);
    expect(config.accounts.get('hq')?.secretValues).toEqual([CANARY]);
    expect(place.warnings).toEqual([]);
    await chmod(path, 0o644);
    await load(text);
    expect(place.warnings).toEqual([expect.stringContaining('chmod 600 keys/token')]);
  });

  it('runs a command without a shell, trimmed', async () => {
    const command = `${process.execPath} -e 'console.log(process.argv[1] + " $HOME " )' "a b"`;
    const config = await load(twilio(`account_sid: AC1\nauth_token: >-\n  command:${command}`));
    expect(config.accounts.get('hq')?.secretValues).toEqual(['a b $HOME']);
  });

  it('may come from the environment alone, for the providers whose variables are all set', async () => {
    const config = await load(null, {
      TWILIO_ACCOUNT_SID: 'AC1',
      TWILIO_AUTH_TOKEN: `${CANARY}\r\n`,
      BW_PASSWORD: 'x',
    });
    expect(config.path).toBeNull();
    expect([...config.accounts.keys()]).toEqual(['twilio']);
    expect(config.accounts.get('twilio')?.secretValues).toEqual([CANARY]);
    const both = await load(null, { BW_ACCOUNT_ID: '1', BW_PASSWORD: 'x' });
    expect(both.accounts.get('bandwidth')?.definition.dialect).toBe('endpoints');
    expect((await load(null, {})).accounts.size).toBe(0);
  });

  it('may be given as text', async () => {
    const config = await loadConfig({
      text: good,
      cwd: place.folder,
      environment: { TOKEN: CANARY },
      definitions,
    });
    expect(config.accounts.size).toBe(1);
  });
});

describe('what is refused', () => {
  const bad: [string, string, string, Environment?][] = [
    ['a literal secret', twilio(`account_sid: AC1\nauth_token: ${CANARY}`), 'CONFIG_LITERAL_SECRET'],
    [
      'a literal secret in quotes',
      twilio(`account_sid: AC1\nauth_token: "${CANARY}"`),
      'CONFIG_LITERAL_SECRET',
    ],
    ['a variable that is not set', good, 'CONFIG_ENV_MISSING', {}],
    ['an empty variable', good, 'CONFIG_VALUE_EMPTY', { TOKEN: '' }],
    ['a variable of one line end', good, 'CONFIG_VALUE_EMPTY', { TOKEN: '\n' }],
    ['a control character', good, 'CONFIG_VALUE_CONTROL', { TOKEN: `${CANARY}\r\nx` }],
    ['an empty setting', twilio('account_sid: AC1\nauth_token:'), 'CONFIG_VALUE_EMPTY'],
    ['a missing setting', twilio('account_sid: AC1'), 'CONFIG_MISSING'],
    ['a missing file', twilio('account_sid: AC1\nauth_token: file:nope'), 'CONFIG_SECRET_FILE'],
    ['a folder', twilio('account_sid: AC1\nauth_token: file:.'), 'CONFIG_SECRET_FILE'],
    ['a named pipe', twilio('account_sid: AC1\nauth_token: file:pipe'), 'CONFIG_SECRET_FILE'],
    ['a device', twilio('account_sid: AC1\nauth_token: file:/dev/zero'), 'CONFIG_SECRET_FILE'],
    [
      'a missing program',
      twilio('account_sid: AC1\nauth_token: command:no-such-program-here'),
      'CONFIG_SECRET_COMMAND',
    ],
    [
      'a failing command',
      twilio(`account_sid: AC1\nauth_token: command:node -e process.exit(3)//${CANARY}`),
      'CONFIG_SECRET_COMMAND',
    ],
    [
      'an unknown key',
      twilio(`account_sid: AC1\nauth_token: env:TOKEN\nauth_tokn: ${CANARY}`),
      'CONFIG_UNKNOWN_KEY',
    ],
    ['an unknown top key', `${good}acounts: {}\n`, 'CONFIG_UNKNOWN_KEY'],
    ['an unknown limit', `${good}    limits: { request_per_second: 3 }\n`, 'CONFIG_UNKNOWN_KEY'],
    ['an unknown fee', `${good}    fees: { emergency_monthly: 1 USD }\n`, 'CONFIG_UNKNOWN_KEY'],
    [
      'the price of a purchase where none is possible',
      `${good}    fees: { number_setup: 1 USD }\n`,
      'CONFIG_UNKNOWN_KEY',
    ],
    ['a fee without a currency', `${good}    fees: { unregistered_call: 75 }\n`, 'CONFIG_VALUE'],
    ['a fee of words', `${good}    fees: { unregistered_call: a lot USD }\n`, 'CONFIG_VALUE'],
    ['a limit of 0', `${good}    limits: { requests_per_second: 0 }\n`, 'CONFIG_VALUE'],
    ['a limit of words', `${good}    limits: { burst: many }\n`, 'CONFIG_VALUE'],
    ['an unknown provider', 'accounts: { a: { provider: twillio } }', 'CONFIG_UNKNOWN_PROVIDER'],
    ['no provider', 'accounts: { a: { account_sid: AC1 } }', 'CONFIG_MISSING'],
    ['a dialect twilio has not', `${good}    dialect: orders\n`, 'CONFIG_UNKNOWN_KEY'],
    [
      'an unknown dialect',
      'accounts: { a: { provider: bandwidth, dialect: xml, account_id: "1", password: env:TOKEN } }',
      'CONFIG_UNKNOWN_DIALECT',
    ],
    ['an unknown default account', `${good}defaults: { account: hg }\n`, 'CONFIG_UNKNOWN_ACCOUNT'],
    ['a country name', `${good}defaults: { country: Canada }\n`, 'CONFIG_VALUE'],
    ['a list for a setting', twilio('account_sid: [a]\nauth_token: env:TOKEN'), 'CONFIG_VALUE'],
    ['a malformed id', twilio('account_sid: "no good"\nauth_token: env:TOKEN'), 'CONFIG_VALUE'],
    ['broken YAML', `accounts: { hq: { auth_token: "${CANARY}\n`, 'CONFIG_INVALID'],
    ['a key twice', twilio('account_sid: AC1\naccount_sid: AC2\nauth_token: env:TOKEN'), 'CONFIG_YAML'],
    ['an empty file', '', 'CONFIG_VALUE'],
    ['a list', '- a\n- b\n', 'CONFIG_VALUE'],
    [
      'the TLS check switched off',
      good,
      'CONFIG_TLS_CHECK_OFF',
      { TOKEN: CANARY, NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    ],
  ];
  it.each(bad)('%s', async (_name, text, code, environment) => {
    execFileSync('mkfifo', [join(place.folder, 'pipe')]);
    const error = await refusal(text, environment);
    if (code !== 'CONFIG_INVALID') expect(error.code).toBe(code);
    expect(error.message).toMatch(/[.?]$/);
    expect(error.message).not.toContain('undefined');
  });

  it.each([
    'http://169.254.169.254',
    'http://[::ffff:127.0.0.1]',
    'http://0x7f000001',
    'http://2130706433',
    'http://127.1',
    `https://user:${CANARY}@api.twilio.com`,
    `http://localhost:${CANARY}@evil.test`,
    'http://localhost.evil.test',
    'file:///etc/passwd',
    'ftp://127.0.0.1',
    'javascript:alert(1)',
    'api.twilio.com',
    'https://api.twilio.com/?a=b',
    '//api.twilio.com',
  ])('the base URL %s', async (url) => {
    expect((await refusal(`${good}    base_url: "${url}"\n`)).code).toBe('CONFIG_BASE_URL');
  });

  it.each([
    'http://127.0.0.1:4010',
    'http://127.9.9.9',
    'http://[::1]:80',
    'http://localhost:1/api',
    'https://proxy.example',
  ])('but not %s', async (url) => {
    expect((await load(`${good}    base_url: "${url}"\n`)).accounts.size).toBe(1);
  });

  it('says how to write a secret, and what an unknown key may have meant', async () => {
    const literal = await refusal(twilio(`account_sid: AC1\nauth_token: ${CANARY}`));
    expect(literal.hint).toContain('auth_token: env:TWILIO_AUTH_TOKEN');
    const unknown = await refusal(twilio('account_sid: AC1\nauth_tokn: env:TOKEN'));
    expect(unknown.message).toContain('Did you mean "auth_token"?');
    expect((await refusal(good, {})).message).toContain('TOKEN');
  });

  it('names everything that is wrong at once', async () => {
    const error = await refusal(
      `${twilio(`account_sid: AC1\nauth_token: ${CANARY}\nbase_url: http://evil.test`)}  b: { provider: nexmo }\ndefaults: { account: c }\n`,
    );
    expect(error.code).toBe('CONFIG_INVALID');
    for (const part of [
      '4 problems',
      'accounts.hq.auth_token',
      'accounts.hq.base_url',
      'accounts.b.provider',
      'defaults.account',
    ]) {
      expect(error.message).toContain(part);
    }
  });

  it('a named file that is not there', async () => {
    const load = loadConfig({ path: 'nope.yaml', cwd: place.folder, environment: {}, definitions });
    await expect(load).rejects.toMatchObject({
      code: 'CONFIG_NOT_FOUND',
      message: expect.stringMatching(/^The config .*nope\.yaml does not exist\.$/),
    });
  });
});
