import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { effectsOf, numbersOf, standInOf } from '../accounts.ts';
import { newestResults, newestRun, openPlace, type Place } from '../support/command.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
  standInOf(place, 'twilio').standIn.controls?.setSwitches({ emergencyStatusIgnored: true });
});
afterEach(() => place.close());

const switches = () => effectsOf(place, 'twilio').filter(({ kind }) => kind === 'switch-emergency');
const COVERED = '+14155550100';
const UNCOVERED = ['+14155550110', '+14155550111'];

async function apply(action: string, ...numbers: readonly string[]) {
  const lines = numbers.map((number) => `${number},${action},twilio`);
  const sheet = await place.file('switch.csv', `phone_number,action,account\n${lines.join('\n')}\n`);
  await place.run('apply', sheet, '--yes');
  return await newestResults(place);
}

it('disable finds out with one write that Twilio ignores it, and no later row spends another', async () => {
  const first = await apply('disable', COVERED);
  expect(first[0]).toMatchObject({
    result: 'failed',
    error_code: 'EMERGENCY_SWITCH_IGNORED',
  });
  expect(switches()).toHaveLength(1);
  const second = await apply('disable', COVERED);
  expect(second[0]).toMatchObject({ error_code: 'EMERGENCY_SWITCH_IGNORED' });
  expect(switches()).toHaveLength(1);
  const enabled = await apply('enable', COVERED, ...UNCOVERED);
  expect(enabled.map((row) => row['error_code'])).toEqual([
    '',
    'NUMBER_WITHOUT_ADDRESS',
    'NUMBER_WITHOUT_ADDRESS',
  ]);
  expect(switches()).toHaveLength(1);
});

it('enable of a number without an address is no success, before anything is known of the account', async () => {
  const enabled = await apply('enable', COVERED, ...UNCOVERED);
  expect(enabled.map((row) => [row['result'], row['error_code']])).toEqual([
    ['unchanged', ''],
    ['failed', 'NUMBER_WITHOUT_ADDRESS'],
    ['failed', 'NUMBER_WITHOUT_ADDRESS'],
  ]);
  expect(switches()).toHaveLength(0);
});

it('undo gives a removed number its address back where Twilio ignores the switch', async () => {
  expect((await apply('remove', COVERED))[0]).toMatchObject({ result: 'applied' });
  const removal = path.basename(await newestRun(place));
  await place.run('undo', removal, '--yes');
  expect((await newestResults(place))[0]).toMatchObject({ result: 'undone' });
  const state = (await numbersOf(place, 'twilio')).get(COVERED);
  expect(state).toMatchObject({ emergencyAddressSid: expect.stringMatching(/^AD/) });
});
