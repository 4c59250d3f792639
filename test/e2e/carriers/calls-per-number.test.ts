import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateNumbers } from '../../../src/sandbox/fictional-numbers.ts';
import { requestsOf, standInOf } from '../accounts.ts';
import { openPlace, type Place } from '../support/command.ts';

/** Canadian numbers take Canadian addresses. */
const CANADIAN = /^\+1(416|514|604|613|403|780|204|902)/;
const NUMBERS = generateNumbers(160)
  .filter((number) => !CANADIAN.test(number))
  .slice(0, 60);
const HEADER = 'phone_number,action,account,caller_name,street,unit,city,region,postal_code,country';

/** Most reads per number: with a new address, where nothing changes, and with another one. Lists and tokens are spread over 60 numbers. */
const MOST_READS = [
  ['twilio', 0.4, 0.1, 0.6],
  ['vonage', 2.2, 1.2, 2.2],
  ['sinch', 2.4, 1.4, 2.3],
  ['bandwidth-orders', 4.3, 2.2, 4.3],
  ['bandwidth', 0.3, 0.1, 0.3],
] as const;

describe('how often a carrier is asked about one number', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace({ scale: 0 });
  });
  afterEach(() => place.close());

  it.each(MOST_READS)(
    '%s: %d times for a new address, %d times for none, %d times for another one',
    async (account, whenNew, whenKept, whenChanged) => {
      standInOf(place, account).standIn.controls?.addNumbers(NUMBERS);
      const sheet = async (address: string): Promise<void> => {
        const rows = NUMBERS.map((number) => `${number},assign,${account},City Desk,${address},US`);
        await place.file('numbers.csv', [HEADER, ...rows].join('\n'));
      };
      await sheet('200 N Spring St,,Los Angeles,CA,90012');
      const reads = async (): Promise<number> => {
        const before = (await requestsOf(place, account)).length;
        const effects = place.effects().length;
        const { code, err } = await place.run('apply', 'numbers.csv', '--yes', '--force', '--wait', '20s');
        expect({ code, err }).toMatchObject({ code: 0 });
        const made = (await requestsOf(place, account)).length - before;
        return (made - (place.effects().length - effects)) / NUMBERS.length;
      };
      expect(await reads()).toBeLessThanOrEqual(whenNew);
      expect(await reads()).toBeLessThanOrEqual(whenKept);
      await sheet('645 Harrison St,,San Francisco,CA,94105');
      expect(await reads()).toBeLessThanOrEqual(whenChanged);
    },
  );
});
