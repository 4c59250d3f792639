import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newestResults, newestRun, openPlace, type Place } from './command.ts';
import { worldState } from './world-state.ts';

const HEADER = 'phone_number,action,account,caller_name,street,unit,city,region,postal_code,country';
const SPRING = '200 N Spring St,,Los Angeles,CA,90012,US';
const C_STREET = '202 C St,,San Diego,CA,92101,US';
const HARRISON = '645 Harrison St,Ste 200,San Francisco,CA,94105,US';
const SHEETS: Readonly<Record<string, readonly string[]>> = {
  twilio: [
    `+14155550104,assign,twilio,Harbor Dental,${HARRISON}`,
    `+14155550105,assign,twilio,City Desk,${SPRING}`,
    `+14155550106,assign,twilio,City Desk,${SPRING}`,
    `+14155550102,assign,twilio,City Desk,${SPRING}`,
    `+12125550102,assign,twilio,City Desk,${C_STREET}`,
    '+12125550103,remove,twilio,,,,,,,',
    '+14155550101,disable,twilio,,,,,,,',
    `,add-address,twilio,Night Desk,${C_STREET}`,
    `+14155550100,assign,twilio,Harbor Dental,${HARRISON}`,
  ],
  vonage: [
    `+14155550104,assign,vonage,Harbor Dental,${HARRISON}`,
    `+14155550105,assign,vonage,City Desk,${SPRING}`,
    `+14155550102,assign,vonage,City Desk,${SPRING}`,
    `+14155550101,assign,vonage,Front Desk,${HARRISON}`,
    '+14155550103,remove,vonage,,,,,,,',
    `,add-address,vonage,,${C_STREET}`,
  ],
  sinch: [
    '+14045550100,assign,sinch,City Desk,3500 Lenox Rd NE,Ste 200,Atlanta,GA,30326,US',
    `+14045550101,assign,sinch,City Desk,${SPRING}`,
  ],
  bandwidth: [
    `+14155550104,assign,bandwidth,Harbor Dental,${HARRISON}`,
    `+14155550105,assign,bandwidth,City Desk,${SPRING}`,
    `+14155550102,assign,bandwidth,City Desk,${SPRING}`,
    `+14155550101,assign,bandwidth,Front Desk,${HARRISON}`,
    '+14155550103,remove,bandwidth,,,,,,,',
    '+14155550100,disable,bandwidth,,,,,,,',
    `,add-address,bandwidth,,${C_STREET}`,
  ],
};

const sheet = (...rows: string[]): string => `${HEADER}\n${rows.join('\n')}\n`;

async function newestId(place: Place): Promise<string> {
  return path.basename(await newestRun(place));
}

describe('e911 undo', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
  });
  afterEach(() => place.close());

  for (const [account, rows] of Object.entries(SHEETS)) {
    it(`${account}: puts back what a run changed, and undoing that applies it again`, async () => {
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
      expect((await place.run('undo', undo, '--yes')).code).toBe(0);
      expect(worldState(place, account)).toEqual(after);
    });
  }
});
