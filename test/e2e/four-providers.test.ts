import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/cli/system-clock.ts';
import { csv, newestResults, newestRun, openPlace, type Place } from './command.ts';
import { addNumbers, coveredCities, mixedRows, sheetOf } from './mixed-sheet.ts';

/** Rows of the large sheet: more than 40 for each account, from where lists are read in place of numbers. `E911_ROWS=500` for more. */
const ROWS = Number(process.env['E911_ROWS'] ?? '210');

/** Wishes that providers refuse or correct: what a preview has to foresee. */
const TROUBLE = [
  '+12125550190,,sinch,near,Example Kiosk,645 Harrison Street,,San Francisco,CA,94105,US',
  '+12125550191,,sinch,none,Example Kiosk,9999 Nowhere Rd,,Chicago,IL,60602,US',
  '+12125550190,,twilio,near,Example Kiosk,645 Harrison Street,,San Francisco,CA,94105,US',
  '+12125550191,,twilio,none,Example Kiosk,9999 Nowhere Rd,,Chicago,IL,60602,US',
  '+12125550190,,vonage,near,Example Kiosk,645 Harrison Street,,San Francisco,CA,94105,US',
  '+12125550191,,vonage,none,Example Kiosk,9999 Nowhere Rd,,Chicago,IL,60602,US',
  '+12125550190,,bandwidth,near,Example Kiosk,645 Harrison Street,,San Francisco,CA,94105,US',
  '+12125550191,,bandwidth,none,Example Kiosk,9999 Nowhere Rd,,Chicago,IL,60602,US',
  '+12125550190,,bandwidth-orders,near,Example Kiosk,645 Harrison Street,,San Francisco,CA,94105,US',
  '+12125550191,,bandwidth-orders,none,Example Kiosk,9999 Nowhere Rd,,Chicago,IL,60602,US',
  '+14155550100,,twilio,same,Harbor Dental,645 HARRISON ST,STE 200,San Francisco,CA,94105,US',
  '+14155550101,,twilio,moved,Harbor Dental,200 N SPRING ST,,Los Angeles,CA,90012,US',
  '+14155550102,remove,twilio,gone,,,,,,,',
  '+14155550100,,vonage,same,Harbor Dental,645 HARRISON ST,STE 200,San Francisco,CA,94105,US',
  '+14155550101,,vonage,moved,Harbor Dental,200 N SPRING ST,,Los Angeles,CA,90012,US',
  '+14155550102,remove,vonage,gone,,,,,,,',
  '+14155550100,,bandwidth,same,Harbor Dental,645 HARRISON ST,STE 200,San Francisco,CA,94105,US',
  '+14155550101,,bandwidth,moved,Harbor Dental,200 N SPRING ST,,Los Angeles,CA,90012,US',
  '+14155550102,remove,bandwidth,gone,,,,,,,',
  '+14155550103,disable,bandwidth,off,,,,,,,',
  ',validate,bandwidth,checked,,200 N SPRING ST,,Los Angeles,CA,90012,US',
  '+12125550192,,bandwidth,split,Example Kiosk,1 Bowling Green,,New York,NY,10004,US',
];

describe('one sheet over all four providers', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
  });
  afterEach(() => place.close());

  const fill = async (count: number, more: readonly string[] = []) => {
    const rows = mixedRows(
      place.sandbox.standIns.map(({ account }) => account),
      count,
    );
    addNumbers(place.sandbox.standIns, rows);
    await place.file('mixed.csv', sheetOf(rows, more));
    return rows;
  };

  it(`${ROWS} rows: one run, every number covered in each provider's own record, a second run without a write, and all taken off again`, async () => {
    const rows = await fill(ROWS);
    expect(new Set(place.sandbox.standIns.map(({ standIn }) => standIn.provider)).size).toBe(4);
    const first = await place.run('apply', 'mixed.csv', '--yes');
    expect({ code: first.code, err: first.code === 0 ? '' : first.err }).toEqual({ code: 0, err: '' });
    const results = await newestResults(place);
    expect(results.map(({ result, resolved_account }) => `${resolved_account} ${result}`)).toEqual(
      rows.map(({ account }) => `${account} applied`),
    );
    for (const running of place.sandbox.standIns) {
      const cities = coveredCities(running, systemClock.monotonicMs());
      const own = rows.filter(({ account }) => account === running.account);
      expect(own.length).toBeGreaterThan(0);
      for (const { phoneNumber, city } of own) {
        expect(cities.get(phoneNumber), `${running.account} ${phoneNumber}`).toBe(city);
      }
    }
    const before = place.effects().length;
    const second = await place.run('apply', 'mixed.csv', '--yes');
    expect(second.code).toBe(0);
    expect(new Set((await newestResults(place)).map(({ result }) => result))).toEqual(new Set(['unchanged']));
    expect(place.effects().length).toBe(before);
    const removals = rows.map(({ phoneNumber, account }) => ({
      line: `${phoneNumber},remove,${account},,,,,,,,`,
    }));
    await place.file('remove.csv', sheetOf(removals));
    const third = await place.run('apply', 'remove.csv', '--yes', '--force');
    expect(third.code).toBe(0);
    expect(new Set((await newestResults(place)).map(({ result }) => result))).toEqual(new Set(['applied']));
    for (const running of place.sandbox.standIns) {
      const cities = coveredCities(running, systemClock.monotonicMs());
      expect(rows.filter((row) => row.account === running.account && cities.has(row.phoneNumber))).toEqual(
        [],
      );
    }
  }, 240_000);

  it('a preview says row by row what the run then does', async () => {
    await fill(20, TROUBLE);
    const preview = await place.run('plan', 'mixed.csv', '--check-by-create', '--yes', '--out', 'preview');
    expect(preview.code).toBe(1);
    const planned = await csv(path.join(place.dir, 'preview', 'plan.csv'));
    const left = place.sandbox.standIns.map((running) => coveredCities(running, systemClock.monotonicMs()));
    await place.run('apply', 'mixed.csv', '--yes');
    const results = await csv(path.join(await newestRun(place), 'results.csv'));
    expect(planned).toHaveLength(20 + TROUBLE.length);
    const foreseen = (result = '') => (result === 'would_apply' ? 'applied' : result);
    const told = (row: Record<string, string>) =>
      `${row['account']} ${row['reference']} ${foreseen(row['result'])} ${row['error_code']}`;
    expect(results.map(told)).toEqual(planned.map(told));
    for (const result of ['applied', 'unchanged', 'needs_review', 'failed', 'valid']) {
      expect(results.map((row) => row['result'])).toContain(result);
    }
    // The preview itself covered and uncovered nobody.
    expect(left.map((cities) => cities.has('+14155550110'))).toEqual(left.map(() => false));
  }, 120_000);
});
