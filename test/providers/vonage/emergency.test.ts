import { expect, test } from 'vitest';
import { PLACES } from '../../contract/served-world.ts';
import { contentOf, countedCall, failureOf, readCall } from '../../contract/world.ts';
import { COVERED, FREE, openAccount } from './account.ts';

test('the contact name changes alone, the address and its resource stay', async () => {
  const { account, standIn, sent } = openAccount();
  const before = await account.findNumber(COVERED, readCall());
  const addressId = before?.emergency.addressId ?? '';
  const step = {
    kind: 'associate',
    phoneNumber: COVERED,
    handle: '',
    addressId,
    ...contentOf(PLACES.exact),
    callerName: 'Night Desk',
  } as const;
  // The address is right already, so only the name tells that it has not been carried out.
  expect(await account.checkEffect(step, readCall())).toEqual({ found: 'absent' });
  await account.execute(step, countedCall());
  const patch = sent.find(({ method }) => method === 'PATCH');
  expect(JSON.parse(patch?.body ?? '')).toEqual({ address: { id: addressId }, contact_name: 'Night Desk' });
  expect((await account.findNumber(COVERED, readCall()))?.emergency).toEqual({
    ...before?.emergency,
    callerName: 'Night Desk',
  });
  expect(await account.checkEffect(step, readCall())).toMatchObject({ found: 'done' });
  expect(standIn.effects.map(({ kind }) => kind)).toEqual(['associate']);
});

test.each(['keep', 'reset'] as const)('a row without a name leaves the contact name: %s', async (omitted) => {
  const { account } = openAccount({ switches: { omitted } });
  const before = await account.findNumber(COVERED, readCall());
  const step = {
    kind: 'associate',
    phoneNumber: COVERED,
    handle: '',
    addressId: before?.emergency.addressId ?? '',
    ...contentOf(PLACES.exact),
    callerName: '',
  } as const;
  expect(await account.checkEffect(step, readCall())).toMatchObject({ found: 'done' });
  await account.execute(step, countedCall());
  expect((await account.findNumber(COVERED, readCall()))?.emergency.callerName).toBe('Harbor Dental');
});

test('an address is taken off with an empty id, and the contact name stays', async () => {
  const { account, sent, standIn } = openAccount();
  await account.execute({ kind: 'disassociate', phoneNumber: COVERED, handle: '', tag: '' }, countedCall());
  const patch = sent.find(({ method }) => method === 'PATCH');
  expect(patch?.body).toBe('{"address":{"id":""}}');
  expect(patch?.url.href).toBe('https://api.nexmo.com/v1/emergency/numbers/14155550100');
  expect((await account.findNumber(COVERED, readCall()))?.emergency).toMatchObject({
    state: 'missing',
    callerName: 'Harbor Dental',
  });
  expect(standIn.effects.map(({ kind }) => kind)).toEqual(['disassociate']);
});

test('an association that the answer does not show is no association', async () => {
  const { account } = openAccount({}, ({ effect }) =>
    effect ? { text: '{"number":"14155550150","address":{"id":"another"}}' } : undefined,
  );
  const step = {
    kind: 'associate',
    phoneNumber: FREE,
    handle: '',
    addressId: 'wanted',
    ...contentOf(PLACES.exact),
  } as const;
  expect((await failureOf(account.execute(step, countedCall()))).kind).toBe('unknown');
});

test.each([
  [401, 'unauthorized', 'credentials'],
  [403, 'forbidden', 'refused'],
  [404, 'not-found', 'refused'],
  [422, 'invalid-parameters', 'refused'],
  [429, 'rate-limit', 'throttled'],
  [500, 'internal-error', 'unknown'],
] as const)('reads a problem of status %i by the end of its type', async (status, fragment, kind) => {
  for (const host of ['developer.nexmo.com', 'developer.vonage.com']) {
    const problem = { type: `https://${host}/api-errors#${fragment}`, title: 'No', detail: 'because' };
    const { account } = openAccount({}, ({ effect }) =>
      effect ? { status, text: JSON.stringify(problem) } : undefined,
    );
    const error = await failureOf(
      account.execute({ kind: 'disassociate', phoneNumber: COVERED, handle: '', tag: '' }, countedCall()),
    );
    expect(error).toMatchObject({ kind, status, providerCode: fragment });
    expect(error.providerMessage).toContain('because');
  }
});
