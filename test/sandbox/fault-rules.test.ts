import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { createFaults, type Faults } from '../../src/sandbox/faults.ts';
import { startSandboxServer } from '../../src/sandbox/server.ts';
import type { StandIn } from '../../src/sandbox/stand-in.ts';
import { createTwilioStandIn } from '../../src/sandbox/twilio/index.ts';
import { openOrders, orderXml } from './bandwidth/orders-account.ts';
import { realClock } from './real-clock.ts';

const TWILIO = { addresses: `/2010-04-01/Accounts/AC${'e911'.repeat(8)}/Addresses.json` };
const ORDERS = {
  numbers: '/api/accounts/9900912/inserviceNumbers?page=1&size=500',
  orders: '/api/accounts/9900912/e911s',
};

let faults: Faults;
beforeEach(() => {
  faults = createFaults(() => 0.5);
});

async function serve(standIn: StandIn, prefix: string, names: readonly [string, string]) {
  const [user, password] = names.map((name) => standIn.environment[`${prefix}_${name}`]);
  const server = await startSandboxServer(standIn, { clock: realClock, faults });
  onTestFinished(() => server.close());
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return async (path: string, body?: string): Promise<{ status: number; headers: Headers; text: string }> => {
    const method = body === undefined ? 'GET' : 'POST';
    const headers = { authorization, 'content-type': 'application/xml' };
    const answer = await fetch(`${server.origin}${path}`, {
      method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
}
const countOf = (text: string, what: RegExp): number => text.match(what)?.length ?? 0;

it('redirects without an effect, and hollows an answer out after its effect', async () => {
  const { standIn } = openOrders();
  const ask = await serve(standIn, 'BW_ORDERS', ['USERNAME', 'PASSWORD']);
  const order = orderXml(['4155550150']);
  const before = standIn.effects.length;
  faults.set([{ do: 'redirect', times: 1 }]);
  const redirected = await ask(ORDERS.orders, order);
  expect([redirected.status, redirected.headers.get('location')]).toEqual([307, 'http://127.0.0.1:9/login']);
  expect(standIn.effects.length).toBe(before);
  faults.set([{ do: 'wrong-form', times: 1 }]);
  const hollow = await ask(ORDERS.orders, order);
  expect([hollow.status < 300, hollow.text]).toEqual([true, '<Status>ok</Status>']);
  expect(standIn.effects.length).toBeGreaterThan(before);
});

it('shortens a list once, and leaves the switches and other calls as they are', async () => {
  const standIn = createTwilioStandIn();
  const ask = await serve(standIn, 'TWILIO', ['ACCOUNT_SID', 'AUTH_TOKEN']);
  const shown = async (): Promise<number> => countOf((await ask(TWILIO.addresses)).text, /"sid":/g);
  const all = await shown();
  expect(all).toBeGreaterThan(0);
  faults.set([{ do: 'short-list', times: 1 }]);
  expect([await shown(), await shown()]).toEqual([0, all]);
  standIn.controls?.setSwitches({ badLists: [{ operation: 'list-numbers', keep: 0 }] });
  faults.set([{ do: 'short-list', keep: 1, times: 1 }]);
  expect([await shown(), await shown()]).toEqual([Math.min(1, all), all]);
  expect(standIn.controls?.switches()['badLists']).toMatchObject([{ operation: 'list-numbers' }]);
  const orders = openOrders().standIn;
  const askOrders = await serve(orders, 'BW_ORDERS', ['USERNAME', 'PASSWORD']);
  faults.set([{ do: 'short-list', keep: 2 }]);
  expect(countOf((await askOrders(ORDERS.numbers)).text, /<TelephoneNumber>/g)).toBe(2);
});
