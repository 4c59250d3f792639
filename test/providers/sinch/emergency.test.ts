import { expect, test } from 'vitest';
import type { Address } from '../../../src/domain/address/address.ts';
import { PLACES } from '../../contract/served-world.ts';
import { contentOf, countedCall, failureOf, readCall } from '../../contract/world.ts';
import { CANADIAN, COVERED, FREE, openProject } from './project.ts';

const associate = (phoneNumber: string, address: Address) =>
  ({ kind: 'associate', phoneNumber, handle: phoneNumber, addressId: '', ...contentOf(address) }) as const;
const remove = (phoneNumber: string) =>
  ({ kind: 'disassociate', phoneNumber, handle: phoneNumber, tag: '' }) as const;

const TORONTO: Address = {
  street: '100 QUEEN ST W',
  parts: null,
  unit: '',
  city: 'TORONTO',
  region: 'ON',
  postalCode: 'M5H 2N2',
  country: 'CA',
};

test.each([
  ['an address of the United States on a Canadian number', CANADIAN, PLACES.exact],
  ['a Canadian address on a number of the United States', FREE, TORONTO],
])('%s is read back as it was written', async (_name, phoneNumber, address) => {
  const { account } = openProject();
  const step = associate(phoneNumber, address);
  expect(await account.checkEffect(step, readCall())).toEqual({ found: 'absent' });
  await account.execute(step, countedCall());
  expect((await account.findNumber(phoneNumber, readCall()))?.emergency).toMatchObject({
    state: 'covered',
    address,
  });
  expect(await account.checkEffect(step, readCall())).toMatchObject({ found: 'done' });
  const elsewhere = { ...step, address: { ...address, postalCode: '94105' } };
  expect(await account.checkEffect(elsewhere, readCall())).toEqual({ found: 'absent' });
});

test('the street goes out as number and rest, with unit and ZIP+4 apart', async () => {
  const { account, of } = openProject();
  const address = { ...PLACES.suggested, unit: 'STE 200', postalCode: '94105-1234' };
  await account.execute(associate(FREE, address), countedCall());
  expect(JSON.parse(of('associate')[0]?.body ?? '')).toEqual({
    displayName: 'Contract Test',
    address: {
      streetNumber: '645',
      streetInfo: 'HARRISON ST',
      location: 'STE 200',
      city: 'SAN FRANCISCO',
      state: 'CA',
      postalCode: '94105',
      postalCodePlusFour: '1234',
    },
  });
  expect((await account.findNumber(FREE, readCall()))?.emergency.address).toEqual(address);
});

test('an address question has four answers', async () => {
  const { account, turn, standIn } = openProject();
  const ask = (address: Address) => account.checkAddress?.(contentOf(address), FREE, readCall());
  expect(await ask(PLACES.exact)).toEqual({ kind: 'exact' });
  expect(await ask(PLACES.near)).toEqual({
    kind: 'near',
    suggested: PLACES.suggested,
    message: 'Corrected to valid address; Corrected address abbreviations',
  });
  const none = await ask(PLACES.none);
  expect(none).toMatchObject({ kind: 'none', message: expect.stringContaining('no correction found') });
  expect(none?.kind === 'none' ? none.candidates : []).toContainEqual(PLACES.suggested);
  turn({ validation: 'undecided' });
  const undecided = await failureOf(Promise.resolve(ask(PLACES.exact)));
  expect(undecided).toMatchObject({ kind: 'refused', message: expect.stringContaining('UNSPECIFIED') });
  expect(standIn.effects).toEqual([]);
});

test.each(['404', 'empty', 'blank'] as const)(
  'a number without address is missing one, shown as %s',
  async (absentAddress) => {
    const { account } = openProject({ switches: { absentAddress } });
    expect((await account.findNumber(FREE, readCall()))?.emergency).toMatchObject({
      state: 'missing',
      address: null,
    });
  },
);

test.each(['404', '200'] as const)(
  'an address that is gone already is gone: %s',
  async (absentDeprovision) => {
    const { account } = openProject({ switches: { absentDeprovision } });
    await account.execute(remove(COVERED), countedCall());
    await account.execute(remove(COVERED), countedCall());
    expect((await account.findNumber(COVERED, readCall()))?.emergency.state).toBe('missing');
  },
);

test('a success without a body takes the address off as well', async () => {
  const { account } = openProject(
    {},
    { override: ({ effect }) => (effect ? { status: 200, text: '' } : undefined) },
  );
  expect(await account.execute(remove(COVERED), countedCall())).toMatchObject({ id: COVERED });
});

test('an error under 200 is a refusal, with its own words', async () => {
  const { account, standIn } = openProject({ switches: { errorStatus: '200', overwrite: 'refuse' } });
  const none = await failureOf(account.execute(associate(FREE, PLACES.none), countedCall()));
  expect(none).toMatchObject({ kind: 'refused', status: 200, providerCode: 'INVALID_ARGUMENT' });
  const twice = await failureOf(account.execute(associate(COVERED, PLACES.exact), countedCall()));
  expect(twice.providerMessage).toContain('exists already');
  const gone = await failureOf(account.execute(remove('+14045559999'), countedCall()));
  expect(gone).toMatchObject({ kind: 'refused', providerCode: 'NOT_FOUND' });
  expect(await account.findNumber('+14045559999', readCall())).toBeNull();
  expect((await account.findNumber(FREE, readCall()))?.emergency.state).toBe('missing');
  expect(standIn.effects).toEqual([]);
});

test.each([
  [
    'google.rpc',
    400,
    '{"error":{"code":400,"status":"INVALID_ARGUMENT","message":"no"}}',
    'refused',
    'INVALID_ARGUMENT',
  ],
  ['RFC 9457', 429, '{"title":"Too Many Requests","detail":"slow down"}', 'throttled', undefined],
  ['an answer that cannot be read', 200, '<html>', 'unknown', undefined],
  ['a server error', 500, '{"error":{"code":500,"status":"INTERNAL"}}', 'unknown', 'INTERNAL'],
])('reads %s', async (_name, status, text, kind, providerCode) => {
  const { account } = openProject({}, { override: ({ effect }) => (effect ? { status, text } : undefined) });
  const error = await failureOf(account.execute(associate(FREE, PLACES.exact), countedCall()));
  expect(error).toMatchObject({ kind, providerCode });
});
