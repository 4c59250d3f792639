import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultRule } from '../../src/sandbox/faults.ts';
import { newestResults, openPlace, type Place } from './command.ts';

const HEADER = 'phone_number,account,action,caller_name,street,unit,city,region,postal_code,country';
const SPRING = '200 N Spring St,,Los Angeles,CA,90012,US';
const FIFTH = '476 5th Ave,,New York,NY,10018,US';
const SETTLE = ['--settle', '4s'] as const;

type Account = 'twilio' | 'vonage' | 'sinch' | 'bandwidth' | 'bandwidth-orders';

describe('changes that a carrier carries out after their answer was lost', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
  });
  afterEach(() => place.close());

  const row = (account: string, phone: string, address: string): string =>
    `${phone},${account},assign,City Desk,${address}`;
  const sheet = (...rows: string[]): Promise<string> =>
    place.file('numbers.csv', `${HEADER}\n${rows.join('\n')}\n`);
  const standIn = (account: Account) => {
    const found = place.sandbox.standIns.find((each) => each.account === account);
    if (!found) throw new Error(`no stand-in ${account}`);
    return found;
  };
  const fail = (account: Account, ...rules: FaultRule[]): void => standIn(account).faults.set(rules);
  const effectsOf = (account: Account): string[] => standIn(account).standIn.effects.map(({ kind }) => kind);
  const late = (operation: string, delayMs: number, rule: Partial<FaultRule> = {}): FaultRule => ({
    when: { operation, nth: 1 },
    do: 'late',
    delayMs,
    ...rule,
  });

  /** Nothing is on its way any more: what is still uncovered stays so. */
  async function verified(): Promise<number | null> {
    await sleep(1_000);
    return (await place.run('verify', 'numbers.csv')).code;
  }

  it('Twilio: a removal within a change that comes late is not followed by the new address too early', async () => {
    await sheet(row('twilio', '+14155550102', SPRING), row('twilio', '+14155550105', SPRING));
    fail('twilio', late('disassociate', 2_800));
    const { code, err } = await place.run('apply', 'numbers.csv', '--yes', ...SETTLE);
    expect({ code, err }).toMatchObject({ code: 0 });
    expect((await newestResults(place)).map(({ result }) => result)).toEqual(['applied', 'applied']);
    expect(effectsOf('twilio').filter((kind) => kind === 'disassociate')).toHaveLength(1);
    expect(await verified()).toBe(0);
  });

  for (const account of ['twilio', 'vonage', 'bandwidth'] as const) {
    it(`${account}: an address that is created late is not created twice`, async () => {
      await sheet(row(account, '+14155550105', SPRING), row(account, '+14155550106', FIFTH));
      fail(account, late('create-address', 2_800, { do: 'reset-late' }));
      const { code, err } = await place.run('apply', 'numbers.csv', '--yes', ...SETTLE);
      expect({ code, err }).toMatchObject({ code: 0 });
      expect(effectsOf(account).filter((kind) => kind === 'create-address')).toHaveLength(2);
      expect(await verified()).toBe(0);
    });
  }

  it('Bandwidth endpoints: an endpoint that is made late stays the only one', async () => {
    await sheet(row('bandwidth', '+14155550105', SPRING));
    fail('bandwidth', late('associate', 2_800));
    expect((await place.run('apply', 'numbers.csv', '--yes', ...SETTLE)).code).toBe(0);
    expect(effectsOf('bandwidth').filter((kind) => kind === 'associate')).toHaveLength(1);
    expect(await verified()).toBe(0);
  });

  it('Sinch and Bandwidth orders: one write each, though the first is late', async () => {
    await sheet(row('sinch', '+14045550100', SPRING), row('bandwidth-orders', '+14155550105', SPRING));
    fail('sinch', late('associate', 2_800));
    fail('bandwidth-orders', late('associate', 2_800));
    const { code, err } = await place.run('apply', 'numbers.csv', '--yes', ...SETTLE);
    expect({ code, err }).toMatchObject({ code: 0 });
    for (const account of ['sinch', 'bandwidth-orders'] as const) {
      expect(effectsOf(account).filter((kind) => kind === 'associate')).toHaveLength(1);
    }
    expect(await verified()).toBe(0);
  });

  it('lets other rows and other addresses continue while one is in doubt', async () => {
    await sheet(
      row('twilio', '+14155550105', SPRING),
      row('twilio', '+14155550106', FIFTH),
      row('twilio', '+14155550102', FIFTH),
    );
    fail('twilio', late('create-address', 3_500, { when: { operation: 'create-address', body: 'Spring' } }));
    expect((await place.run('apply', 'numbers.csv', '--yes', '--settle', '6s')).code).toBe(0);
    const kinds = effectsOf('twilio');
    // One address, both of its rows, and only then the late one.
    const lateOne = kinds.lastIndexOf('create-address');
    expect(kinds.filter((kind) => kind === 'create-address')).toHaveLength(2);
    expect(kinds.slice(0, lateOne).filter((kind) => kind === 'associate')).toHaveLength(2);
  });

  it('takes a refusal after a lost answer for done: Bandwidth has the location already', async () => {
    await sheet(row('bandwidth', '+14155550105', SPRING));
    const second: FaultRule = { when: { operation: 'create-address', nth: 2 }, do: 'delay', delayMs: 1_500 };
    fail('bandwidth', late('create-address', 2_000), second);
    const { code, err } = await place.run('apply', 'numbers.csv', '--yes', '--settle', '1s');
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(effectsOf('bandwidth').filter((kind) => kind === 'create-address')).toHaveLength(1);
  });

  it('covers a number again that a removal beyond the settle time has uncovered', async () => {
    await sheet(row('twilio', '+14155550102', SPRING), row('twilio', '+14155550105', SPRING));
    // The other row keeps the run open until the removal has come.
    const other: FaultRule = { when: { operation: 'associate', nth: 1 }, do: 'delay', delayMs: 6_000 };
    fail('twilio', late('disassociate', 4_500), other);
    const { code, err } = await place.run('apply', 'numbers.csv', '--yes', '--settle', '1s');
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(err).toContain('+14155550102 lost its address to a call that took effect late');
    expect(await verified()).toBe(0);
  });
});
