import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { csv, newestResults, newestRun, openPlace, type Place } from '../support/command.ts';
import { type Cells, TO, writeSites } from '../support/site-sheet.ts';

const SITE = { action: 'move-site', account: 'bandwidth', address_id: 'HQ1', ...TO };

describe('a move-site row', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace({ scale: 0 });
  });
  afterEach(() => place.close());

  const write = (rows: readonly Cells[]) => writeSites(place, rows);

  it('is refused offline without a site, with two, with one that cannot be read, or beside a number', async () => {
    const { address_id: _id, ...bare } = SITE;
    await write([
      bare,
      { ...SITE, old_address: '645 Harrison St, San Francisco, CA 94105' },
      { ...bare, old_address: 'the blue building' },
      { ...SITE, phone_number: '+14155550100' },
    ]);
    expect((await place.run('validate', 'sites.csv')).code).toBe(3);
    const errors = await csv(path.join(await newestRun(place), 'errors.csv'));
    const found = errors.filter((row) => row['severity'] === 'error');
    expect(found.map((row) => [row['row'], row['column'], row['code']])).toEqual([
      ['2', 'old_address', 'ROW_SITE_MISSING'],
      ['3', 'old_address', 'ROW_SITE_MISSING'],
      ['4', 'old_address', 'ROW_ADDRESS_WHOLE'],
      ['5', 'phone_number', 'ROW_CELL_UNUSED'],
    ]);
    // The new address is read by the rules of the carrier whatever names the site, as that of any row that writes one is.
    const unclear = { street: '1 Main St Rear of Barn', city: 'San Francisco', postal_code: '94105' };
    await write(
      [
        { action: 'move-site', address_id: 'HQ1' },
        { action: 'update-address', address_id: 'HQ1' },
        { action: 'add-address', address_id: 'Own1' },
      ].map((row) => ({ ...TO, ...unclear, ...row, account: 'bandwidth' })),
    );
    expect((await place.run('validate', 'sites.csv')).code).toBe(3);
    const unclears = await csv(path.join(await newestRun(place), 'errors.csv'));
    expect(unclears.map((row) => row['code'])).toEqual(Array(3).fill('BANDWIDTH_STREET_UNCLEAR'));
    await write([{ ...bare, old_address: '1 Main St, Springfield, IL 62701' }]);
    await place.run('apply', 'sites.csv', '--yes', '--force');
    expect((await newestResults(place))[0]).toMatchObject({ result: 'failed', error_code: 'SITE_EMPTY' });
  });
});
