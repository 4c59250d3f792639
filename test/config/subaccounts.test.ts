import { describe, expect, it } from 'vitest';
import { definitionsOf } from '../../src/config/account-map.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { openAccount } from '../../src/config/open-account.ts';
import type { Wire } from '../../src/http/wire.ts';
import { definitions } from '../../src/providers/registry.ts';
import { createFakeClock } from '../http/fake-clock.ts';

const sid = (digit: string): string => `AC${digit.repeat(32)}`;
const [PARENT, WEST, EAST] = [sid('0'), sid('1'), sid('2')];
const TOKEN = 'child-token-that-is-kept-nowhere';

const FAST = '{ requests_per_second: 500, burst: 50, concurrency: 2 }';
const SLOW = '{ requests_per_second: 10, burst: 1, concurrency: 2 }';

function textOf(more: string, login = 'auth_token: env:TOKEN', limits = FAST): string {
  return `accounts:\n  main:\n    provider: twilio\n    account_sid: ${PARENT}\n    ${login}\n    ${more}\n    limits: ${limits}\n`;
}

const load = (text: string, environment: Record<string, string> = { TOKEN: 'parent-token' }) =>
  loadConfig({ text, cwd: '.', environment, definitions });

interface Listed {
  readonly sid: string;
  readonly status: string;
}

/** Twilio in one function: accounts over pages of two, numbers for every account. */
function wireOf(accounts: readonly Listed[], asked: string[], listStatus = 200): Wire {
  return async ({ url, headers }) => {
    const user = Buffer.from(headers['authorization']?.slice(6) ?? '', 'base64').toString();
    asked.push(`${url.pathname} ${user}`);
    const answer = (status: number, body: object) => ({
      status,
      headers: {},
      text: JSON.stringify(body),
      requestId: 'RQ1',
    });
    if (!url.pathname.endsWith('/Accounts.json')) {
      return answer(200, { incoming_phone_numbers: [], next_page_uri: null });
    }
    if (listStatus !== 200) return answer(listStatus, { code: 20003, message: 'Authenticate' });
    const from = Number(url.searchParams.get('Page') ?? '0') * 2;
    const next = from + 2 < accounts.length ? `/2010-04-01/Accounts.json?Page=${from / 2 + 1}` : null;
    const page = accounts.slice(from, from + 2).map((one) => ({ ...one, auth_token: TOKEN }));
    return answer(200, { accounts: page, next_page_uri: next });
  };
}

const LISTED: readonly Listed[] = [
  { sid: WEST, status: 'active' },
  { sid: EAST, status: 'active' },
  { sid: sid('3'), status: 'suspended' },
  { sid: sid('4'), status: 'closed' },
  { sid: PARENT, status: 'active' },
];
const call = () => ({ signal: new AbortController().signal, priority: 'read' as const });

async function opened(name: string, wire: Wire, config = load(textOf('subaccounts: all'))) {
  const entry = (await config).accounts.get(name);
  if (entry === undefined) throw new Error(`${name} is missing`);
  const clock = createFakeClock();
  return { account: await openAccount(entry, { clock, random: () => 0, wire }), clock };
}

describe('names', () => {
  it('a name of the right form is an account offline, without a secret; the config lists itself alone', async () => {
    const config = await load(textOf('subaccounts: all'), {});
    expect(config.accounts.get(`main/${WEST}`)).toMatchObject({ name: `main/${WEST}` });
    expect(config.accounts.get(`main/${WEST}`)).toBe(config.accounts.get(`main/${WEST}`));
    expect(definitionsOf(config).get(`main/${WEST}`)?.provider).toBe('twilio');
    expect([...config.accounts.keys()]).toEqual(['main']);
    await expect(config.accounts.get(`main/${WEST}`)?.access()).rejects.toMatchObject({
      message: expect.stringContaining('auth_token'),
    });
  });

  it.each(['main/AC12', 'main/', `other/${WEST}`, WEST, `/${WEST}`, `main/x/${WEST}`, `main/${WEST} `])(
    '%j is none',
    async (name) => {
      expect((await load(textOf('subaccounts: all'))).accounts.has(name)).toBe(false);
    },
  );

  it('without the setting there are none', async () => {
    expect((await load(textOf(''))).accounts.has(`main/${WEST}`)).toBe(false);
  });

  it('may be the default account', async () => {
    const text = (name: string) => `${textOf('subaccounts: all')}defaults:\n  account: ${name}\n`;
    await expect(load(text(`main/${WEST}`))).resolves.toMatchObject({
      defaults: { account: `main/${WEST}` },
    });
    await expect(load(text('main/AC1'))).rejects.toMatchObject({ code: 'CONFIG_UNKNOWN_ACCOUNT' });
  });

  it.each([
    ['subaccounts: some', 'must be all'],
    ['subaccounts: env:TOKEN', 'must be written out: all'],
    [`subaccounts: all\n    auth_account_sid: ${EAST}`, 'goes with the parent account'],
  ])('%j is refused', async (setting, words) => {
    await expect(load(textOf(setting))).rejects.toThrow(words);
  });
});

describe('calls', () => {
  it("go to the subaccount's path with the parent's credentials, after one read of all pages", async () => {
    const asked: string[] = [];
    const wire = wireOf(LISTED, asked);
    const config = load(textOf('subaccounts: all'));
    const { account } = await opened(`main/${WEST}`, wire, config);
    const { account: other } = await opened(`main/${EAST}`, wire, config);
    await account.provider.checkAccess(call());
    await other.provider.checkAccess(call());
    await account.provider.checkAccess(call());
    const numbers = (of: string) => `/2010-04-01/Accounts/${of}/IncomingPhoneNumbers.json`;
    const list = '/2010-04-01/Accounts.json';
    expect(asked).toEqual(
      [list, list, list, numbers(WEST), numbers(EAST), numbers(WEST)].map(
        (path) => `${path} ${PARENT}:parent-token`,
      ),
    );
    expect(account.provider.accountKey).toBe(`twilio:https://api.twilio.com:${WEST}`);
  });

  it.each([
    [sid('3'), 'says that this subaccount is suspended'],
    [sid('4'), 'says that this subaccount is closed'],
    [sid('5'), `lists no subaccount ${sid('5')} of main`],
    [PARENT, 'lists no subaccount'],
  ])('%s stops its own account and is sent nothing', async (id, words) => {
    const asked: string[] = [];
    const { account } = await opened(`main/${id}`, wireOf(LISTED, asked));
    await expect(account.provider.checkAccess(call())).rejects.toThrow(words);
    expect(asked.filter((one) => one.includes(id) && one.includes('Numbers'))).toEqual([]);
  });

  it('the list holds ids and states, and no token', async () => {
    const { account } = await opened('main', wireOf(LISTED, []));
    const listed = await account.listSubaccounts(call());
    expect(JSON.stringify(listed)).not.toContain(TOKEN);
    expect(listed.map(({ status }) => status)).toEqual(['active', 'active', 'suspended', 'closed']);
  });

  it('an API key that may not list is asked once, and the error says what to write', async () => {
    const asked: string[] = [];
    const login = `api_key: SK${'7'.repeat(32)}\n    api_key_secret: env:TOKEN`;
    const config = load(textOf('subaccounts: all', login));
    const wire = wireOf(LISTED, asked, 401);
    for (const name of [`main/${WEST}`, `main/${EAST}`]) {
      const { account } = await opened(name, wire, config);
      const refused = account.provider.checkAccess(call());
      await expect(refused).rejects.toMatchObject({
        kind: 'credentials',
        message: expect.stringContaining('A standard API key may not list accounts'),
        hint: expect.stringContaining('auth_account_sid'),
      });
    }
    expect(asked).toHaveLength(1);
  });

  it('all accounts of one set of credentials keep one pace while they are open', async () => {
    const times: number[] = [];
    const config = await load(textOf('subaccounts: all', undefined, SLOW));
    const clock = createFakeClock();
    const inner = wireOf(LISTED, []);
    const wire: Wire = (request, options) => {
      times.push(clock.monotonicMs());
      return inner(request, options);
    };
    const names = ['main', `main/${WEST}`, `main/${EAST}`];
    const accounts = await Promise.all(
      names.map(async (name) => {
        const entry = config.accounts.get(name);
        if (entry === undefined) throw new Error(`${name} is missing`);
        return openAccount(entry, { clock, random: () => 0, wire });
      }),
    );
    const done = Promise.all(accounts.map(({ provider }) => provider.checkAccess(call())));
    let isDone = false;
    void done.then(() => {
      isDone = true;
    });
    while (!isDone) await clock.run();
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(times).toHaveLength(6);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100);
  });
});
