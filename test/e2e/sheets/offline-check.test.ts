import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newestResults, newestRun, openPlace, type Place } from '../support/command.ts';

const HEADER = 'phone_number,action,caller_name,street,unit,city,region,postal_code,country';
const NUMBERS = ['+14155550110', '+14155550111', '+14155550112'];
const ADDRESSES = [
  '200 N Spring St,,Los Angeles,CA,90012,US',
  '200 North Spring Street,,Los Angeles,CA,90012,US',
  '200 N Spring St,STE 4,Los Angeles,CA,90012,US',
  '200 N Spring St,# 4,Los Angeles,CA,90012,US',
  '476 5th Ave,,New York,NY,10018,US',
  'PO Box 12,,New York,NY,10018,US',
];

describe('a check offline', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace({ scale: 0 });
  });
  afterEach(() => place.close());

  const verdicts = async (): Promise<unknown> =>
    (await newestResults(place)).map(({ row, result, error_code, error_message }) => ({
      row,
      isBad: result === 'failed',
      error_code,
      error_message,
    }));

  it('names all rows that ask for different things for one number, the first ones too', async () => {
    const rows = [
      `${NUMBERS[0]},assign,City Desk,${ADDRESSES[0]}`,
      ...Array.from(
        { length: 7 },
        (_, at) => `${NUMBERS[1]},assign,City Desk,${ADDRESSES[at === 3 ? 4 : 0]}`,
      ),
      `${NUMBERS[0]},assign,City Desk,${ADDRESSES[1]}`,
    ];
    await place.file('numbers.csv', [HEADER, ...rows].join('\n'));
    const { code, out } = await place.run('validate', 'numbers.csv');
    expect({ code, out }).toMatchObject({ code: 3 });
    expect(out).toContain('7 of 9 rows have errors');
    const results = await newestResults(place);
    expect(results.map(({ result }) => result)).toEqual(['valid', ...Array(7).fill('failed'), 'valid']);
    for (const { error_message } of results.slice(1, 8)) {
      expect(error_message).toContain(
        `Rows 3, 4, 5, 6, 7 and 2 more ask for different things for ${NUMBERS[1]}`,
      );
    }
  });

  it('says of each row what the check with the providers says', async () => {
    const row = fc.tuple(
      fc.constantFrom(...NUMBERS),
      fc.constantFrom('assign', 'remove', 'ignore'),
      fc.constantFrom(...ADDRESSES),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (drawn) => {
        const lines = drawn.map(([number, action, address]) =>
          action === 'assign'
            ? `${number},assign,City Desk,${address}`
            : `${number},${action}${','.repeat(7)}`,
        );
        await place.file('numbers.csv', [HEADER, ...lines].join('\n'));
        await place.run('validate', 'numbers.csv');
        const offline = await verdicts();
        const summary = await readFile(path.join(await newestRun(place), 'summary.json'), 'utf8');
        expect(JSON.parse(summary)).toMatchObject({ rows: drawn.length });
        await place.run('validate', 'numbers.csv', '--online');
        expect(offline).toEqual(await verdicts());
      }),
      { numRuns: 15 },
    );
  });
});
