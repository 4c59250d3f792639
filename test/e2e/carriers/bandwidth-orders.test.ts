import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newestResults, newestRun, openPlace, type Place } from '../support/command.ts';
import { DESK, HEADER, ONE, ordersAt, SHEET } from '../support/orders-stand-in.ts';
import { sampleOf } from '../support/sample-of.ts';

describe("Bandwidth's order-based API over the command", () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
    await place.file('numbers.csv', SHEET);
    await place.file('one.csv', ONE);
  });
  afterEach(() => place.close());

  const { apply, control, effects, only } = ordersAt(() => place);

  it('applies a sheet with one order a number, each with a tag of its own, and then has nothing to do', async () => {
    const { code, err } = await apply('numbers.csv');
    expect({ code, err }).toMatchObject({ code: 0 });
    const results = await newestResults(place);
    expect(results.map((row) => row['result'])).toEqual([
      'unchanged',
      'applied',
      'applied',
      'applied',
      'applied',
    ]);
    expect(results[3]?.['address_before']).toContain('645 HARRISON ST');
    expect(results[1]?.['emergency_status']).toBe('COMPLETE');
    expect(effects('associate').map(({ subject }) => subject)).toEqual([
      '+14155550104',
      '+14155550105',
      '+14155550101',
    ]);
    expect(effects('disassociate').map(({ subject }) => subject)).toEqual(['+14155550102']);
    const tags = effects().map(({ detail }) => detail);
    expect(new Set(tags).size).toBe(4);
    const runId = path.basename(await newestRun(place));
    for (const tag of tags) expect(tag).toMatch(new RegExp(`^e911-${runId}-\\d+$`));

    expect((await apply('numbers.csv')).code).toBe(0);
    expect(effects()).toHaveLength(4);
    expect(new Set((await newestResults(place)).map((row) => row['result']))).toEqual(new Set(['unchanged']));
  });

  it('checks addresses without writing: near needs a review, unknown fails, and nothing is ordered', async () => {
    await place.file(
      'near.csv',
      `${HEADER}+14155550104,,City Desk,200 North Spring Street,,Los Angeles,CA,90012,US
+14155550105,,City Desk,99999 Nowhere Ln,,Los Angeles,CA,90012,US
`,
    );
    expect((await apply('near.csv')).code).toBe(1);
    const [near, none] = await newestResults(place);
    expect(near).toMatchObject({
      result: 'needs_review',
      validation: 'near',
      suggested_street: '200 N SPRING ST',
    });
    expect(none).toMatchObject({ result: 'failed', error_code: 'ADDRESS_NOT_FOUND_BY_PROVIDER' });
    expect(effects()).toEqual([]);
    const plan = await place.run('validate', 'one.csv', '--online', '--account', 'bandwidth-orders');
    expect(plan.code).toBe(0);
    expect(await only()).toMatchObject({ result: 'valid', validation: 'exact' });
  });

  it.each(
    sampleOf(
      [
        ['FAILED', '8006', "street guide (MSAG) of the county's 911 authority decides"],
        ['FAILED', '8004', 'Another order is working on the number'],
        ['FAILED', '8019', 'Another order is working on it'],
        ['PARTIAL', '8005', 'Give their support the order id'],
        ['ADJUSTED_PARTIAL', '8062', 'is already there'],
      ] as const,
      [0, 3],
    ),
  )('an order that ends %s with %s fails its row with a hint', async (status, code, hint) => {
    await control('switches', { outcomes: [{ number: '+14155550104', status, code }] });
    expect((await apply('one.csv')).code).toBe(1);
    const row = await only();
    expect(row).toMatchObject({
      result: 'failed',
      emergency_status: status,
      provider_code: code,
      error_code: 'REGISTRATION_FAILED',
    });
    expect(row['hint']).toContain(hint);
    expect(row['provider_message']).not.toBe('');
    expect(effects()).toHaveLength(1);
  });

  it('shows what an ADJUSTED order registered instead, and never as the request', async () => {
    const adjust = { StreetName: 'MAIN', PlusFour: '0001' };
    await control('switches', {
      outcomes: [{ number: '+14155550104', status: 'ADJUSTED_COMPLETE', adjust }],
    });
    expect((await apply('one.csv')).code).toBe(1);
    expect(await only()).toMatchObject({
      result: 'needs_review',
      validation: 'near',
      error_code: 'ADDRESS_ADJUSTED',
      emergency_status: 'ADJUSTED_COMPLETE',
      suggested_street: '200 N MAIN St',
      suggested_postal_code: '90012-0001',
      address_after: '200 N MAIN St, Los Angeles, CA 90012-0001, US',
    });
    expect((await apply('one.csv', '--accept', 'formatting')).code).toBe(1);
    expect(effects()).toHaveLength(2);

    expect((await apply('one.csv', '--accept', 'all')).code).toBe(0);
    expect(await only()).toMatchObject({
      result: 'applied',
      detail:
        'the provider changed the address while registering it; accepted: street: Spring → MAIN; postal_code: 90012 → 90012-0001',
      address_after: '200 N MAIN St, Los Angeles, CA 90012-0001, US',
    });
    expect((await apply('one.csv', '--accept', 'all')).code).toBe(0);
    expect(await only()).toMatchObject({ result: 'unchanged' });
    expect(effects()).toHaveLength(3);
  });

  it('verifies and undoes what an ADJUSTED order left, and does not take it for a change by another program', async () => {
    const outcomes = [
      { number: '+14155550104', status: 'ADJUSTED_COMPLETE', adjust: { StreetName: 'MAIN' }, times: 1 },
    ];
    await control('switches', { outcomes });
    expect((await apply('one.csv', '--accept', 'all')).code).toBe(0);
    const run = path.basename(await newestRun(place));
    expect((await place.run('verify', run)).code).toBe(0);
    expect((await place.run('undo', run, '--yes')).code).toBe(0);
    expect(await only()).toMatchObject({ result: 'undone' });
    expect(effects().map(({ kind }) => kind)).toEqual(['associate', 'disassociate']);
  });

  it('takes an adjustment of the writing alone when formatting is accepted', async () => {
    await control('switches', { outcomes: [{ number: '+14155550104', status: 'ADJUSTED_COMPLETE' }] });
    expect((await apply('one.csv', '--accept', 'formatting')).code).toBe(0);
    expect(await only()).toMatchObject({ result: 'applied', suggested_postal_code: '90012-0001' });
  });

  for (const deed of sampleOf(['reset-before', 'reset-after', 'truncate', 'status-after', 'status'], [1])) {
    for (const operation of ['associate', 'disassociate']) {
      it(`places exactly one order a number when ${operation} meets ${deed}`, async () => {
        await control('faults', [{ when: { operation, nth: 1 }, do: deed, status: 503 }]);
        const { code, err } = await apply('numbers.csv');
        expect({ code, err }).toMatchObject({ code: 0 });
        expect(effects('associate').map(({ subject }) => subject)).toHaveLength(3);
        expect(new Set(effects('associate').map(({ subject }) => subject)).size).toBe(3);
        expect(effects('disassociate')).toHaveLength(1);
        expect((await newestResults(place)).map((row) => row['result'])).toEqual([
          'unchanged',
          'applied',
          'applied',
          'applied',
          'applied',
        ]);
      });
    }
  }

  it.each(sampleOf(['assign', 'change', 'remove', 'validate'], [1]))(
    'has a template that works: bandwidth-orders-%s',
    async (name) => {
      const written = await place.run('template', `bandwidth-orders-${name}`, '--out', `${name}.csv`);
      expect(written.code).toBe(0);
      const text = await readFile(path.join(place.dir, `${name}.csv`), 'utf8');
      await place.file('filled.csv', text);
      expect((await place.run('apply', 'filled.csv', '--yes')).code).toBe(0);
      expect((await only())['result']).toBe(name === 'validate' ? 'valid' : 'applied');
    },
  );

  it('says that a number is not in the account, without an order', async () => {
    await place.file('foreign.csv', `${HEADER}+14155559999,,${DESK}\n`);
    expect((await apply('foreign.csv')).code).toBe(1);
    expect(await only()).toMatchObject({ result: 'failed', error_code: 'NUMBER_NOT_IN_ACCOUNT' });
    expect(effects()).toEqual([]);
  });

  it('shows both dialects among the providers, and checks the account', async () => {
    const { out } = await place.run('providers');
    expect(out).toContain('bandwidth (endpoints)');
    expect(out).toContain('bandwidth (orders)');
    const checked = await place.run('accounts', 'check', '--account', 'bandwidth-orders');
    expect(checked.code).toBe(0);
  });
});
