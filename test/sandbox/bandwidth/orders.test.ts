import { describe, expect, it } from 'vitest';
import { parseXml } from '../../../src/sandbox/bandwidth/xml.ts';
import { addressXml, openOrders, orderXml, removalXml, textIn } from './orders-account.ts';

const FREE = '4155550150';
const ANOTHER = '4155550151';
const PLACED = 'POST /e911s';

describe('the form of an order is checked at once', () => {
  it.each([
    ['no XML', '<E911Order', '1019'],
    ['another document', '<Order/>', '1019'],
    ['no number', orderXml([]), '5073'],
    ['a number that is none', orderXml(['15550100']), '5070'],
    ['a number with its country code', orderXml(['14155550150']), '5070'],
    ['a number twice', orderXml([FREE, FREE]), '5072'],
    ['a long tag', orderXml([FREE], { CustomerOrderId: 'x'.repeat(41) }), '1011'],
    ['a tag with an underscore', orderXml([FREE], { CustomerOrderId: 'a_b' }), '1013'],
    ['no caller name', orderXml([FREE], { CallerName: '' }), '8110'],
    ['a long caller name', orderXml([FREE], { CallerName: 'x'.repeat(51) }), '8001'],
    ['a caller name with a sign', orderXml([FREE], { CallerName: 'A &amp; B' }), '8002'],
    ['no house number', orderXml([FREE], { Address: addressXml({ HouseNumber: '' }) }), '8056'],
    ['a directional in full', orderXml([FREE], { Address: addressXml({ PreDirectional: 'North' }) }), '8056'],
    ['an unknown piece', orderXml([FREE], { Address: addressXml({ Floor: '2' }) }), '8056'],
    ['a ZIP of four', orderXml([FREE], { Address: addressXml({ Zip: '2139' }) }), '8056'],
    ['a state of another country', orderXml([FREE], { Address: addressXml({ StateCode: 'ON' }) }), '8063'],
    ['an unknown element', orderXml([FREE], { Priority: 'high' }), '8057'],
    ['numbers and identifiers', orderXml([FREE], { AlternateEndUserIdentifiers: '' }), '8011'],
    [
      'a removal with an address',
      orderXml([FREE], { DeleteTNSpecificE911Address: 'true', CallerName: 'x' }),
      '1005',
    ],
    ['a removal that is neither', orderXml([FREE], { DeleteTNSpecificE911Address: 'yes' }), '1008'],
  ])('refuses %s', (_name, body, code) => {
    const { ask, kinds } = openOrders();
    const answer = ask(PLACED, body);
    expect({ status: answer.status, code: textIn(answer, 'ErrorCode') }).toEqual({ status: 400, code });
    expect(answer.body).toContain('<E911OrderResponse>');
    expect(kinds()).toEqual([]);
  });

  it('refuses another media type and wrong credentials', () => {
    const { ask } = openOrders();
    expect(ask(PLACED, orderXml([FREE]), { headers: { 'content-type': 'text/plain' } }).status).toBe(415);
    const answer = ask('GET /inserviceNumbers', '', { headers: { authorization: 'Basic eDp5' } });
    expect({ status: answer.status, code: textIn(answer, 'ErrorCode') }).toEqual({
      status: 401,
      code: '1001',
    });
    expect(ask('GET /nowhere').status).toBe(404);
  });
});

describe('the life of an order', () => {
  it('is RECEIVED, PROCESSING and COMPLETE, and covers its number in the end only', () => {
    const { ask } = openOrders({ switches: { orderDelayMs: 1000 } });
    const placed = ask(PLACED, orderXml([FREE], { CustomerOrderId: 'tag 1' }));
    expect(placed.status).toBe(201);
    // Lower case in the answer to POST, upper case in the answer to GET.
    const id = /<orderId>([^<]+)</.exec(placed.body)?.[1] ?? '';
    expect(placed.headers?.['location']).toBe(`/api/accounts/9900912/e911s/${id}`);
    const listed = () => textIn(ask(`GET /e911s?tn=${FREE}`, '', { nowMs: 400 }), 'OrderStatus');
    expect(listed()).toBe('RECEIVED');
    const statusAt = (nowMs: number) => textIn(ask(`GET /e911s/${id}`, '', { nowMs }), 'ProcessingStatus');
    expect(statusAt(400)).toBe('RECEIVED');
    expect(statusAt(900)).toBe('PROCESSING');
    expect(ask(`GET /tns/${FREE}/e911`, '', { nowMs: 900 }).status).toBe(404);
    expect(statusAt(1000)).toBe('COMPLETE');
    const held = ask(`GET /tns/${FREE}/e911`, '', { nowMs: 1000 });
    expect([textIn(held, 'Name'), textIn(held, 'StreetName')]).toEqual(['City Desk', 'N Spring St']);
    expect(held.body).not.toContain('Country');
  });

  it('is answered PROCESSING for as many reads as the switch says', () => {
    const { ask } = openOrders({ switches: { processingPolls: 2 } });
    const id = textIn(ask(PLACED, orderXml([FREE])), 'orderId');
    const statuses = [1, 2, 3].map(() => textIn(ask(`GET /e911s/${id}`), 'ProcessingStatus'));
    expect(statuses).toEqual(['PROCESSING', 'PROCESSING', 'COMPLETE']);
  });

  it('takes an address off, and bears it where there is none', () => {
    const { ask, kinds } = openOrders();
    expect(ask('GET /tns/4155550100/e911').status).toBe(200);
    ask(PLACED, removalXml('4155550100'));
    expect(ask('GET /tns/4155550100/e911').status).toBe(404);
    const id = textIn(ask(PLACED, removalXml(FREE)), 'orderId');
    expect(textIn(ask(`GET /e911s/${id}`), 'ProcessingStatus')).toBe('COMPLETE');
    expect(kinds()).toEqual(['disassociate', 'disassociate']);
  });

  it.each([
    ['a foreign number', orderXml(['2125550100']), 'FAILED', '8003'],
    ['a foreign number among others', orderXml([FREE, '2125550100']), 'PARTIAL', '8003'],
    [
      'an address that is nowhere',
      orderXml([FREE], { Address: addressXml({ StreetName: 'Nowhere' }) }),
      'FAILED',
      '8006',
    ],
    [
      'an address in another form',
      orderXml([FREE], { Address: addressXml({ StreetSuffix: 'Street' }) }),
      'ADJUSTED_COMPLETE',
      '',
    ],
  ])('ends as it should for %s', (_name, body, status, code) => {
    const { ask } = openOrders();
    const id = textIn(ask(PLACED, body), 'orderId');
    const order = ask(`GET /e911s/${id}`);
    expect([textIn(order, 'ProcessingStatus'), textIn(order, 'Code')]).toEqual([status, code]);
  });

  it('registers the corrected address of an ADJUSTED order', () => {
    const { ask } = openOrders();
    ask(PLACED, orderXml([FREE], { Address: addressXml({ StreetSuffix: 'Street' }) }));
    expect(textIn(ask(`GET /tns/${FREE}/e911`), 'StreetName')).toBe('N SPRING ST');
  });

  it.each([
    ['order', 201],
    ['request', 400],
  ] as const)(
    'tells of conflicts by the %s: 8033 for the same again, 8004 for another',
    (conflicts, status) => {
      const { ask } = openOrders({ switches: { conflicts, orderDelayMs: 1000 } });
      const first = textIn(ask(PLACED, orderXml([FREE])), 'orderId');
      const errorOf = (body: string): string => {
        const placed = ask(PLACED, body);
        expect(placed.status).toBe(status);
        const told = status === 400 ? placed : ask(`GET /e911s/${textIn(placed, 'orderId')}`);
        expect(textIn(told, 'Description')).toContain(first);
        return textIn(told, 'ErrorCode') || textIn(told, 'Code');
      };
      expect(errorOf(orderXml([FREE]))).toBe('8033');
      expect(errorOf(removalXml(FREE))).toBe('8004');
    },
  );

  it('ends orders as the switches say, as often as they say', () => {
    const outcomes = [{ number: `+1${FREE}`, status: 'FAILED', code: '8010', times: 1, adjust: {} }] as const;
    const { ask } = openOrders({ switches: { outcomes: [...outcomes] } });
    const ends = [1, 2].map(() => {
      const id = textIn(ask(PLACED, orderXml([FREE])), 'orderId');
      return textIn(ask(`GET /e911s/${id}`), 'ProcessingStatus');
    });
    expect(ends).toEqual(['FAILED', 'COMPLETE']);
    const { standIn } = openOrders();
    expect(() => standIn.controls?.setSwitches({ outcomes: [{ number: '415', status: 'LOST' }] })).toThrow();
  });
});

describe('lists', () => {
  it('are filtered, newest first, and leave out what the specification leaves out', () => {
    const { ask } = openOrders();
    const ids = [FREE, ANOTHER, FREE].map((number, at) =>
      textIn(
        ask(PLACED, orderXml([number], { CustomerOrderId: `tag ${at}` }), { nowMs: at * 1000 }),
        'orderId',
      ),
    );
    const idsOf = (query: string): string[] =>
      [...ask(`GET /e911s?${query}`, '', { nowMs: 3000 }).body.matchAll(/<OrderId>([^<]+)</g)].map(
        ([, id]) => id ?? '',
      );
    expect(idsOf(`tn=${FREE}`)).toEqual([ids[2], ids[0]]);
    expect(idsOf('customerOrderId=tag+1')).toEqual([ids[1]]);
    expect(idsOf('status=COMPLETE&nobodyKnows=1')).toEqual([...ids].reverse());
    const detailed = ask(`GET /e911s?tn=${ANOTHER}&orderDetails=true`);
    expect(detailed.body).not.toContain('CustomerOrderId');
    expect(ask(`GET /e911s/${ids[1]}`).body).toContain('<CustomerOrderId>tag 1</CustomerOrderId>');
  });

  it.each(['tn=415', 'status=DONE', 'createdDateFrom=yesterday'])(
    'answer a wrong value (%s) with 404',
    (query) => {
      const { ask } = openOrders();
      ask(PLACED, orderXml([FREE]));
      expect(ask(`GET /e911s?${query}`).status).toBe(404);
    },
  );

  it('are 404 or empty without orders, as the switch says', () => {
    const { ask, standIn } = openOrders();
    expect(ask(`GET /e911s?tn=${FREE}`).status).toBe(404);
    standIn.controls?.setSwitches({ emptyOrders: 'empty-list' });
    expect(textIn(ask(`GET /e911s?tn=${FREE}`), 'TotalCount')).toBe('0');
  });

  it('of numbers are paged by the place of their first element, with links', () => {
    const { ask } = openOrders({ numbers: 5 });
    const page = ask('GET /inserviceNumbers?page=3&size=2');
    expect(
      parseXml(page.body)
        ?.children.at(-1)
        ?.children.map(({ text }) => text),
    ).toEqual(['2', '2125550102', '2125550103']);
    expect(page.body).toContain('page=5&amp;size=2&gt;;rel="next"');
    expect(ask('GET /inserviceNumbers?page=5&size=2').body).not.toContain('next');
    expect(ask('GET /inserviceNumbers?page=none').status).toBe(400);
    expect(openOrders({ numbers: 0 }).ask('GET /inserviceNumbers')).toEqual({ status: 204, body: '' });
    expect(ask('GET /inserviceNumbers/2125550102')).toEqual({ status: 200, body: '' });
    expect(ask('GET /inserviceNumbers/4155550100').status).toBe(404);
    expect(openOrders({ numbers: 1 }).ask('GET /addresses?type=e911').status).toBe(404);
  });
});

describe('too many requests', () => {
  it('are told with an empty body and the second from which on to come back', () => {
    const wallAtZeroMs = Date.UTC(2030, 0, 1);
    const { ask } = openOrders({ wallAtZeroMs, switches: { maxPerSecond: 1, throttleSeconds: 3 } });
    expect(ask('GET /inserviceNumbers', '', { nowMs: 1500 }).status).toBe(200);
    const answer = ask('GET /inserviceNumbers', '', { nowMs: 1600 });
    expect(answer).toMatchObject({ status: 429, body: '' });
    expect(answer.headers?.['x-ratelimit-reset']).toBe(String(Math.ceil((wallAtZeroMs + 4600) / 1000)));
    expect(ask('GET /inserviceNumbers', '', { nowMs: 2700 }).status).toBe(200);
  });
});
