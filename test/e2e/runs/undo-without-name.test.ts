import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { csv, newestResults, newestRun, openPlace, type Place } from '../support/command.ts';

const HEADER = 'phone_number,account,action,caller_name,street,city,region,postal_code,country';

/** Sinch needs a name with each address and never tells it. */
describe('an undo of a removal at Sinch', () => {
  let place: Place;
  let covered: string;
  beforeEach(async () => {
    place = await openPlace();
    const { numbers } = (await state()) as {
      numbers: { phoneNumber: string; emergency: unknown }[];
    };
    covered = numbers.find(({ emergency }) => emergency !== null)?.phoneNumber ?? '';
    await place.file('remove.csv', `${HEADER}\n${covered},sinch,remove,,,,,,\n`);
  });
  afterEach(() => place.close());

  async function state(): Promise<unknown> {
    const standIn = place.sandbox.standIns.find(({ account }) => account === 'sinch');
    return (await fetch(`${standIn?.origin}/__sandbox/state`)).json();
  }

  it('is announced as impossible by the plan, ends with 9 and the number, and works with a name', async () => {
    const plan = await place.run('plan', 'remove.csv', '--max-remove', '100%');
    expect(plan.code).toBe(0);
    const [warning] = await csv(path.join(await newestRun(place), 'errors.csv'));
    expect(warning).toMatchObject({ code: 'UNDO_NEEDS_NAME' });
    expect(warning?.['hint']).toContain('--caller-name');
    expect((await place.run('apply', 'remove.csv', '--yes', '--max-remove', '100%')).code).toBe(0);
    const without = await place.run('undo', '--yes');
    expect({ code: without.code, err: without.err }).toMatchObject({ code: 9 });
    expect(without.err).toContain(covered);
    // A resume would send the same without a name.
    expect(without.out).toMatch(/then: e911 undo \S+ --caller-name NAME/);
    expect((await place.run('runs', '--uncovered')).code).toBe(9);
    const applied = /\d{8}-\d{9}-\w{4}(?=\s+apply)/.exec((await place.run('runs')).out)?.[0] ?? '';
    const { code, err } = await place.run('undo', applied, '--yes', '--caller-name', 'City Desk');
    expect({ code, err }).toMatchObject({ code: 0 });
    expect((await newestResults(place))[0]).toMatchObject({ result: 'undone' });
    expect((await place.run('runs', '--uncovered')).code).toBe(0);
  });

  it('is finished by a resume that is given the name', async () => {
    expect((await place.run('apply', 'remove.csv', '--yes', '--max-remove', '100%')).code).toBe(0);
    expect((await place.run('undo', '--yes')).code).toBe(9);
    expect((await place.run('resume')).code).toBe(9);
    const { code, err } = await place.run('resume', '--caller-name', 'City Desk');
    expect({ code, err }).toMatchObject({ code: 0 });
    expect((await newestResults(place))[0]).toMatchObject({ result: 'undone' });
    expect((await place.run('runs', '--uncovered')).code).toBe(0);
  });

  it('takes the display name of the number', async () => {
    await place.file(
      'name.csv',
      `phone_number,account,action,display_name\n${covered},sinch,update,Front Desk\n`,
    );
    expect((await place.run('apply', 'name.csv', '--yes')).code).toBe(0);
    expect((await place.run('apply', 'remove.csv', '--yes', '--max-remove', '100%')).code).toBe(0);
    const undone = await place.run('undo', '--yes');
    expect({ code: undone.code, err: undone.err }).toMatchObject({ code: 0 });
    expect(JSON.stringify(await state())).toMatch(/"displayName":"Front Desk"/);
  });

  it('takes the name of an earlier row', async () => {
    const address = 'City Desk,200 N Spring St,Los Angeles,CA,90012,US';
    await place.file('assign.csv', `${HEADER}\n${covered},sinch,assign,${address}\n`);
    expect((await place.run('apply', 'assign.csv', '--yes', '--max-replace', '100%')).code).toBe(0);
    const { code } = await place.run('apply', 'remove.csv', '--yes', '--max-remove', '100%');
    expect(code).toBe(0);
    const undone = await place.run('undo', '--yes');
    expect({ code: undone.code, err: undone.err }).toMatchObject({ code: 0 });
    expect((await newestResults(place))[0]).toMatchObject({ result: 'undone' });
  });
});
