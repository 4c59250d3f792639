import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { csv, openPlace, type Place } from '../support/command.ts';

// One number that is replaced, one that gets its first address.
const SHEET = `phone_number,caller_name,street,unit,city,region,postal_code,country
+14155550102,City Desk,202 C St,,San Diego,CA,92101,US
+14155550110,City Desk,202 C St,,San Diego,CA,92101,US
`;

describe('the time that a number may be without an address', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace({ scale: 0 });
    await place.file('numbers.csv', SHEET);
  });
  afterEach(() => place.close());

  const rows = async (...parts: string[]) => csv(path.join(place.dir, ...parts));

  it('is in the plan, the results, and the summary', async () => {
    const plan = await place.run('plan', 'numbers.csv', '--out', 'plan');
    expect(plan.out).toContain(
      '1 number would have no emergency address while it is replaced, for up to 30 min.',
    );
    expect((await rows('plan', 'plan.csv')).map((row) => row['max_gap_seconds'])).toEqual(['1800', '']);
    const { preview } = JSON.parse(await readFile(path.join(place.dir, 'plan', 'summary.json'), 'utf8'));
    expect(preview).toMatchObject({
      max_gap_seconds: 1_800,
      total_gap_seconds: 1_800,
      gaps_take_seconds: 1_800,
    });
    await place.run('apply', 'numbers.csv', '--yes', '--out', 'run');
    expect((await rows('run', 'results.csv')).map((row) => row['max_gap_seconds'])).toEqual(['1800', '']);
  });

  it('comes with the fees of the changes, on the screen and in the summary', async () => {
    const plan = await place.run('plan', 'numbers.csv', '--out', 'plan');
    expect(plan.out.replace(/\s+/g, ' ')).toContain(
      'Emergency calling at twilio: about 0.75 USD a month for 1 number (',
    );
    const { preview } = JSON.parse(await readFile(path.join(place.dir, 'plan', 'summary.json'), 'utf8'));
    const [account] = Object.values<{ fees: unknown }>(preview.accounts);
    expect(account?.fees).toMatchObject([
      { name: 'emergency_number_monthly', numbers: 1, amount: '0.75', currency: 'USD' },
      // While its address is replaced, the other number is unregistered.
      { name: 'unregistered_call', numbers: 1, amount: '75.00', currency: 'USD', total: null },
    ]);
  });

  it('is left for review above --max-gap, and nothing is sent for that row', async () => {
    const apply = await place.run('apply', 'numbers.csv', '--yes', '--max-gap', '10m', '--out', 'run');
    expect(apply.code).toBe(1);
    const [replaced, added] = await rows('run', 'results.csv');
    expect(replaced).toMatchObject({ result: 'needs_review', error_code: 'GAP_TOO_LONG' });
    expect(added).toMatchObject({ result: 'applied' });
    expect(place.effects().some(({ kind }) => kind === 'disassociate')).toBe(false);
  });

  it('holds for a reviewed plan as it was reviewed', async () => {
    await place.run('plan', 'numbers.csv', '--max-gap', '10m', '--out', 'short');
    const other = await place.run('apply', 'short/plan.json', '--yes', '--max-gap', '2h');
    expect(other.err).toContain('so --max-gap cannot be used with it');
    expect((await place.run('apply', 'short/plan.json', '--yes', '--out', 'run')).code).toBe(1);
    expect((await rows('run', 'results.csv'))[0]).toMatchObject({ error_code: 'GAP_TOO_LONG' });
  });
});
