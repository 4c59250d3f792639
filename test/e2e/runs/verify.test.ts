import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { paceAccounts } from '../accounts.ts';
import { csv, newestResults, newestRun, openPlace, type Place } from '../support/command.ts';
import { sampleOf } from '../support/sample-of.ts';
import { standInOf, worldState } from '../support/world-state.ts';

const HEADER = 'phone_number,action,account,caller_name,street,unit,city,region,postal_code,country';
const SPRING = '200 N Spring St,,Los Angeles,CA,90012,US';
const C_STREET = '202 C St,,San Diego,CA,92101,US';
const sheet = (...rows: string[]): string => `${HEADER}\n${rows.join('\n')}\n`;

/** For each account: a sheet, and one that a stranger applies to the second number afterward. */
const CASES: Readonly<Record<string, { readonly rows: readonly string[]; readonly stranger: string }>> = {
  twilio: {
    rows: [
      `+14155550105,assign,twilio,City Desk,${SPRING}`,
      `+14155550106,assign,twilio,City Desk,${SPRING}`,
      '+12125550103,remove,twilio,,,,,,,',
      `,add-address,twilio,Night Desk,${C_STREET}`,
    ],
    stranger: `+14155550106,assign,twilio,City Desk,${C_STREET}`,
  },
  vonage: {
    rows: [
      `+14155550105,assign,vonage,City Desk,${SPRING}`,
      `+14155550106,assign,vonage,City Desk,${SPRING}`,
      '+14155550103,remove,vonage,,,,,,,',
      `,add-address,vonage,,${C_STREET}`,
    ],
    stranger: `+14155550106,assign,vonage,Front Desk,${SPRING}`,
  },
  sinch: {
    rows: [
      `+14045550101,assign,sinch,City Desk,${SPRING}`,
      `+14045550102,assign,sinch,City Desk,${SPRING}`,
      '+14045550100,remove,sinch,,,,,,,',
    ],
    stranger: `+14045550102,assign,sinch,City Desk,${C_STREET}`,
  },
  'bandwidth-orders': {
    rows: [
      `+14155550150,assign,bandwidth-orders,City Desk,${SPRING}`,
      `+14155550151,assign,bandwidth-orders,City Desk,${SPRING}`,
      '+14155550101,remove,bandwidth-orders,,,,,,,',
    ],
    stranger: `+14155550151,assign,bandwidth-orders,City Desk,${C_STREET}`,
  },
  bandwidth: {
    rows: [
      `+14155550105,assign,bandwidth,City Desk,${SPRING}`,
      `+14155550106,assign,bandwidth,City Desk,${SPRING}`,
      '+14155550103,remove,bandwidth,,,,,,,',
      `,add-address,bandwidth,,${C_STREET}`,
    ],
    stranger: `+14155550106,assign,bandwidth,City Desk,${C_STREET}`,
  },
};

describe('e911 verify', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
  });
  afterEach(() => place.close());

  const results = async (): Promise<string[]> =>
    (await newestResults(place)).map((row) => [row['result'], row['error_code']].filter(Boolean).join(' '));

  async function apply(...rows: string[]): Promise<string> {
    await place.file('numbers.csv', sheet(...rows));
    const { code, err } = await place.run('apply', 'numbers.csv', '--yes', '--force');
    expect({ code, err }).toMatchObject({ code: 0 });
    return path.basename(await newestRun(place));
  }

  for (const [account, { rows, stranger }] of sampleOf(Object.entries(CASES), [0, 2])) {
    it(`${account}: finds a run as it left things, and what others made of them since`, async () => {
      const run = await apply(...rows);
      const folder = await newestRun(place);
      const files = await readdir(folder);
      const kept = await Promise.all(files.map((name) => readFile(path.join(folder, name), 'utf8')));
      const before = place.effects().length;
      const clean = await place.run('verify', run);
      expect({ code: clean.code, err: clean.err }).toMatchObject({ code: 0 });
      expect(await results()).toEqual(rows.map(() => 'unchanged'));
      expect(new Set((await newestResults(place)).map((row) => row['stage']))).toEqual(new Set(['verify']));
      expect((await readdir(await newestRun(place))).sort()).toEqual([
        'errors.csv',
        'report.html',
        'results.csv',
        'run.log',
        'summary.json',
      ]);
      expect((await place.run('verify', 'numbers.csv')).code).toBe(0);
      expect(place.effects().length).toBe(before);

      await place.file('stranger.csv', sheet(stranger));
      expect((await place.run('apply', 'stranger.csv', '--yes', '--state', 'elsewhere')).code).toBe(0);
      for (const what of [run, 'numbers.csv']) {
        expect((await place.run('verify', what)).code, what).toBe(7);
        expect(await results()).toEqual(rows.map((_, at) => (at === 1 ? 'failed DRIFT' : 'unchanged')));
      }
      const [error] = await csv(path.join(await newestRun(place), 'errors.csv'));
      expect(error).toMatchObject({ row: '3', severity: 'error', code: 'DRIFT' });
      expect(await readdir(folder)).toEqual(files);
      expect(await Promise.all(files.map((name) => readFile(path.join(folder, name), 'utf8')))).toEqual(kept);
    });
  }

  it('names a number that lost its coverage, and exits 9', async () => {
    const run = await apply(`+14155550105,assign,twilio,City Desk,${SPRING}`);
    await place.file('off.csv', sheet('+14155550105,remove,twilio,,,,,,,'));
    expect((await place.run('apply', 'off.csv', '--yes', '--state', 'elsewhere')).code).toBe(0);
    const { code, err, out } = await place.run('verify', run, '--json');
    expect(code).toBe(9);
    expect(err).toContain('WITHOUT AN EMERGENCY ADDRESS NOW: +14155550105');
    expect(JSON.parse(out)).toMatchObject({
      uncovered: [{ account: 'twilio', phone_number: '+14155550105' }],
    });
    expect(await results()).toEqual(['failed UNCOVERED_NOW']);
  });

  it('without an argument, leaves out an undo that reached nothing', async () => {
    const run = await apply(`+14155550105,assign,vonage,City Desk,${SPRING}`);
    const { faults } = standInOf(place, 'vonage');
    faults.set([{ do: 'status', status: 401, times: 100 }]);
    expect((await place.run('undo', '--yes')).code).toBe(5);
    const undo = path.basename(await newestRun(place));
    faults.set([]);
    const { code, out } = await place.run('verify');
    expect(code).toBe(0);
    expect(out).toContain(`verify of run ${run}`);
    expect(out).toContain('1 of 1 match the expected state');
    expect((await place.run('verify', undo)).out).toContain('Nothing was compared');
  });

  it('calls a number that was never seen covered no loss of coverage', async () => {
    await paceAccounts(place, { vonage: { requests_per_second: 200, burst: 50, concurrency: 8 } });
    const { faults } = standInOf(place, 'vonage');
    const checks = Array.from({ length: 40 }, (_, at) => ({
      when: { operation: 'fetch-emergency', nth: at + 2 },
      do: 'status',
      status: 400,
    }));
    faults.set([{ when: { operation: 'associate' }, do: 'reset-before' }, ...checks]);
    await place.file('on.csv', sheet(`+14155550105,assign,vonage,City Desk,${SPRING}`));
    expect((await place.run('apply', 'on.csv', '--yes', '--settle', '1s')).code).toBe(10);
    const run = path.basename(await newestRun(place));
    faults.set([]);
    expect((await place.run('verify', run)).code).toBe(7);
    expect(await results()).toEqual(['failed DRIFT']);
  });

  it('polls what was pending to its end, and says so when it is pending still', async () => {
    const { controls } = standInOf(place, 'twilio').standIn;
    controls?.setSwitches({ registrationDelayMs: 600_000 });
    const late = `+14155550106,assign,twilio,City Desk,${SPRING}`;
    await place.file('late.csv', sheet(late));
    expect((await place.run('apply', 'late.csv', '--yes', '--wait', '1s')).code).toBe(6);
    const still = await place.run('verify', path.basename(await newestRun(place)), '--wait', '1s');
    expect(still.code).toBe(6);
    expect(still.out).toMatch(/next: e911 verify \S+ --wait/);
    expect(await results()).toEqual(['pending']);

    controls?.setSwitches({ registrationDelayMs: 4_000 });
    await place.file('numbers.csv', sheet(`+14155550105,assign,twilio,City Desk,${SPRING}`));
    expect((await place.run('apply', 'numbers.csv', '--yes', '--wait', '1s')).code).toBe(6);
    const run = path.basename(await newestRun(place));
    const before = place.effects().length;
    const { code, err } = await place.run('verify', run, '--wait', '1m');
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(await newestResults(place)).toMatchObject([
      { result: 'unchanged', emergency_status: 'registered' },
    ]);
    expect(worldState(place, 'twilio').numbers['+14155550105']).toMatchObject({ status: 'registered' });
    expect(place.effects().length).toBe(before);
  });

  it('refuses a run that it does not know, and one whose account cannot be read', async () => {
    expect((await place.run('verify', '20000101-000000000-aaaa')).code).toBe(2);
    const run = await apply(`+14155550105,assign,twilio,City Desk,${SPRING}`);
    standInOf(place, 'twilio').faults.set([{ do: 'status', status: 401 }]);
    expect((await place.run('verify', run)).code).toBe(5);
  });
});
