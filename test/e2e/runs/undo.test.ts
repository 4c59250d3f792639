import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  csv,
  newestResults,
  newestRun,
  openPlace,
  type Place,
  writeEmergencyStatus,
} from '../support/command.ts';
import { sampleOf } from '../support/sample-of.ts';
import {
  applyRows,
  C_STREET,
  newestId,
  resultsAndCodes,
  SHEETS,
  SPRING,
  sheet,
} from '../support/undo-rows.ts';
import { standInOf, worldState } from '../support/world-state.ts';

/** A deadline, not a measure: a busy machine may take its time. */
const POLL = { timeout: 20_000, interval: 20 };

describe('e911 undo', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
    writeEmergencyStatus(place);
  });
  afterEach(() => place.close());

  for (const [account, rows] of sampleOf(Object.entries(SHEETS), [0, 3])) {
    it(`${account}: rolls back what a run changed, and undoing that applies it again`, async () => {
      await place.file('numbers.csv', sheet(...rows));
      const before = worldState(place, account);
      const applied = await place.run('apply', 'numbers.csv', '--yes');
      expect({ code: applied.code, err: applied.err }).toMatchObject({ code: 0 });
      const after = worldState(place, account);
      expect(after).not.toEqual(before);
      const run = await newestId(place);

      const undone = await place.run('undo', run, '--yes');
      expect({ code: undone.code, err: undone.err }).toMatchObject({ code: 0 });
      expect(worldState(place, account)).toEqual(before);
      const results = await newestResults(place);
      expect(results).toHaveLength(rows.length);
      expect(results.map((row) => row['phone_number'])).toEqual(rows.map((row) => row.split(',')[0]));
      const asked = account === 'twilio' ? rows.length - 1 : rows.length;
      expect(results.filter((row) => row['result'] === 'undone')).toHaveLength(asked);

      const undo = await newestId(place);
      const read = await place.run('verify', undo);
      expect({ code: read.code, err: read.err }).toMatchObject({ code: 0 });
      expect((await place.run('undo', undo, '--yes')).code).toBe(0);
      expect(worldState(place, account)).toEqual(after);
    });
  }

  const twilioRows = SHEETS['twilio'] ?? [];
  const results = () => resultsAndCodes(place);
  const apply = (...rows: string[]) => applyRows(place, rows);

  it('keeps what was changed since, lists it, and rolls back the rest', async () => {
    const before = worldState(place, 'twilio');
    const run = await apply(...twilioRows);
    await place.file(
      'stranger.csv',
      sheet(
        `+14155550106,assign,twilio,Night Desk,${C_STREET}`,
        `+14155550102,assign,twilio,Night Desk,${C_STREET}`,
      ),
    );
    expect((await place.run('apply', 'stranger.csv', '--yes', '--state', 'elsewhere')).code).toBe(0);
    const between = worldState(place, 'twilio');
    const { code, err } = await place.run('undo', run, '--yes');
    expect({ code, err }).toMatchObject({ code: 0 });
    const kept = ['+14155550106', '+14155550102'];
    const rows = await newestResults(place);
    for (const row of rows) {
      const isKept = kept.includes(row['phone_number'] ?? '');
      if (isKept) expect(row).toMatchObject({ result: 'skipped', error_code: 'CHANGED_SINCE' });
      else expect(row['error_code']).not.toBe('CHANGED_SINCE');
    }
    expect(rows.find((row) => row['phone_number'] === kept[0])?.['detail']).toContain('202 C St');
    const listed = await csv(path.join(await newestRun(place), 'errors.csv'));
    expect(
      listed.filter(({ code: one }) => one === 'CHANGED_SINCE').map((one) => one['phone_number']),
    ).toEqual(kept);
    const after = worldState(place, 'twilio');
    for (const [number, state] of Object.entries(after.numbers)) {
      expect(state, number).toEqual((kept.includes(number) ? between : before).numbers[number]);
    }
    // The one address that a stranger's numbers use now stays, and its row says why.
    expect(after.addresses.filter((text) => text.includes('202 C'))).toHaveLength(1);
    expect(rows.find((row) => row['action'] === 'add-address')).toMatchObject({
      result: 'skipped',
      error_code: 'ADDRESS_IN_USE',
    });
  });

  for (const [account, points] of [
    ['twilio', [1, 4, 8]],
    ['bandwidth', [4]],
  ] as const) {
    for (const effects of sampleOf(points, [1])) {
      it(`${account}: ends in the same state when it is killed after ${effects} effects and resumed`, async () => {
        const before = worldState(place, account);
        const run = await apply(...(SHEETS[account] ?? []));
        const goal = place.effects().length + effects;
        const { child, ended } = place.start('undo', run, '--yes');
        const watch = setInterval(() => {
          if (place.effects().length >= goal) child.kill('SIGKILL');
        }, 1);
        expect((await ended).code).toBeNull();
        clearInterval(watch);
        const { code, err } = await place.run('resume', '--settle', '2s');
        expect({ code, err }).toMatchObject({ code: 0 });
        expect(worldState(place, account)).toEqual(before);
        const rows = await newestResults(place);
        expect(rows).toHaveLength(SHEETS[account]?.length ?? 0);
        expect(rows.map((row) => row['result']).filter((result) => result !== 'undone')).toEqual(
          account === 'twilio' ? ['unchanged'] : [],
        );
        expect((await place.run('resume')).out).toContain('Nothing to resume');
      });
    }
  }

  it('starts an undo again that was killed before its first change', async () => {
    const before = worldState(place, 'twilio');
    const run = await apply(...twilioRows);
    const { faults, server } = standInOf(place, 'twilio');
    faults.set([{ do: 'hang', when: { operation: 'list-numbers' } }]);
    const seen = server.requests.length;
    const { child, ended } = place.start('undo', run, '--yes');
    await expect.poll(() => server.requests.length, POLL).toBeGreaterThan(seen);
    const changes = place.effects().length;
    child.kill('SIGKILL');
    await ended;
    expect(place.effects().length).toBe(changes);
    faults.set([]);
    const { code, err } = await place.run('resume', '--yes');
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(worldState(place, 'twilio')).toEqual(before);
  });

  it('of first assignments needs no limit: what the run did is what is rolled back', async () => {
    const rows = Array.from(
      { length: 12 },
      (_, index) => `+1${4155550104 + index},assign,twilio,City Desk,${SPRING}`,
    );
    const before = worldState(place, 'twilio');
    const run = await apply(...rows);
    const undone = await place.run('undo', run, '--yes');
    expect({ code: undone.code, err: undone.err }).toMatchObject({ code: 0 });
    expect(worldState(place, 'twilio')).toEqual(before);
  });

  it('asks, obeys the guards, takes a few rows first, and finds nothing to do the second time', async () => {
    const before = worldState(place, 'twilio');
    const run = await apply(...twilioRows);
    const changes = place.effects().length;
    const unasked = await place.run('undo', run);
    expect(unasked.code).toBe(4);
    expect(`${unasked.out}${unasked.err}`).toContain('--yes');
    expect((await place.run('undo', run, '--yes', '--max-remove', '2')).code).toBe(4);
    expect((await place.run('undo', 'no-such-run', '--yes')).code).toBe(2);
    expect(place.effects().length).toBe(changes);
    expect((await place.run('undo', run, '--yes', '--limit', '1')).code).toBe(0);
    expect((await results()).filter((result) => result === 'undone')).toHaveLength(1);
    expect((await place.run('undo', path.join('e911-runs', run), '--yes')).code).toBe(0);
    expect(worldState(place, 'twilio')).toEqual(before);
    const done = place.effects().length;
    expect((await place.run('undo', run)).code).toBe(0);
    expect(new Set(await results())).toEqual(new Set(['unchanged']));
    expect(place.effects().length).toBe(done);
  });
});
