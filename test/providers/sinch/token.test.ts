import { expect, test } from 'vitest';
import { countedCall, failureOf, readCall } from '../../contract/world.ts';
import { COVERED, FREE, openProject } from './project.ts';

const rename = {
  kind: 'update-number',
  phoneNumber: FREE,
  handle: FREE,
  country: 'US',
  settings: { display_name: 'Front desk' },
  present: {},
} as const;

test('one token serves until 60 seconds before it expires', async () => {
  const { account, of, time } = openProject({ switches: { tokenSeconds: 3600 } });
  await account.checkAccess(readCall());
  time.nowMs = 3_539_999;
  await account.checkAccess(readCall());
  expect(of('fetch-token')).toHaveLength(1);
  time.nowMs = 3_540_000;
  await account.checkAccess(readCall());
  expect(of('fetch-token')).toHaveLength(2);
  expect(of('check-access').map(({ headers }) => headers['authorization'])).toEqual([
    'Bearer sandbox-token-1',
    'Bearer sandbox-token-1',
    'Bearer sandbox-token-2',
  ]);
});

test('a token that lives shorter than that is used for half of its life', async () => {
  const { account, of, time } = openProject({ switches: { tokenSeconds: 40 } });
  await account.checkAccess(readCall());
  time.nowMs = 19_999;
  await account.checkAccess(readCall());
  expect(of('fetch-token')).toHaveLength(1);
  time.nowMs = 20_000;
  await account.checkAccess(readCall());
  expect(of('fetch-token')).toHaveLength(2);
});

test('many requests at once ask for one token', async () => {
  const { account, of } = openProject();
  await Promise.all(Array.from({ length: 8 }, () => account.checkAccess(readCall())));
  expect(of('fetch-token')).toHaveLength(1);
  expect(of('check-access')).toHaveLength(8);
});

test('a read with a refused token is sent again with a new one', async () => {
  let refused = 0;
  const { account, of } = openProject(
    {},
    {
      override: ({ operation }) => {
        if (operation !== 'fetch-number' || refused > 0) return undefined;
        refused += 1;
        return { status: 401, text: '{"error":{"code":401,"status":"UNAUTHENTICATED"}}' };
      },
    },
  );
  expect((await account.findNumber(COVERED, readCall()))?.phoneNumber).toBe(COVERED);
  expect(of('fetch-token')).toHaveLength(2);
  expect(of('fetch-number').map(({ headers }) => headers['authorization'])).toEqual([
    'Bearer sandbox-token-1',
    'Bearer sandbox-token-2',
  ]);
});

test('a change with a refused token is told as not sent, and goes out with a new one', async () => {
  let refused = 0;
  const { account, of, standIn } = openProject(
    {},
    {
      override: ({ effect }) => {
        if (!effect || refused > 0) return undefined;
        refused += 1;
        return { status: 401 };
      },
    },
  );
  const call = countedCall();
  expect((await failureOf(account.execute(rename, call))).kind).toBe('not-sent');
  expect(call.sent()).toBe(1);
  expect(standIn.effects).toEqual([]);
  await account.execute(rename, countedCall());
  expect(of('fetch-token')).toHaveLength(2);
  expect(standIn.effects).toHaveLength(1);
});

test('two new tokens that are refused mean the credentials, and nothing is sent after that', async () => {
  const { account, of, turn, time } = openProject();
  await account.checkAccess(readCall());
  turn({ bearer: 'refuse' });
  const error = await failureOf(account.findNumber(COVERED, readCall()));
  expect(error).toMatchObject({ kind: 'credentials', providerCode: 'UNAUTHENTICATED' });
  // The token that was good is renewed at once, the next one after a wait, and that one is tried three times in 2 s.
  expect(of('fetch-token')).toHaveLength(3);
  expect(of('fetch-number')).toHaveLength(5);
  expect(time.nowMs).toBe(4_000);
  expect((await failureOf(account.checkAccess(readCall()))).kind).toBe('credentials');
  expect(of('check-access')).toHaveLength(1);
});

test('a change that is refused with every token stops after as many tries', async () => {
  const { account, of, turn } = openProject();
  await account.checkAccess(readCall());
  turn({ bearer: 'refuse' });
  const kinds: string[] = [];
  for (let i = 0; i < 5; i += 1) kinds.push((await failureOf(account.execute(rename, countedCall()))).kind);
  expect(kinds).toEqual(['not-sent', 'not-sent', 'not-sent', 'not-sent', 'credentials']);
  expect(of('update-number')).toHaveLength(5);
});

test('a server in trouble proves nothing about a new token', async () => {
  const answers = [401, 503, 401, 401, 401];
  const { account } = openProject(
    {},
    {
      override: ({ operation }) => {
        const status = operation === 'fetch-number' ? answers.shift() : undefined;
        return status === undefined ? undefined : { status };
      },
    },
  );
  expect((await failureOf(account.findNumber(COVERED, readCall()))).kind).toBe('unknown');
  expect((await failureOf(account.findNumber(COVERED, readCall()))).kind).toBe('credentials');
});

test.each([
  ['a wrong secret', { key_secret: 'a-secret-that-nobody-has' }, 'credentials'],
  ['a wrong secret under Basic', { key_secret: 'a-secret-that-nobody-has', auth: 'basic' }, 'credentials'],
])('%s is told as such', async (_name, settings, kind) => {
  const { account } = openProject({}, { settings });
  const error = await failureOf(account.checkAccess(readCall()));
  expect(error.kind).toBe(kind);
  expect(error.message).not.toContain('a-secret-that-nobody-has');
});

test('Basic needs no token', async () => {
  const { account, of, sent } = openProject({}, { settings: { auth: 'basic' } });
  await account.checkAccess(readCall());
  expect(of('fetch-token')).toEqual([]);
  expect(sent.map(({ headers }) => headers['authorization']?.split(' ')[0])).toEqual(['Basic']);
});
