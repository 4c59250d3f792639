import { describe, expect, it } from 'vitest';
import { EMPTY_REQUEST } from '../../../src/domain/request/empty-request.ts';
import { bandwidthEndpoints } from '../../../src/providers/bandwidth/endpoints/index.ts';
import type { Step } from '../../../src/providers/contract.ts';
import { failureOf } from '../../contract/world.ts';
import { call } from '../scripted.ts';
import { endpoint, location, scripted, xml } from './endpoints-account.ts';

const listed = (...endpoints: readonly ReturnType<typeof endpoint>[]) =>
  xml({ EndpointListResponse: { totalCount: String(endpoints.length), endpoints } });
const lone = (id: string, user: string) => endpoint(id, { telephoneNumber: '', alternateEndUserId: user });
const LOCATIONS = xml({ LocationListResponse: { totalCount: '1', locations: [location('HQ1')] } });
const associate: Extract<Step, { kind: 'associate' }> = {
  kind: 'associate',
  phoneNumber: 'desk7',
  handle: '',
  addressId: 'HQ1',
  address: { street: '', parts: null, unit: '', city: '', region: '', postalCode: '', country: 'US' },
  callerName: 'Jane Roe',
  label: '',
  addressKind: 'business',
  tag: '',
};

describe('an end user without a number', () => {
  it('is listed and found under its id, as covered as its location', async () => {
    const pages = [];
    const { account } = scripted(listed(lone('ep1', 'desk7'), endpoint('ep2')), LOCATIONS);
    for await (const page of account.listNumbers(call())) pages.push(...page.items);
    expect(pages.map(({ phoneNumber, handle }) => [phoneNumber, handle])).toEqual([
      ['desk7', 'ep1'],
      ['+19195551212', 'ep2'],
    ]);
    const one = scripted(listed(lone('ep1', 'desk7')), xml({ Location: location('HQ1') })).account;
    expect(await one.findNumber('desk7', call())).toMatchObject({
      phoneNumber: 'desk7',
      country: '',
      emergency: { state: 'covered', addressId: 'HQ1' },
    });
    const handle = scripted(xml({ Endpoint: lone('ep1', 'desk7') })).account;
    expect(await handle.showsNumber?.('desk7', 'ep1', call())).toBe(true);
  });

  it('with two endpoints is ambiguous, and none of them is called its own', async () => {
    const { account } = scripted(listed(lone('ep1', 'desk7'), lone('ep2', 'desk7')));
    expect(await account.findNumber('desk7', call())).toMatchObject({
      ambiguous: 'desk7 has 2 endpoints: ep1, ep2.',
      ownHandles: [],
    });
  });

  it('that has an endpoint with a number is not given a second one', async () => {
    const list = listed(endpoint('ep1', { alternateEndUserId: 'desk7' }));
    const sentence = 'The end user desk7 has the endpoint ep1 (+19195551212).';
    const { account, requests } = scripted(list);
    expect((await failureOf(account.execute(associate, call()))).message).toContain(sentence);
    expect(requests).toHaveLength(1);
  });

  it('whose endpoint was made without an answer is found by its id', async () => {
    const seen = async (...endpoints: ReturnType<typeof endpoint>[]) =>
      (await scripted(listed(...endpoints)).account.checkEffect(associate, call())).found;
    expect([await seen(lone('ep1', 'desk7')), await seen(lone('ep1', 'desk8'))]).toEqual(['done', 'absent']);
  });

  it('gets an endpoint by its id alone', async () => {
    const made = { status: 201, body: xml({ Endpoint: lone('ep9', 'desk7') }) };
    const { account, requests } = scripted(listed(), made);
    await account.execute(associate, call());
    expect(requests[1]?.body).toContain('<alternateEndUserId>desk7</alternateEndUserId>');
    expect(requests[1]?.body).not.toContain('telephoneNumber');
  });
});

describe('the end user of a number', () => {
  const named = { ...associate, phoneNumber: '+19195551212', endUserId: 'desk7' };

  it('is written in place and looked for when the answer is lost', async () => {
    const present = endpoint('ep1');
    const { account, requests } = scripted(xml({ Endpoint: present }), listed(present), {
      status: 200,
      body: '',
      headers: { 'content-length': '0' },
    });
    await account.execute({ ...named, handle: 'ep1' }, call());
    expect(requests.at(-1)?.body).toContain('<alternateEndUserId>desk7</alternateEndUserId>');
    expect(requests.at(-1)?.body).toContain('<telephoneNumber>9195551212</telephoneNumber>');
    const seen = async (user: string) =>
      (
        await scripted(listed(endpoint('ep1', { alternateEndUserId: user }))).account.checkEffect(
          named,
          call(),
        )
      ).found;
    expect([await seen('desk7'), await seen('user1')]).toEqual(['done', 'absent']);
  });

  it('is refused when another endpoint has it', async () => {
    const { account, requests } = scripted(listed(lone('ep1', 'desk7')));
    const failure = await failureOf(account.execute(named, call()));
    expect(failure.message).toContain('The end user desk7 has the endpoint ep1 (desk7).');
    expect(requests).toHaveLength(1);
  });
});

describe('the id of an end user', () => {
  const refused = (phoneNumber: string, endUserId?: string) =>
    bandwidthEndpoints
      .refuse(
        {
          ...EMPTY_REQUEST,
          action: 'assign',
          callerName: 'Jane Roe',
          phoneNumber,
          ...(endUserId === undefined ? {} : { endUserId }),
        },
        2,
      )
      .map(({ column, message }) => `${column}: ${message}`);

  it.each(['a', 'Desk7', 'x'.repeat(30)])('may be %s', (id) => {
    expect(refused(id)).toEqual([]);
  });

  it.each([
    ['1234', 'at least one letter'],
    ['desk-7', 'letters and digits only'],
    ['désk', 'letters and digits only'],
    ['x'.repeat(31), 'up to 30'],
  ])('may not be %s', (id, why) => {
    expect(refused(id)).toEqual([expect.stringContaining(why)]);
    expect(refused('+14155550100', id)).toEqual([expect.stringContaining(why)]);
  });

  it('has four characters or more beside a number', () => {
    expect(refused('+14155550100', 'abcd')).toEqual([]);
    expect(refused('+14155550100', 'abc')).toEqual([expect.stringContaining('4 characters or more')]);
  });
});
