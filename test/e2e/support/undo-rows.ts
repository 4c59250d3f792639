import path from 'node:path';
import { expect } from 'vitest';
import { newestResults, newestRun, type Place } from './command.ts';

export const HEADER = 'phone_number,action,account,caller_name,street,unit,city,region,postal_code,country';
export const SPRING = '200 N Spring St,,Los Angeles,CA,90012,US';
export const C_STREET = '202 C St,,San Diego,CA,92101,US';
const HARRISON = '645 Harrison St,Ste 200,San Francisco,CA,94105,US';
export const SHEETS: Readonly<Record<string, readonly string[]>> = {
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
  'bandwidth-orders': [
    `+14155550150,assign,bandwidth-orders,City Desk,${SPRING}`,
    `+14155550151,assign,bandwidth-orders,City Desk,${SPRING}`,
    `+14155550100,assign,bandwidth-orders,City Desk,${SPRING}`,
    '+14155550101,remove,bandwidth-orders,,,,,,,',
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

export const sheet = (...rows: string[]): string => `${HEADER}\n${rows.join('\n')}\n`;

export async function newestId(place: Place): Promise<string> {
  return path.basename(await newestRun(place));
}

/** The result of each row of the newest run, with its code if it has one. */
export async function resultsAndCodes(place: Place): Promise<string[]> {
  return (await newestResults(place)).map((row) =>
    [row['result'], row['error_code']].filter(Boolean).join(' '),
  );
}

/** Applies rows and gives the run's id. */
export async function applyRows(place: Place, rows: readonly string[]): Promise<string> {
  await place.file('numbers.csv', sheet(...rows));
  const { code, err } = await place.run('apply', 'numbers.csv', '--yes');
  expect({ code, err }).toMatchObject({ code: 0 });
  return newestId(place);
}
