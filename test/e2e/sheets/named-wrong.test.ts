import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPlace, type Place } from '../support/command.ts';

describe('what was named wrong is said in the words of the user', () => {
  let place: Place;
  beforeAll(async () => {
    place = await openPlace({ scale: 0 });
    await place.file('sheet.csv', 'phone_number,account\n+14155550150,twilio\n');
    await place.run('validate', 'sheet.csv');
  });
  afterAll(() => place.close());

  it.each([
    [['verify', 'nosuch'], '"nosuch" is neither the ID of a run nor a file'],
    [['verify', 'nosuch.csv'], '"nosuch.csv" is neither the ID of a run nor a file'],
    [['verify', '20200101-000000000-abcd'], 'The journal has no run "20200101-000000000-abcd"'],
    [['runs', 'nosuch'], '"nosuch" is not the ID of a run.'],
    [['undo', 'nosuch'], '"nosuch" is not the ID of a run.'],
    [['resume', 'nosuch'], '"nosuch" is not the ID of a run.'],
    [['review', 'nosuch'], '"nosuch" is neither the ID of a run nor a plan.json.'],
    [['plan', 'sheet.csv', '--state', 'sheet.csv'], '--state needs a folder, and '],
    [['runs', '--state', 'sheet.csv/runs'], '--state needs a folder, and '],
    [['plan', 'sheet.csv', '--out', 'sheet.csv'], 'there is a file of that name in its path'],
  ])('%j', async (args, sentence) => {
    const { code, err } = await place.run(...args);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(sentence) });
  });

  it('says where runs are listed for what is none', async () => {
    for (const command of ['runs', 'review', 'verify', 'resume', 'undo']) {
      expect((await place.run(command, 'nosuch')).err).toContain('To list the runs, type: e911 runs');
    }
  });

  it.each(['9999', '8-9'])('--rows %s, which no row is', async (rows) => {
    const { err } = await place.run('validate', 'sheet.csv', '--rows', rows);
    expect(err).toContain(`No row of the sheet is chosen by --rows ${rows}, so nothing is done.`);
  });
});
