import { describe, expect, it } from 'vitest';
import type { AddressContent, Step } from '../../../src/providers/contract.ts';
import { failureOf } from '../../contract/world.ts';
import { call } from '../scripted.ts';
import { EMPTY_ENDPOINTS, endpoint, location, scripted, xml } from './endpoints-account.ts';

const content: AddressContent = {
  address: {
    street: '112-10 Queens Blvd NW',
    parts: null,
    unit: 'Apt 5',
    city: 'Boston',
    region: 'MA',
    postalCode: '02139-0003',
    country: 'US',
  },
  callerName: 'R & D',
  label: 'HQ <1>',
  addressKind: 'business',
  tag: 'MARK01',
};
const BASE = '/api/accounts/9900911/e911s';
const associate: Step = {
  kind: 'associate',
  phoneNumber: '+19195551212',
  handle: '',
  addressId: 'HQ2',
  ...content,
};
const ask = (request: { method: string; url: URL } | undefined) =>
  `${request?.method} ${request?.url.pathname}`;

describe('a location', () => {
  it('is sent in pieces, in the order of the seed, with an id of the program and everything escaped', async () => {
    const { account, requests } = scripted({ status: 201, body: xml({ Location: location('MARK01') }) });
    const result = await account.execute({ kind: 'create-address', ...content }, call());
    expect(result.id).toBe('MARK01');
    expect(ask(requests[0])).toBe(`POST ${BASE}/locations`);
    expect(requests[0]?.body).toContain(
      '<Location><locationId>MARK01</locationId><description>HQ &lt;1&gt;</description><address>' +
        '<houseNumber>112-10</houseNumber><streetName>Queens</streetName><streetSuffix>Blvd</streetSuffix>' +
        '<postDirectional>NW</postDirectional><addressLine2>Apt 5</addressLine2><city>Boston</city>' +
        '<stateCode>MA</stateCode><zip>02139</zip><plusFour>0003</plusFour><country>US</country></address></Location>',
    );
  });

  it('of status INVALID is of no use for emergency calls; GEOCODED and unknown words are taken with a doubt', async () => {
    const make = (status: string) =>
      scripted({ status: 201, body: xml({ Location: location('MARK01', { status }) }) }).account.execute(
        { kind: 'create-address', ...content },
        call(),
      );
    expect((await make('INVALID')).stored).toMatchObject({ emergencyEnabled: false, status: 'INVALID' });
    expect((await make('GEOCODED')).stored?.unverified).toContain('GEOCODED');
    expect((await make('HALF_KNOWN')).stored?.unverified).toContain('HALF_KNOWN');
    expect((await make('VALID')).stored).not.toHaveProperty('unverified');
  });

  it('whose answer cannot be read is unknown, and looked for by its id', async () => {
    for (const body of ['<Location>', '<html/>', xml({ Location: location('OTHER') })]) {
      const { account } = scripted({ status: 201, body });
      expect((await failureOf(account.execute({ kind: 'create-address', ...content }, call()))).kind).toBe(
        'unknown',
      );
    }
    const there = scripted(xml({ Location: location('MARK01') }));
    expect(await there.account.checkEffect({ kind: 'create-address', ...content }, call())).toMatchObject({
      found: 'done',
    });
    const gone = scripted({ status: 404, body: '' });
    expect(await gone.account.checkEffect({ kind: 'create-address', ...content }, call())).toEqual({
      found: 'absent',
    });
  });
});

describe('a changed location', () => {
  const update: Step = { kind: 'update-address', addressId: 'HQ1', ...content };

  it('is read back, because a PUT answers without a body', async () => {
    const invalid = xml({ Location: location('HQ1', { status: 'INVALID' }) });
    const { account, requests } = scripted({ status: 200, body: '' }, invalid);
    expect((await account.execute(update, call())).stored).toMatchObject({ emergencyEnabled: false });
    expect(requests.map(ask)).toEqual([`PUT ${BASE}/locations/HQ1`, `GET ${BASE}/locations/HQ1`]);
  });

  it('that cannot be read back is unknown, not done', async () => {
    const { account } = scripted({ status: 200, body: '' }, { status: 404, body: '' });
    expect((await failureOf(account.execute(update, call()))).kind).toBe('unknown');
  });
});

describe('an endpoint', () => {
  it('is found by its number and moved with one PUT that keeps what it is', async () => {
    const { account, requests } = scripted(
      xml({ EndpointListResponse: { totalCount: '1', endpoints: [endpoint('ep9')] } }),
      { status: 200, body: '' },
    );
    const result = await account.execute(associate, call());
    expect(result).toMatchObject({ id: 'ep9', handle: 'ep9', following: 'ep9' });
    expect(requests.map(ask)).toEqual([`GET ${BASE}`, `PUT ${BASE}/ep9`]);
    expect(requests[1]?.body).toContain(
      '<endpointId>ep9</endpointId><alternateEndUserId>user-ep9</alternateEndUserId><callerName>R &amp; D</callerName><locationId>HQ2</locationId><telephoneNumber>9195551212</telephoneNumber><activated>true</activated>',
    );
  });

  it('is made when the number has none', async () => {
    const made = { ...endpoint('ep1'), locationId: 'HQ2' };
    const { account, requests } = scripted(EMPTY_ENDPOINTS, { status: 201, body: xml({ Endpoint: made }) });
    expect((await account.execute(associate, call())).handle).toBe('ep1');
    expect(requests.map(ask)).toEqual([`GET ${BASE}`, `POST ${BASE}`]);
  });

  it('that does not show the location after the write is unknown, not done', async () => {
    const { account } = scripted(EMPTY_ENDPOINTS, { status: 201, body: xml({ Endpoint: endpoint('ep1') }) });
    expect((await failureOf(account.execute(associate, call()))).kind).toBe('unknown');
  });

  it('of several is never chosen by the program; a named one is deleted and looked for by itself', async () => {
    const list = xml({
      EndpointListResponse: { totalCount: '2', endpoints: [endpoint('ep1'), endpoint('ep2')] },
    });
    expect((await failureOf(scripted(list).account.execute(associate, call()))).kind).toBe('refused');
    const step: Step = { kind: 'disassociate', phoneNumber: '+19195551212', handle: 'ep2', tag: '' };
    const { account, requests } = scripted({ status: 200, body: '' }, { status: 404, body: '' });
    await account.execute(step, call());
    expect(requests.map(ask)).toEqual([`DELETE ${BASE}/ep2`]);
    expect(await account.checkEffect(step, call())).toMatchObject({ found: 'done' });
    const still = scripted(xml({ Endpoint: endpoint('ep2') }));
    expect(await still.account.checkEffect(step, call())).toEqual({ found: 'absent' });
  });

  it('is switched with the whole of it', async () => {
    const { account, requests } = scripted(xml({ Endpoint: endpoint('ep1') }), { status: 200, body: '' });
    await account.execute(
      { kind: 'switch-emergency', phoneNumber: '+19195551212', handle: 'ep1', on: false },
      call(),
    );
    expect(requests.map(ask)).toEqual([`GET ${BASE}/ep1`, `PUT ${BASE}/ep1`]);
    expect(requests[1]?.body).toContain('<locationId>HQ1</locationId>');
    expect(requests[1]?.body).toContain('<activated>false</activated>');
  });
});

describe('a notification recipient', () => {
  const recipient = { email: 'Desk@example.com', phone: '+14155550100', description: 'Desk' };
  const step: Step = { kind: 'add-recipient', recipient, tag: '' };
  const list = (...items: Readonly<Record<string, string>>[]) =>
    xml({ NotificationRecipientListResponse: { notificationRecipients: items } });

  it('is sent with what the row gives', async () => {
    const { account, requests } = scripted({
      status: 201,
      body: xml({ NotificationRecipient: { id: '7' } }),
    });
    await account.execute(step, call());
    expect(ask(requests[0])).toBe(`POST ${BASE}/notificationRecipients`);
    expect(requests[0]?.body).toContain('<emailAddress>Desk@example.com</emailAddress>');
  });

  it('is there when e-mail and telephone are, however they are written', async () => {
    const look = (text: string) => scripted(text).account.checkEffect(step, call());
    const there = { id: '7', emailAddress: 'desk@EXAMPLE.com', phoneNumber: '(415) 555-0100' };
    expect(await look(list(there))).toEqual({ found: 'done', result: { id: '7', requestId: '' } });
    expect(await look(list({ ...there, phoneNumber: '' }))).toEqual({ found: 'absent' });
    expect(await look(list())).toEqual({ found: 'absent' });
    await expect(look('<NotificationRecipientListResponse>')).rejects.toThrow('incomplete');
  });
});

it('update-address without a label sends the present description again', async () => {
  const { account, requests } = scripted(
    xml({ Location: location('HQ1') }),
    '',
    xml({ Location: location('HQ1') }),
  );
  const { description: _label, ...present } = location('HQ1');
  const step = {
    kind: 'update-address',
    addressId: present.locationId,
    address: {
      street: '2 Main Campus Dr',
      parts: null,
      unit: '',
      city: 'Boston',
      region: 'MA',
      postalCode: '02139',
      country: 'US',
    },
    callerName: '',
    label: '',
    addressKind: 'business',
    tag: '',
  } as const;
  await account.execute(step, call());
  expect(requests.map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET']);
  expect(requests[1]?.body).toContain('<description>HQ</description>');
});
