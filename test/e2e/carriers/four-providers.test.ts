import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/cli/process/system-clock.ts';
import { csv, newestResults, openPlace, type Place } from '../support/command.ts';
import { addNumbers, coveredCities, mixedRows, sheetOf } from '../support/mixed-sheet.ts';

/** Rows of the large sheet: more than 40 for each account, from where lists are read in place of numbers. */
/** `npm run test:all` takes 500. */
const ROWS = process.env['E911_TESTS'] === 'all' ? 500 : 200;

/** Requests that providers refuse or correct: what a preview has to foresee. */
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

  const told = (row: Record<string, string>, foreseen = row['result']) =>
    `${row['account']} ${row['reference']} ${foreseen} ${row['error_code']}`;
  const covered = () =>
    new Map(
      place.sandbox.standIns.map((running) => [
        running.account,
        coveredCities(running, systemClock.monotonicMs()),
      ]),
    );

  it(`${ROWS} rows: a preview says row by row what the run then does, and a second run writes nothing`, async () => {
    const rows = await fill(ROWS - TROUBLE.length, TROUBLE);
    expect(new Set(place.sandbox.standIns.map(({ standIn }) => standIn.provider)).size).toBe(4);
    const untouched = covered();
    const preview = await place.run('plan', 'mixed.csv', '--check-by-create', '--yes', '--out', 'preview');
    expect(preview.code).toBe(1);
    // The preview itself covered and uncovered no number.
    expect(covered()).toEqual(untouched);
    const planned = await csv(path.join(place.dir, 'preview', 'plan.csv'));
    expect(planned).toHaveLength(ROWS);
    await place.run('apply', 'mixed.csv', '--yes');
    const results = await newestResults(place);
    const foreseen = planned.map((row) =>
      told(row, row['result'] === 'would_apply' ? 'applied' : row['result']),
    );
    expect(results.map((row) => told(row))).toEqual(foreseen);
    for (const result of ['applied', 'unchanged', 'needs_review', 'failed', 'valid']) {
      expect(results.map((row) => row['result'])).toContain(result);
    }
    const cities = covered();
    for (const { account, phoneNumber, city } of rows) {
      expect(cities.get(account)?.get(phoneNumber), `${account} ${phoneNumber}`).toBe(city);
    }
    const before = place.effects().length;
    await place.run('apply', 'mixed.csv', '--yes');
    const again = (await newestResults(place)).map(({ result }) => result);
    expect(again).toEqual(results.map(({ result }) => (result === 'applied' ? 'unchanged' : result)));
    expect(place.effects().length).toBe(before);
  }, 240_000);

  it('everything is covered, and taken off again', async () => {
    const rows = await fill(60);
    const { code, err } = await place.run('apply', 'mixed.csv', '--yes');
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    const removals = rows.map(({ phoneNumber, account }) => ({
      line: `${phoneNumber},remove,${account},,,,,,,,`,
    }));
    await place.file('remove.csv', sheetOf(removals));
    expect((await place.run('apply', 'remove.csv', '--yes', '--force')).code).toBe(0);
    expect(new Set((await newestResults(place)).map(({ result }) => result))).toEqual(new Set(['applied']));
    const cities = covered();
    expect(rows.filter(({ account, phoneNumber }) => cities.get(account)?.has(phoneNumber))).toEqual([]);
  }, 120_000);
});
