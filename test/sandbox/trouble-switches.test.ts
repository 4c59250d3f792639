import { describe, expect, it, onTestFinished } from 'vitest';
import { createFaults } from '../../src/sandbox/faults.ts';
import { startSandboxServer } from '../../src/sandbox/server.ts';
import { createSinchStandIn } from '../../src/sandbox/sinch/index.ts';
import type { StandIn } from '../../src/sandbox/stand-in.ts';
import { createTwilioStandIn } from '../../src/sandbox/twilio/index.ts';
import { createVonageStandIn } from '../../src/sandbox/vonage/index.ts';
import { endpointXml, openBandwidth } from './bandwidth/account.ts';
import { openOrders, orderXml, textIn } from './bandwidth/orders-account.ts';
import { movableClock } from './real-clock.ts';

/** What a test waits for by moving the clock. */
const LATE_MS = 60_000;

const NUMBER = '+14155550100';

interface Carrier {
  readonly name: string;
  readonly standIn: StandIn;
  readonly user: string;
  readonly password: string;
  /** Reads the number's state, assigns an address to it, lists what `list` names. */
  readonly read: string;
  readonly assign: readonly [call: string, body: string];
  readonly list: { readonly operation: string; readonly call: string; readonly shows: RegExp };
}

const AC = `AC${'e911'.repeat(8)}`;
const SINCH_ADDRESS = {
  displayName: 'Desk',
  address: {
    streetNumber: '645',
    streetInfo: 'HARRISON ST',
    city: 'SAN FRANCISCO',
    state: 'CA',
    postalCode: '94105',
  },
};

function carriers(): Carrier[] {
  const twilio = createTwilioStandIn();
  const state = twilio.controls?.state(0) as
    | Record<string, { sid: string; phoneNumber?: string }[]>
    | undefined;
  const pn = state?.['numbers']?.find((one) => one.phoneNumber === NUMBER)?.sid ?? '';
  const vonage = createVonageStandIn();
  const sinch = createSinchStandIn({ numbers: [NUMBER, '+14155550101'] });
  const e = { ...twilio.environment, ...vonage.environment, ...sinch.environment };
  const path = `/2010-04-01/Accounts/${AC}`;
  return [
    {
      name: 'twilio',
      standIn: twilio,
      user: AC,
      password: e['TWILIO_AUTH_TOKEN'] ?? '',
      read: `GET ${path}/IncomingPhoneNumbers/${pn}.json`,
      assign: [
        `POST ${path}/IncomingPhoneNumbers/${pn}.json`,
        `EmergencyAddressSid=${state?.['addresses']?.[0]?.sid}`,
      ],
      list: { operation: 'list-addresses', call: `GET ${path}/Addresses.json`, shows: /"sid":/ },
    },
    {
      name: 'vonage',
      standIn: vonage,
      user: e['VONAGE_API_KEY'] ?? '',
      password: e['VONAGE_API_SECRET'] ?? '',
      read: `GET /v1/emergency/numbers/${NUMBER.slice(1)}`,
      assign: [`PATCH /v1/emergency/numbers/${NUMBER.slice(1)}`, '{"contact_name":"Desk"}'],
      list: { operation: 'list-addresses', call: 'GET /v1/addresses', shows: /"id":/ },
    },
    {
      name: 'sinch',
      standIn: sinch,
      user: e['SINCH_KEY_ID'] ?? '',
      password: e['SINCH_KEY_SECRET'] ?? '',
      read: `GET /v1/projects/sandbox-project/activeNumbers/${NUMBER}/emergencyAddress`,
      assign: [
        `POST /v1/projects/sandbox-project/activeNumbers/${NUMBER}/emergencyAddress:provision`,
        JSON.stringify(SINCH_ADDRESS),
      ],
      list: {
        operation: 'list-numbers',
        call: 'GET /v1/projects/sandbox-project/activeNumbers?regionCode=US&type=LOCAL',
        shows: /"phoneNumber":/,
      },
    },
    {
      name: 'bandwidth',
      ...withUser(openBandwidth().standIn, 'BW'),
      read: 'GET /api/accounts/9900911/e911s/ep00000001',
      assign: [
        'PUT /api/accounts/9900911/e911s/ep00000001',
        endpointXml({ callerName: 'Desk', locationId: 'HQ1', telephoneNumber: NUMBER.slice(2) }),
      ],
      list: {
        operation: 'list-locations',
        call: 'GET /api/accounts/9900911/e911s/locations',
        shows: /<locationId>/,
      },
    },
    {
      name: 'bandwidth-orders',
      ...withUser(openOrders().standIn, 'BW_ORDERS'),
      read: `GET /api/tns/${NUMBER.slice(2)}/e911`,
      assign: ['POST /api/accounts/9900912/e911s', orderXml([NUMBER.slice(2)])],
      list: {
        operation: 'list-numbers',
        call: 'GET /api/accounts/9900912/inserviceNumbers?page=1&size=500',
        shows: /<TelephoneNumber>/,
      },
    },
  ];
}

function withUser(standIn: StandIn, prefix: string) {
  const { [`${prefix}_USERNAME`]: user = '', [`${prefix}_PASSWORD`]: password = '' } = standIn.environment;
  return { standIn, user, password };
}

async function serve({ standIn, user, password }: Carrier) {
  const faults = createFaults(() => 0.5);
  const clock = movableClock();
  const server = await startSandboxServer(standIn, { clock, faults });
  onTestFinished(() => server.close());
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const ask = async (call: string, body?: string) => {
    const [method = '', path = ''] = call.split(' ');
    const type = body?.startsWith('{') ? 'json' : body?.startsWith('<') ? 'xml' : 'x-www-form-urlencoded';
    const headers = { authorization, 'content-type': `application/${type}` };
    const answer = await fetch(`${server.origin}${path}`, { method, headers, ...(body ? { body } : {}) });
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };
  return { ask, faults, effects: standIn.effects, pass: clock.pass };
}

describe.each(carriers())('$name', (carrier) => {
  it('refuses to read one number, or to give it an address, and serves the others', async () => {
    const { ask } = await serve(carrier);
    expect((await ask(carrier.read)).status).toBeLessThan(405);
    carrier.standIn.controls?.setSwitches({ refusedReads: [{ number: NUMBER, status: 418 }] });
    expect((await ask(carrier.read)).status).toBe(418);
    carrier.standIn.controls?.setSwitches({ refusedReads: [], ineligible: [NUMBER] });
    expect((await ask(carrier.read)).status).not.toBe(418);
    const answer = await ask(...carrier.assign);
    // An order tells by its end what the others tell at once.
    if (carrier.name !== 'bandwidth-orders') expect([400, 422]).toContain(answer.status);
    else {
      const id = textIn({ status: 0, body: answer.text }, 'orderId');
      const order = await ask(`GET /api/accounts/9900912/e911s/${id}`);
      expect(order.text).toMatch(/<ProcessingStatus>FAILED.*<Code>8000</);
    }
    carrier.standIn.controls?.setSwitches({ ineligible: [] });
  });

  it('shortens a list, empties it, and gives it no end', async () => {
    const { ask } = await serve(carrier);
    const { operation, call, shows } = carrier.list;
    const everyone = new RegExp(shows, 'g');
    const count = async (keep?: number): Promise<number> => {
      carrier.standIn.controls?.setSwitches({ badLists: keep === undefined ? [] : [{ operation, keep }] });
      const { text, status } = await ask(call);
      expect([200, 204, 404]).toContain(status);
      return text.match(everyone)?.length ?? 0;
    };
    expect(await count()).toBeGreaterThan(0);
    expect(await count(0)).toBe(0);
    expect(await count(1)).toBe(1);
    carrier.standIn.controls?.setSwitches({ badLists: [] });
  });

  it('commits late what it answered 504 or reset, pages of a proxy, and packs answers', async () => {
    const { ask, faults, effects, pass } = await serve(carrier);
    const before = effects.length;
    faults.set([{ do: 'late', delayMs: LATE_MS, times: 1 }]);
    expect((await ask(...carrier.assign)).status).toBe(504);
    expect(effects.length).toBe(before);
    pass(LATE_MS);
    await expect.poll(() => effects.length).toBe(before + 1);
    faults.set([{ do: 'reset-late', delayMs: LATE_MS }]);
    await expect(ask(...carrier.assign)).rejects.toThrow();
    expect(effects.length).toBe(before + 1);
    pass(LATE_MS);
    await expect.poll(() => effects.length).toBe(before + 2);

    faults.set([{ do: 'html' }]);
    const page = await ask(carrier.list.call);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.text).toContain('<!DOCTYPE html>');
    for (const encoding of ['gzip', 'br', 'deflate'] as const) {
      faults.set([{ do: 'compress', encoding, padBytes: 10_000 }]);
      const packed = await ask(carrier.list.call);
      expect(packed.headers.get('content-encoding')).toBe(encoding);
      expect(packed.text.length).toBeGreaterThan(10_000);
      expect(packed.text).toMatch(carrier.list.shows);
    }
  });
});

/** Follows a list's pages as each carrier names them; stops at `most`. */
async function pagesOf(
  ask: (call: string) => Promise<{ text: string }>,
  first: string,
  next: (text: string, page: number) => string | undefined,
): Promise<number> {
  let call: string | undefined = first;
  for (let page = 1; page < 50; page += 1) {
    const { text }: { text: string } = await ask(call);
    call = next(text, page);
    if (call === undefined) return page;
  }
  return Number.POSITIVE_INFINITY;
}

describe('a list without an end', () => {
  const all = carriers();
  const nexts: Readonly<Record<string, (text: string, page: number) => string | undefined>> = {
    twilio: (text) => {
      const uri = JSON.parse(text).next_page_uri;
      return uri === null ? undefined : `GET ${uri}`;
    },
    vonage: (text, page) => {
      return JSON.parse(text).total_pages > page ? `GET /v1/addresses?page=${page + 1}` : undefined;
    },
    sinch: (text) => {
      const token = JSON.parse(text).nextPageToken;
      return token === '' ? undefined : `${all[2]?.list.call}&pageToken=${token}`;
    },
    'bandwidth-orders': (text) => {
      const query = /<next>Link=&lt;[^?]*(\?page=\d+)&amp;size=500/.exec(text)?.[1];
      return query === undefined ? undefined : `GET /api/accounts/9900912/inserviceNumbers${query}&size=500`;
    },
  };
  for (const carrier of all) {
    const next = nexts[carrier.name];
    // The seed's lists have no pages.
    if (next === undefined) continue;
    it.each(['repeat', 'empty'] as const)(`${carrier.name}: %s`, async (endless) => {
      const { ask } = await serve(carrier);
      const { operation, call } = carrier.list;
      carrier.standIn.controls?.setSwitches({ badLists: [] });
      expect(await pagesOf(ask, call, next)).toBeLessThan(3);
      carrier.standIn.controls?.setSwitches({ badLists: [{ operation, endless }] });
      expect(await pagesOf(ask, call, next)).toBe(Number.POSITIVE_INFINITY);
      carrier.standIn.controls?.setSwitches({ badLists: [] });
    });
  }
});
