import { expect, test } from 'vitest';
import type { OrdersSwitches } from '../../../src/sandbox/bandwidth/orders/switches.ts';
import { openOrders, orderXml, textIn } from './orders-account.ts';

const E164 = '%2B14155550150';

function openV2(switches: Partial<OrdersSwitches> = {}) {
  const { standIn, user, password } = openOrders({ switches });
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const ask = (call: string, body = '') => {
    const [method = '', target = ''] = call.split(' ');
    const [path = '', query = ''] = target.split('?');
    const below = path.startsWith('/tns/') ? path : `/accounts/9900912${path}`;
    const headers = { authorization, 'content-type': 'application/xml' };
    return standIn.answer(
      { method, path: `/api/v2${below}`, query: new URLSearchParams(query), headers, body },
      0,
    );
  };
  return { standIn, ask };
}

test('numbers are +1 E.164 in paths, queries and bodies, both ways', () => {
  const { ask, standIn } = openV2();
  const placed = ask('POST /e911s', orderXml(['+14155550150'], { CustomerOrderId: 'tag 1' }));
  expect([placed.status, textIn(placed, 'TelephoneNumber')]).toEqual([201, '+14155550150']);
  expect(ask(`GET /tns/${E164}/e911`).body).toContain('<Name>City Desk</Name>');
  expect(ask(`GET /inserviceNumbers/${E164}`).status).toBe(200);
  expect(textIn(ask(`GET /tns/${E164}`), 'TelephoneNumber')).toBe('+14155550150');
  const found = ask(`GET /e911s?tn=${E164}&orderDetails=true`);
  expect(textIn(found, 'TelephoneNumber')).toBe('+14155550150');
  expect(ask('GET /inserviceNumbers?page=1&size=2').body).toContain('>+14155550100<');
  expect(standIn.effects).toMatchObject([{ kind: 'associate', subject: '+14155550150' }]);
});

test('ten digits are refused, unless switched on', () => {
  const { ask, standIn } = openV2();
  expect(textIn(ask('POST /e911s', orderXml(['4155550150'])), 'ErrorCode')).toBe('5070');
  expect(ask('GET /inserviceNumbers/4155550150').status).toBe(404);
  expect(ask('GET /e911s?tn=4155550150').status).toBe(404);
  standIn.controls?.setSwitches({ v2TenDigits: 'accept' });
  expect(ask('POST /e911s', orderXml(['4155550150'])).status).toBe(201);
});

test('a switch turns one version off', () => {
  const { ask, standIn } = openV2({ apiVersions: 'v1' });
  expect(ask('GET /inserviceNumbers/totals').status).toBe(404);
  standIn.controls?.setSwitches({ apiVersions: 'v2' });
  expect(ask('GET /inserviceNumbers/totals').status).toBe(200);
  expect(openOrders({ switches: { apiVersions: 'v2' } }).ask('GET /inserviceNumbers/totals').status).toBe(
    404,
  );
});
