import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateNumbers } from '../../../src/sandbox/fictional-numbers.ts';
import { standInOf } from '../accounts.ts';
import { csv, openPlace, type Place } from '../support/command.ts';
import { sampleOf } from '../support/sample-of.ts';

/** `npm run test:all` takes 200 numbers; `npm test` as few as are read by list. */
const COUNT = process.env['E911_TESTS'] === 'all' ? 200 : 26;
/** Numbers that no stand-in has: generated ones begin with those of the sandbox. Canadian ones take Canadian addresses. */
const CANADIAN = /^\+1(416|514|604|613|403|780|204|902)/;
const NUMBERS = generateNumbers(400)
  .filter((number) => !CANADIAN.test(number))
  .slice(-COUNT);
const ONE = NUMBERS[Math.floor(COUNT / 2)] ?? '';
const HEADER = 'phone_number,action,account,caller_name,street,unit,city,region,postal_code,country';

/** What each carrier says of a number that it cannot cover, in its own code. */
const INELIGIBLE = [
  ['twilio', { error_code: 'PROVIDER_REFUSED' }],
  ['vonage', { provider_code: 'number-not-eligible' }],
  ['sinch', { provider_code: 'INVALID_ARGUMENT' }],
  ['bandwidth', { provider_code: '8000' }],
  ['bandwidth-orders', { provider_code: '8000' }],
] as const;

const REFUSED = [
  ['vonage', 403, 'forbidden'],
  ['sinch', 400, '9'],
  ['bandwidth-orders', 409, '1016'],
  ['bandwidth-orders', 403, '1001'],
] as const;

describe('one number among many', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace({ scale: 0 });
  });
  afterEach(() => place.close());

  /** The command with its rows: how many have each result, and what it says of the one number. */
  const ran = async (command: string, ...args: readonly string[]) => {
    const { code, err } = await place.run(command, ...args, '--out', command);
    const file = command === 'export' ? 'numbers.csv' : 'results.csv';
    const all = await csv(path.join(place.dir, command, file));
    const rows = all.filter((row) => NUMBERS.includes(row['phone_number'] ?? ''));
    const results: Record<string, number> = {};
    for (const row of rows) {
      const result = row['result'] ?? row['emergency_state'] ?? '';
      results[result] = (results[result] ?? 0) + 1;
    }
    return { code, err, results, one: rows.find((row) => row['phone_number'] === ONE) };
  };
  const sheetOf = async (account: string): Promise<void> => {
    standInOf(place, account).standIn.controls?.addNumbers(NUMBERS);
    const rows = NUMBERS.map(
      (number) => `${number},assign,${account},City Desk,200 N Spring St,,Los Angeles,CA,90012,US`,
    );
    await place.file('numbers.csv', [HEADER, ...rows].join('\n'));
  };
  const APPLY = ['numbers.csv', '--yes', '--force', '--wait', '20s'] as const;

  it.each(sampleOf(INELIGIBLE, [0, 3]))('that %s cannot cover fails alone', async (account, said) => {
    await sheetOf(account);
    standInOf(place, account).standIn.controls?.setSwitches({ ineligible: [ONE] });
    // No carrier tells it before it is asked to cover the number.
    expect(await ran('plan', 'numbers.csv')).toMatchObject({ code: 0, results: { would_apply: COUNT } });
    const applied = await ran('apply', ...APPLY);
    expect(applied).toMatchObject({ code: 1, results: { applied: COUNT - 1, failed: 1 } });
    expect(applied.one).toMatchObject({ result: 'failed', ...said });
    expect(applied.one?.['hint']).not.toMatch(/^$|assign an address/i);
    const verified = await ran('verify', 'numbers.csv', '--wait', '1s');
    expect(verified).toMatchObject({ code: 7, results: { unchanged: COUNT - 1, failed: 1 } });
    expect(verified.one).toMatchObject({ error_code: 'DRIFT' });
    const { code, results } = await ran('export', '--account', account);
    expect(code).toBe(0);
    expect(results['covered']).toBe(COUNT - 1);
    // The next apply changes nothing, so an undo that names no run is about the first one. An order is accepted, and fails later.
    if (account !== 'bandwidth-orders') expect((await place.run('apply', ...APPLY)).code).toBe(1);
    expect(await ran('undo', '--yes', '--wait', '20s')).toMatchObject({
      code: 0,
      results: { undone: COUNT - 1, unchanged: 1 },
    });
  });

  it.each(sampleOf(REFUSED, [1]))(
    'that %s does not show (%d %s) fails alone',
    async (account, status, code) => {
      await sheetOf(account);
      standInOf(place, account).standIn.controls?.setSwitches({
        refusedReads: [{ number: ONE, status, code }],
      });
      const refused = {
        code: 1,
        one: { result: 'failed', error_code: 'PROVIDER_REFUSED', provider_code: code },
      };
      expect(await ran('plan', 'numbers.csv')).toMatchObject({
        ...refused,
        results: { would_apply: COUNT - 1 },
      });
      expect(await ran('apply', ...APPLY)).toMatchObject({ ...refused, results: { applied: COUNT - 1 } });
      expect(await ran('verify', 'numbers.csv')).toMatchObject({
        ...refused,
        results: { unchanged: COUNT - 1 },
      });
      const exported = await ran('export', '--account', account);
      expect(exported).toMatchObject({ code: 8, results: { covered: COUNT - 1, unknown: 1 } });
      expect(exported.one?.['export_note']).toContain('could not be read');
      expect(exported.err).toContain(`1 number could not be read, the first: ${ONE}`);
    },
  );

  it('is the account when every number is forbidden', async () => {
    await sheetOf('vonage');
    const refusedReads = NUMBERS.map((number) => ({ number, status: 403, code: 'forbidden' }));
    standInOf(place, 'vonage').standIn.controls?.setSwitches({ refusedReads });
    expect(await ran('plan', 'numbers.csv')).toMatchObject({
      code: 5,
      results: { not_attempted: COUNT },
      one: { error_code: 'PROVIDER_CREDENTIALS_REFUSED' },
    });
  });

  it('whose read says 8000 at Bandwidth orders has no address yet, and gets one', async () => {
    await sheetOf('bandwidth-orders');
    standInOf(place, 'bandwidth-orders').standIn.controls?.setSwitches({ absentAddress: '8000' });
    expect(await ran('apply', ...APPLY)).toMatchObject({ code: 0, results: { applied: COUNT } });
  });
});
