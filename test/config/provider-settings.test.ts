import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import type { UsageError } from '../../src/errors/app-error.ts';
import { definitions } from '../../src/providers/registry.ts';

const AC = `AC${'1'.repeat(32)}`;
const SK = `SK${'2'.repeat(32)}`;
const PARENT = `AC${'3'.repeat(32)}`;

/** A config with the references of all its accounts looked up, and what it warned about. */
async function loaded(environment: Readonly<Record<string, string>>, text?: string) {
  const warnings: string[] = [];
  const config = await loadConfig({
    ...(text === undefined ? {} : { text }),
    cwd: '/nowhere',
    environment,
    definitions,
    onWarning: (message) => warnings.push(message),
  });
  const accessed = await Promise.all(
    [...config.accounts].map(
      async ([name, entry]) => [name, { ...entry, ...(await entry.access()) }] as const,
    ),
  );
  return { ...config, accounts: new Map(accessed), warnings };
}

async function account(environment: Readonly<Record<string, string>>, text: string) {
  return loaded(environment, text).catch((error: UsageError) => error);
}

async function opened(environment: Readonly<Record<string, string>>, body: string) {
  const config = await account(environment, `accounts:\n  a:\n${body.replace(/^/gm, '    ')}`);
  if (config instanceof Error) throw config;
  const entry = config.accounts.get('a');
  return { settings: entry?.settings, origins: entry?.origins, warnings: config.warnings, entry };
}

async function refused(environment: Readonly<Record<string, string>>, body: string): Promise<string> {
  const config = await account(environment, `accounts:\n  a:\n${body.replace(/^/gm, '    ')}`);
  if (!(config instanceof Error)) throw new Error('it was taken');
  return `${config.code} ${config.message}`;
}

async function fromEnvironment(environment: Readonly<Record<string, string>>) {
  return loaded(environment);
}

const BANDWIDTH = { BW_ACCOUNT_ID: '9900', BW_CLIENT_ID: 'id', BW_CLIENT_SECRET: 'client-secret' };

test('Bandwidth takes client credentials from the environment before an API user, and its dialect', async () => {
  const config = await fromEnvironment({
    ...BANDWIDTH,
    BW_USERNAME: 'u',
    BW_PASSWORD: 'p',
    BW_DIALECT: 'orders',
  });
  const entry = config.accounts.get('bandwidth');
  expect(entry?.settings).toMatchObject({
    client_id: 'id',
    client_secret: 'client-secret',
    dialect: 'orders',
  });
  expect(entry?.settings).not.toHaveProperty('password');
  expect(entry?.secretValues).toEqual(['client-secret']);
  expect(entry?.origins).toEqual(['https://dashboard.bandwidth.com', 'https://api.bandwidth.com']);
  expect(config.warnings).toEqual([]);
});

test('a dialect of the environment that does not exist is named', async () => {
  const load = fromEnvironment({ ...BANDWIDTH, BW_DIALECT: 'ordres' });
  await expect(load).rejects.toMatchObject({ code: 'CONFIG_UNKNOWN_DIALECT' });
});

test('an API user of Bandwidth works, and the day on which it ends is said', async () => {
  const config = await fromEnvironment({ BW_ACCOUNT_ID: '9900', BW_USERNAME: 'u', BW_PASSWORD: 'p' });
  expect(config.accounts.get('bandwidth')?.settings).toMatchObject({ username: 'u', dialect: 'endpoints' });
  expect(config.warnings.join()).toContain('2 December 2026');
  expect(config.warnings.join()).toContain('client_id and client_secret');
});

const BW = 'provider: bandwidth\naccount_id: "9900"\nclient_id: id\nclient_secret: env:BW_CLIENT_SECRET';

test('the dialect may be a reference', async () => {
  const { entry } = await opened({ ...BANDWIDTH, BW_DIALECT: 'orders' }, `${BW}\ndialect: env:BW_DIALECT`);
  expect(entry?.definition.dialect).toBe('orders');
  expect(await refused(BANDWIDTH, `${BW}\ndialect: env:BW_DIALECT`)).toContain('CONFIG_ENV_MISSING');
  for (const reference of ['command:echo orders', 'file:dialect.txt']) {
    expect(await refused(BANDWIDTH, `${BW}\ndialect: ${reference}`)).toContain('dialect must be written out');
  }
});

test('version 2 has a base of its own, and one that is given is used as it is', async () => {
  const orders = `${BW}\ndialect: orders\napi_version: v2`;
  expect((await opened(BANDWIDTH, orders)).settings).toMatchObject({
    base_url: 'https://api.bandwidth.com/api/v2',
  });
  expect((await opened(BANDWIDTH, `${orders}\nbase_url: https://bw.example/x`)).settings).toMatchObject({
    base_url: 'https://bw.example/x',
  });
  expect(await refused(BANDWIDTH, `${BW}\napi_version: v2`)).toContain('must be v1 with dialect endpoints');
});

test.each([
  ['client_secret', 'client_id: id'],
  ['password', 'username: u'],
  ['username', 'password: env:BW_CLIENT_SECRET'],
  ['client_id', ''],
])('a log-in without its %s is refused', async (missing, given) => {
  const text = await refused(BANDWIDTH, `provider: bandwidth\naccount_id: "9900"\n${given}`);
  expect(text).toContain('CONFIG_MISSING');
  expect(text).toContain(`accounts.a.${missing} is missing`);
});

test('Twilio takes an API key before the token, and a region with its edge makes the host', async () => {
  const config = await fromEnvironment({
    TWILIO_ACCOUNT_SID: AC,
    TWILIO_API_KEY: SK,
    TWILIO_API_KEY_SECRET: 'key-secret',
    TWILIO_AUTH_TOKEN: 'token',
    TWILIO_REGION: 'ie1',
    TWILIO_EDGE: 'dublin',
  });
  const entry = config.accounts.get('twilio');
  expect(entry?.settings).toMatchObject({ api_key: SK, base_url: 'https://api.dublin.ie1.twilio.com' });
  expect(entry?.secretValues).toEqual(['key-secret']);
  expect(entry?.origins).toEqual(['https://api.dublin.ie1.twilio.com']);
});

test.each([
  [`api_key: ${SK}`, 'api_key_secret is missing'],
  ['region: ie1\nauth_token: env:T', 'edge is missing beside region'],
  [
    `auth_account_sid: ${PARENT}\napi_key: ${SK}\napi_key_secret: env:T`,
    'auth_account_sid goes with auth_token',
  ],
  [
    'edge: dublin\nregion: ie1\nauth_token: env:T\nbase_url: https://api.twilio.com',
    'does nothing beside base_url',
  ],
  [`api_key: ${SK}\nauth_token: env:T`, 'api_key_secret is missing beside api_key'],
  ['', 'api_key is missing: give api_key and api_key_secret, or auth_token'],
])('Twilio settings that do not go together are refused: %s', async (given, words) => {
  expect(await refused({ T: 'x' }, `provider: twilio\naccount_sid: ${AC}\n${given}`)).toContain(words);
});

test.each([
  ['auth_token: env:NOT_SET', 'auth_token'],
  ['auth_token: written-out', 'auth_token'],
  [`api_key: ${SK}\napi_key_secret: env:LINES`, 'api_key_secret'],
])(
  'a log-in with a wrong secret is one problem, and nothing else of it is missing: %s',
  async (given, key) => {
    const words = await refused({ LINES: 'a\nb' }, `provider: twilio\naccount_sid: ${AC}\n${given}`);
    expect(words).toContain(`accounts.a.${key}`);
    expect(words).not.toMatch(/problems|is missing/);
  },
);

test('an edge alone leads to the US region', async () => {
  const { origins } = await opened(
    { T: 'x' },
    `provider: twilio\naccount_sid: ${AC}\nauth_token: env:T\nedge: ashburn`,
  );
  expect(origins).toEqual(['https://api.ashburn.us1.twilio.com']);
});

test.each([
  ['client_id: id\nusername: u\npassword: env:T', 'client_secret is missing beside client_id'],
  ['client_id: id\nclient_secret: env:T\nusername: u', 'password is missing beside username'],
  [
    'client_id: id\nclient_secret: env:T\nauth_base_url: https://api.bandwidth.com/api/v1/oauth2/token',
    'auth_base_url must be the host without a path, such as https://api.bandwidth.com',
  ],
])('Bandwidth settings that do not go together are refused: %s', async (given, words) => {
  expect(await refused({ T: 'x' }, `provider: bandwidth\naccount_id: "9900"\n${given}`)).toContain(words);
});

test('the token host of Sinch is a host, with or without a slash at its end', async () => {
  const project = 'provider: sinch\nproject_id: p\nkey_id: k\nkey_secret: env:T\nauth_base_url:';
  expect(await refused({ T: 'x' }, `${project} https://auth.sinch.com/oauth2/token`)).toContain(
    'auth_base_url must be the host without a path, such as https://auth.sinch.com',
  );
  expect((await opened({ T: 'x' }, `${project} https://auth.sinch.com/`)).origins).toContain(
    'https://auth.sinch.com',
  );
});
