import { describe, expect, it } from 'vitest';
import { failureOf } from '../../contract/world.ts';
import { call, content, number, scripted, sid, stored } from './scripted-transport.ts';

describe('a change', () => {
  it('creates for emergency use with correction off', async () => {
    const { account, requests } = scripted([{ status: 201, body: stored }]);
    const result = await account.execute({ kind: 'create-address', ...content }, call());
    expect(result).toMatchObject({ id: sid('AD'), requestId: 'RQ1' });
    expect(Object.fromEntries(new URLSearchParams(requests[0]?.body))).toEqual({
      CustomerName: 'A & B',
      Street: '645 HARRISON ST',
      City: 'SAN FRANCISCO',
      Region: 'CA',
      PostalCode: '94105',
      IsoCountry: 'US',
      FriendlyName: 'e911abc Lobby',
      EmergencyEnabled: 'true',
      AutoCorrectAddress: 'false',
    });
  });

  it('updates without IsoCountry and clears the unit', async () => {
    const { account, requests } = scripted([{ status: 200, body: stored }]);
    await account.execute({ kind: 'update-address', addressId: sid('AD'), ...content }, call());
    const form = new URLSearchParams(requests[0]?.body);
    expect(form.has('IsoCountry')).toBe(false);
    expect(form.get('StreetSecondary')).toBe('');
  });

  it('sets, clears and switches in calls of their own', async () => {
    const handle = sid('PN', 1);
    const on = { phoneNumber: '+14155550101', handle };
    const addressId = sid('AD');
    const { account, requests } = scripted([
      { status: 200, body: number(1, { emergency_address_sid: addressId }) },
      { status: 200, body: number(1) },
      { status: 200, body: number(1) },
    ]);
    await account.execute({ kind: 'associate', ...on, addressId, ...content }, call());
    await account.execute({ kind: 'disassociate', ...on, tag: '' }, call());
    await account.execute({ kind: 'switch-emergency', ...on, on: true }, call());
    expect(requests.map(({ body }) => body)).toEqual([
      `EmergencyAddressSid=${addressId}`,
      'EmergencyAddressSid=',
      'EmergencyStatus=Active',
    ]);
    expect(requests.every(({ effect, url }) => effect && url.pathname.endsWith(`/${handle}.json`))).toBe(
      true,
    );
  });

  it.each([
    ['is not for emergency use', { ...stored, emergency_enabled: false }],
    ['does not say whether it is', { ...stored, emergency_enabled: undefined }],
    ['has another customer name', { ...stored, customer_name: 'A' }],
    ['has no id', { ...stored, sid: null }],
    ['is half an answer', '{"sid":"AD'],
    ['is nothing', ''],
  ])('is not believed when the 201 %s', async (_how, body) => {
    const { account } = scripted([{ status: 201, body }]);
    expect((await failureOf(account.execute({ kind: 'create-address', ...content }, call()))).kind).toBe(
      'unknown',
    );
  });

  it('gives back what was stored, so that a silent correction is seen', async () => {
    const { account } = scripted([{ status: 201, body: { ...stored, street: '645 HARRISON AVE' } }]);
    const result = await account.execute({ kind: 'create-address', ...content }, call());
    expect(result.stored?.address.street).toBe('645 HARRISON AVE');
  });

  it('is not believed when the number does not show the address', async () => {
    const { account } = scripted([{ status: 200, body: number(1, { emergency_address_sid: null }) }]);
    const step = {
      kind: 'associate',
      phoneNumber: '+14155550101',
      handle: sid('PN', 1),
      addressId: sid('AD'),
    } as const;
    expect((await failureOf(account.execute({ ...step, ...content }, call()))).kind).toBe('unknown');
  });
});

describe('a look at an association', () => {
  const step = {
    kind: 'associate',
    phoneNumber: '+14155550101',
    handle: sid('PN', 1),
    addressId: sid('AD', 1),
    ...content,
  } as const;
  it.each([
    ['pending-registration', sid('AD', 1), 'done'],
    ['registered', sid('AD', 1), 'done'],
    ['registration-failure', sid('AD', 1), 'done'],
    ['unregistered', null, 'absent'],
    ['registered', sid('AD', 2), 'unclear'],
    ['pending-unregistration', sid('AD', 1), 'unclear'],
    ['something-new', sid('AD', 1), 'unclear'],
  ])('that shows %s with %s finds it %s', async (status, addressSid, found) => {
    const shown = number(1, { emergency_address_status: status, emergency_address_sid: addressSid });
    expect((await scripted([{ status: 200, body: shown }]).account.checkEffect(step, call())).found).toBe(
      found,
    );
  });
});

describe('the emergency switch', () => {
  const turned = async (on: boolean, emergency_status: string) => {
    const { account } = scripted([{ status: 200, body: number(1, { emergency_status }) }]);
    const step = { kind: 'switch-emergency', phoneNumber: '+14155550101', handle: sid('PN', 1), on } as const;
    return (await account.execute(step, call())).isIgnored;
  };

  it.each([
    [false, 'Active', true],
    [true, 'Inactive', true],
    [false, 'Pending Deactivation', false],
    [true, 'Pending Activation', false],
    [false, 'Inactive', false],
    [true, 'Active', false],
  ])('asked for %s and answered %s: ignored is %s', async (on, status, ignored) => {
    expect(await turned(on, status)).toBe(ignored);
  });
});
