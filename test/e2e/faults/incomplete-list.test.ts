import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { standInOf } from '../accounts.ts';
import { newestResults, openPlace, type Place } from '../support/command.ts';

const NUMBERS = 45;
const SPRING = '200 N Spring St,Los Angeles,CA,90012,US';
const row = (line: number, account: string): string =>
  `+1415555${String(110 + line).padStart(4, '0')},assign,${account},City Desk,${SPRING}`;
const SHEET = [
  'phone_number,action,account,caller_name,street,city,region,postal_code,country',
  ...Array.from({ length: NUMBERS }, (_, line) => row(line, 'twilio')),
  row(NUMBERS, 'vonage'),
].join('\n');

describe('a list that does not come to its end', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
    await place.file('numbers.csv', SHEET);
  });
  afterEach(() => place.close());

  /** A page that is whole JSON and no page of numbers. */
  const cutOff = (nth?: number) =>
    standInOf(place, 'twilio').faults.set([
      {
        when: { operation: 'list-numbers', ...(nth === undefined ? {} : { nth }) },
        do: 'status',
        status: 200,
        body: '{}',
      },
    ]);
  const struck = () => standInOf(place, 'twilio').faults.list()[0]?.struck ?? 0;
  const results = async (account: string) =>
    (await newestResults(place)).filter((one) => one['account'] === account);

  it('stops its own account alone, and every row is answered', async () => {
    cutOff();
    await place.run('apply', 'numbers.csv', '--yes');
    expect(struck()).toBeGreaterThan(0);
    const stopped = await results('twilio');
    expect(stopped).toHaveLength(NUMBERS);
    for (const { result, error_code, error_message } of stopped) {
      expect({ result, error_code }).toEqual({ result: 'not_attempted', error_code: 'ACCOUNT_STOPPED' });
      expect(error_message).toContain('incomplete');
    }
    expect(await results('vonage')).toMatchObject([{ result: 'applied' }]);
  });

  it('costs a look when numbers are waited for, and no number', async () => {
    // The first list is the one before the plan.
    cutOff(2);
    const { code } = await place.run('apply', 'numbers.csv', '--yes');
    expect({ code, struck: struck() }).toEqual({ code: 0, struck: 1 });
    expect(new Set((await newestResults(place)).map(({ result }) => result))).toEqual(new Set(['applied']));
  });
});
