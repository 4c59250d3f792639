import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newestRun, openPlace, type Place } from '../support/command.ts';
import { ONE, ordersAt, SHEET } from '../support/orders-stand-in.ts';

describe('an order that meets another, or a limit', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
    await place.file('numbers.csv', SHEET);
    await place.file('one.csv', ONE);
  });
  afterEach(() => place.close());

  const { apply, control, effects, only, standIn } = ordersAt(() => place);
  /** An order of another program, by hand. */
  async function order(body: string): Promise<void> {
    const { environment } = place.sandbox;
    const user = `${environment['BW_ORDERS_USERNAME']}:${environment['BW_ORDERS_PASSWORD']}`;
    const account = environment['BW_ORDERS_ACCOUNT_ID'];
    const answer = await fetch(`${standIn().origin}/api/accounts/${account}/e911s`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(user).toString('base64')}`,
        'content-type': 'application/xml',
      },
      body: `<E911Order><TelephoneNumbers><TelephoneNumber>4155550104</TelephoneNumber></TelephoneNumbers>${body}</E911Order>`,
    });
    expect(answer.status).toBe(201);
  }

  it('waits for the same order of another program, and orders nothing itself', async () => {
    await control('switches', { orderDelayMs: 1500 });
    await order(
      '<CallerName>City Desk</CallerName><Address><HouseNumber>200</HouseNumber><PreDirectional>N</PreDirectional><StreetName>Spring</StreetName><StreetSuffix>St</StreetSuffix><City>Los Angeles</City><StateCode>CA</StateCode><Zip>90012</Zip></Address>',
    );
    expect((await apply('one.csv')).code).toBe(0);
    expect(await only()).toMatchObject({ result: 'unchanged', emergency_status: 'COMPLETE' });
    expect(effects()).toHaveLength(1);
  });

  it('assigns a number that is losing its address when it has lost it', async () => {
    await control('switches', { orderDelayMs: 1500 });
    await order('<DeleteTNSpecificE911Address>true</DeleteTNSpecificE911Address>');
    expect((await apply('one.csv')).code).toBe(0);
    expect(await only()).toMatchObject({ result: 'applied', emergency_status: 'COMPLETE' });
    expect(effects().map(({ kind }) => kind)).toEqual(['disassociate', 'associate']);
  });

  it.each(['order', 'request'])('tells of another order on the number (by the %s)', async (conflicts) => {
    await control('switches', { orderDelayMs: 60_000, conflicts });
    await order(
      '<CallerName>City Desk</CallerName><Address><HouseNumber>1</HouseNumber><StreetName>Else</StreetName><City>Los Angeles</City><StateCode>CA</StateCode></Address>',
    );
    expect((await apply('one.csv')).code).toBe(1);
    expect(await only()).toMatchObject({ result: 'failed', provider_code: '8004' });
    expect((await only())['hint']).toContain('Run the row again when it is done');
  });

  it('waits out 429s that have an empty body and X-RateLimit-Reset, and polls through PROCESSING', async () => {
    await control('switches', { throttleNext: 3, throttleSeconds: 1, processingPolls: 2 });
    expect((await apply('one.csv')).code).toBe(0);
    expect(await only()).toMatchObject({ result: 'applied', emergency_status: 'COMPLETE' });
    expect(effects()).toHaveLength(1);
    const summary = JSON.parse(await readFile(path.join(await newestRun(place), 'summary.json'), 'utf8')) as {
      calls: Record<string, { throttled: number }>;
    };
    expect(summary.calls['bandwidth-orders']?.throttled).toBe(3);
  });
});
