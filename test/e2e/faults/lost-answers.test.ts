import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newestResults, openPlace, type Place } from '../support/command.ts';
import { sampleOf } from '../support/sample-of.ts';

const SHEET = `phone_number,action,caller_name,street,unit,city,region,postal_code,country
+14155550105,,City Desk,200 N Spring St,,Los Angeles,CA,90012,US
+14155550106,,City Desk,200 N Spring St,,Los Angeles,CA,90012,US
+14155550102,,City Desk,200 N Spring St,,Los Angeles,CA,90012,US
+12125550103,remove,,,,,,,
`;

interface NumberView {
  readonly phone_number: string;
  readonly emergency_address_sid: string | null;
  readonly emergency_address_status: string;
}

async function control(place: Place, name: string, body: unknown): Promise<void> {
  const origin = place.sandbox.standIns[0]?.origin ?? '';
  const answer = await fetch(`${origin}/__sandbox/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBeLessThan(300);
}

async function numberAt(place: Place, phoneNumber: string): Promise<NumberView> {
  const standIn = place.sandbox.standIns[0];
  const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token } = place.sandbox.environment;
  const url = `${standIn?.origin}/2010-04-01/Accounts/${sid}/IncomingPhoneNumbers.json?PhoneNumber=${encodeURIComponent(phoneNumber)}`;
  const headers = { authorization: `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}` };
  const { incoming_phone_numbers: found } = (await (await fetch(url, { headers })).json()) as {
    incoming_phone_numbers: NumberView[];
  };
  const [number] = found;
  if (!number) throw new Error(`${phoneNumber} is not in the stand-in`);
  return number;
}

function count(place: Place, kind: string): number {
  return place.effects().filter((effect) => effect.kind === kind).length;
}

describe('answers that are lost', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
    await place.file('numbers.csv', SHEET);
  });
  afterEach(() => place.close());

  for (const deed of sampleOf(
    ['reset-before', 'reset-after', 'truncate', 'status-after', 'status'],
    [0, 1],
  )) {
    for (const operation of ['create-address', 'associate', 'disassociate']) {
      it(`makes each change exactly once when ${operation} meets ${deed}`, async () => {
        await control(place, 'faults', [{ when: { operation, nth: 1 }, do: deed, status: 503 }]);
        const { code, err } = await place.run('apply', 'numbers.csv', '--yes', '--settle', '1s');
        expect({ code, err }).toMatchObject({ code: 0 });
        expect((await newestResults(place)).map((row) => row['result'])).toEqual([
          'applied',
          'applied',
          'applied',
          'applied',
        ]);
        expect(count(place, 'create-address')).toBe(1);
        const covered = await numberAt(place, '+14155550105');
        expect(covered.emergency_address_status).toBe('registered');
        for (const other of ['+14155550106', '+14155550102']) {
          expect(await numberAt(place, other)).toMatchObject({
            emergency_address_sid: covered.emergency_address_sid,
            emergency_address_status: 'registered',
          });
        }
        expect((await numberAt(place, '+12125550103')).emergency_address_status).toBe('unregistered');
      });
    }
  }

  it('waits out a storm of 429 and loses no row', async () => {
    await control(place, 'faults', [
      { when: { probability: 0.3 }, do: 'status', status: 429, retryAfter: 0, times: 30 },
    ]);
    const { code } = await place.run('apply', 'numbers.csv', '--yes');
    expect(code).toBe(0);
    expect(count(place, 'create-address')).toBe(1);
  });

  it('stops the account on refused credentials and names the rest as not attempted', async () => {
    await control(place, 'faults', [
      {
        when: { operation: 'associate' },
        do: 'status',
        status: 401,
        body: '{"code":20003,"message":"Authenticate","status":401}',
      },
    ]);
    const { code } = await place.run('apply', 'numbers.csv', '--yes', '--max-open', '1');
    // The canary was open when the door closed: it is named, and that wins.
    expect([5, 9]).toContain(code);
    const results = (await newestResults(place)).map((row) => row['result']);
    expect(results).toContain('not_attempted');
    expect(
      results.every((result) => ['failed', 'not_attempted', 'applied', 'pending'].includes(result ?? '')),
    ).toBe(true);
  });
});

describe('uncovered gaps', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
    await place.file('numbers.csv', SHEET);
  });
  afterEach(() => place.close());

  it('keeps trying while the provider refuses the new address for a while', async () => {
    await control(place, 'switches', { reassociateRefusalMs: 1500 });
    const { code } = await place.run('apply', 'numbers.csv', '--yes');
    expect(code).toBe(0);
    const row = (await newestResults(place))[2];
    expect(row?.['result']).toBe('applied');
    expect(Number(row?.['uncovered_seconds'])).toBeGreaterThan(1);
  });

  it('puts the former address back when the new one cannot be registered', async () => {
    const before = await numberAt(place, '+14155550102');
    await control(place, 'faults', [
      {
        // Refuses every association but the return to the former address.
        when: { operation: 'associate', body: `EmergencyAddressSid=(?!${before.emergency_address_sid})AD` },
        do: 'status',
        status: 400,
        body: '{"code":21628,"message":"no","status":400}',
      },
    ]);
    await place.file('change.csv', `${SHEET.split('\n')[0]}\n${SHEET.split('\n')[3]}\n`);
    const { code } = await place.run('apply', 'change.csv', '--yes', '--wait', '2s');
    expect(code).toBe(1);
    expect((await newestResults(place))[0]).toMatchObject({
      result: 'failed',
      provider_code: '21628',
      detail: 'rolled back to the former address',
    });
    expect(await numberAt(place, '+14155550102')).toMatchObject({
      emergency_address_sid: before.emergency_address_sid,
      emergency_address_status: 'registered',
    });
  });

  it('names a number that stays uncovered, and exits 9', async () => {
    await control(place, 'faults', [
      {
        when: { operation: 'associate' },
        do: 'status',
        status: 400,
        body: '{"code":20422,"message":"no","status":400}',
      },
    ]);
    await place.file('change.csv', `${SHEET.split('\n')[0]}\n${SHEET.split('\n')[3]}\n`);
    const { code, err } = await place.run('apply', 'change.csv', '--yes', '--wait', '1s');
    expect(code).toBe(9);
    expect(err).toContain('+14155550102');
    const next = await place.run('runs', '--uncovered');
    expect(next.code).toBe(9);
    expect(next.out).toContain('+14155550102');
  });
});
