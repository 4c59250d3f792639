import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectsOf, standInOf } from '../accounts.ts';
import { csv, newestResults, newestRun, openPlace, type Place } from '../support/command.ts';
import { writeAtBandwidth } from '../support/other-program.ts';
import { type Cells, TO, writeSites } from '../support/site-sheet.ts';

/** Much more than these take; a machine with other work to do is no failure. */
vi.setConfig({ testTimeout: 300_000 });

/** Covered there when the stand-ins begin. */
const SITES = {
  twilio: { address_id: 'ADe91100000000000000000000000001a6', numbers: 4 },
  vonage: { old_address: '645 Harrison Street, Suite 200, San Francisco, CA 94105', numbers: 4 },
  sinch: { old_address: '3500 Lenox Rd NE, Atlanta, GA 30326-4228', caller_name: 'Lobby', numbers: 1 },
  bandwidth: { address_id: 'HQ1', numbers: 4 },
  'bandwidth-orders': { old_address: '645 Harrison St, STE 200, San Francisco, CA 94105', numbers: 4 },
} as const;
type Account = keyof typeof SITES;
const ACCOUNTS = Object.keys(SITES) as Account[];
const NEW = '200 N Spring St, Los Angeles, CA 90012, US';

describe('move-site', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace({ scale: 0 });
  });
  afterEach(() => place.close());

  const write = (rows: readonly Cells[]) => writeSites(place, rows);
  const site = (account: Account, more: Cells = {}): Cells => {
    const { numbers: _numbers, ...named } = SITES[account];
    return { action: 'move-site', account, ...named, ...TO, ...more };
  };
  const apply = (...more: string[]) =>
    place.run('apply', 'sites.csv', '--yes', '--force', '--wait', '20s', ...more);
  const kinds = (account: Account) => effectsOf(place, account).map(({ kind }) => kind);
  const moved = (account: Account) =>
    effectsOf(place, account)
      .filter(({ kind }) => kind === 'associate')
      .map(({ subject }) => `+${subject.replace('+', '').replace(/^(?=\d{10}$)/, '1')}`)
      .sort();

  it('moves every number of a site at every carrier, once, and back', async () => {
    await write(ACCOUNTS.map((account) => site(account)));
    const applied = await apply();
    expect(applied, applied.err).toMatchObject({ code: 0 });
    const rows = await newestResults(place);
    expect(new Set(rows.map((row) => `${row['result']} ${row['address_after']}`))).toEqual(
      new Set([`applied ${NEW}`]),
    );
    for (const account of ACCOUNTS) {
      const own = rows.filter((row) => row['account'] === account);
      expect([account, own.length]).toEqual([account, SITES[account].numbers]);
      expect(new Set(own.map((row) => row['row'])).size).toBe(1);
      if (account !== 'bandwidth') expect(moved(account)).toEqual(own.map((row) => row['e164']).sort());
    }
    // In place: the new address is tried first, by a location that is deleted again.
    expect(kinds('bandwidth')).toEqual(['create-address', 'delete-address', 'update-address']);
    const run = path.basename(await newestRun(place));
    const before = place.effects().length;
    // The stand-ins with many numbers are left out: test/chaos/sites.ts has them all.
    expect((await apply('--rows', '4-5')).code).toBe(0);
    const again = (await newestResults(place)).map((row) => row['result']);
    expect(new Set(again)).toEqual(new Set(['unchanged', 'skipped']));
    expect((await place.run('verify', run, '--where', 'account=bandwidth')).code).toBe(0);
    expect(place.effects().length).toBe(before);

    const undone = await place.run('undo', run, '--yes', '--wait', '20s');
    expect(undone, undone.err).toMatchObject({ code: 0 });
    expect(new Set((await newestResults(place)).map((row) => row['result']))).toEqual(new Set(['undone']));
    const verified = await place.run('verify', 'sites.csv', '--where', 'account=twilio');
    expect(verified.code).toBe(7);
    expect((await newestResults(place)).filter((row) => row['result'] === 'failed')).toHaveLength(4);
  });

  it('is counted by the guards, number by number and in place', async () => {
    for (const account of ['bandwidth', 'twilio'] as const) {
      await write([site(account)]);
      const stopped = await place.run('apply', 'sites.csv', '--yes', '--max-replace', '3');
      expect([stopped.code, stopped.err]).toEqual([
        4,
        expect.stringContaining('would replace the address of 4'),
      ]);
    }
    expect(place.effects()).toEqual([]);
  });

  it('lists what it would move in the plan, and refuses it when a number has joined since', async () => {
    for (const [account, phone_number] of [
      ['vonage', '+12015550100'],
      ['bandwidth', '+12015550100'],
    ] as const) {
      standInOf(place, account).standIn.controls?.addNumbers([phone_number]);
      await write([site(account)]);
      await place.run('plan', 'sites.csv', '--force');
      const run = await newestRun(place);
      const planned = await csv(path.join(run, 'plan.csv'));
      expect(planned.map((row) => [row['row'], row['changes']])).toEqual(Array(4).fill(['2', 'replace']));
      expect(new Set(planned.map((row) => row['phone_number'])).size).toBe(4);

      await write([
        {
          action: 'assign',
          account,
          phone_number,
          caller_name: 'Late',
          street: '645 Harrison St',
          unit: 'STE 200',
          city: 'San Francisco',
          region: 'CA',
          postal_code: '94105',
          country: 'US',
        },
      ]);
      const joined = await apply('--accept', 'formatting');
      expect(joined, joined.err).toMatchObject({ code: 0 });
      const before = place.effects().length;
      const stale = await place.run('apply', path.join(run, 'plan.json'), '--yes', '--force');
      expect([stale.code, stale.err]).toEqual([4, expect.stringContaining('The plan is stale')]);
      expect(place.effects().length).toBe(before);
    }
  });

  it('leaves the site as it is when the new address is refused, or a number of it has another row', async () => {
    await write([
      site('bandwidth', { street: '9999 Nowhere Rd', city: 'San Francisco', postal_code: '94105' }),
    ]);
    const refused = await apply();
    expect(refused, refused.err).toMatchObject({ code: 1 });
    expect(kinds('bandwidth').filter((kind) => kind === 'update-address')).toEqual([]);
    expect((await newestResults(place)).map((row) => [row['result'], row['e164'] !== ''])).toEqual(
      Array(4).fill(['failed', true]),
    );
    // The row moves all that is left of the site, so it is there once to be fixed.
    expect(await csv(path.join(await newestRun(place), 'retry.csv'))).toHaveLength(1);
    for (const account of ['bandwidth', 'twilio'] as const) {
      const elsewhere = { action: 'remove', account, phone_number: '+14155550100' };
      await write([site(account), elsewhere]);
      await apply();
      const codes = (await newestResults(place))
        .filter((row) => row['e164'] === '+14155550100')
        .map((row) => row['error_code']);
      expect(codes).toEqual(['SITE_NUMBER_HAS_ROW', 'SITE_NUMBER_HAS_ROW']);
    }
    expect(kinds('bandwidth').filter((kind) => kind === 'update-address')).toEqual([]);
    expect(moved('twilio')).not.toContain('+14155550100');
  });

  it('names end users, does not change one location twice when an answer is lost, and puts back what it moved alone', async () => {
    await writeAtBandwidth(
      place,
      'POST',
      '',
      '<Endpoint><alternateEndUserId>lobbya</alternateEndUserId><callerName>Front Desk</callerName><locationId>HQ1</locationId><activated>true</activated></Endpoint>',
    );
    standInOf(place, 'bandwidth').faults.set([
      { when: { operation: 'update-address' }, do: 'reset-after', times: 1 },
    ]);
    await write([site('bandwidth')]);
    const applied = await apply('--settle', '1s');
    expect(applied, applied.err).toMatchObject({ code: 0 });
    expect(kinds('bandwidth').filter((kind) => kind === 'update-address')).toHaveLength(1);
    const results = await newestResults(place);
    expect(results.map((row) => row['detail'])).toContain('end user lobbya');
    const run = path.basename(await newestRun(place));
    await writeAtBandwidth(
      place,
      'POST',
      '',
      '<Endpoint><alternateEndUserId>lobbyb</alternateEndUserId><callerName>Front Desk</callerName><locationId>HQ1</locationId><activated>true</activated></Endpoint>',
    );
    // Who came to the new address since would be sent to the old one.
    await place.run('undo', run, '--yes');
    expect(kinds('bandwidth').filter((kind) => kind === 'update-address')).toHaveLength(1);
    expect((await newestResults(place)).map((row) => row['detail']).join()).toContain('lobbyb');
  });

  it.each(['twilio', 'vonage', 'bandwidth'] as const)(
    'finds the site of %s by its id and by its address alike',
    async (account) => {
      const found: unknown[] = [];
      const id = {
        twilio: SITES.twilio.address_id,
        vonage: 'e9110000-0000-4000-8000-000000000001',
        bandwidth: 'HQ1',
      };
      const old_address = '645 Harrison St, STE 200, San Francisco, CA 94105';
      for (const named of [{ address_id: id[account] }, { old_address }]) {
        await write([{ action: 'move-site', account, ...TO, ...named }]);
        const planned = await place.run('plan', 'sites.csv', '--force');
        expect(planned, planned.err).toMatchObject({ code: 0 });
        const rows = await newestResults(place);
        found.push(rows.map((row) => [row['e164'], row['result'], row['address_after']]));
      }
      expect(found[0]).toEqual(found[1]);
      expect(found[0]).toHaveLength(4);
    },
  );

  it('is known number by number to a recovered journal', async () => {
    await write([site('bandwidth'), site('sinch')]);
    expect((await apply()).code).toBe(0);
    const run = path.basename(await newestRun(place));
    for (const name of ['journal.db', 'journal.seal']) await rm(path.join(place.dir, 'e911-runs', name));
    expect((await place.run('recover')).code).toBe(0);
    const verify = async (out: string) => {
      await place.run('verify', run, '--out', path.join(place.dir, out));
      const rows = await csv(path.join(place.dir, out, 'results.csv'));
      return rows.map((row) => `${row['e164']} ${row['result']}`).sort();
    };
    const right = await verify('right');
    expect(right).toHaveLength(5);
    expect(right.every((row) => row.endsWith('unchanged'))).toBe(true);
    await write([{ action: 'remove', account: 'bandwidth', phone_number: '+14155550101' }]);
    expect((await apply()).code).toBe(0);
    expect((await verify('gone')).filter((row) => !right.includes(row))).toEqual(['+14155550101 failed']);
  });
});
