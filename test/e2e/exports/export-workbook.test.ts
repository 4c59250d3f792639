import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openXlsx, readXlsx, saveXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPlace, type Place } from '../support/command.ts';

describe('an export as a workbook', () => {
  let place: Place;
  beforeAll(async () => {
    place = await openPlace({ scale: 0 });
  });
  afterAll(() => place.close());

  const sheetOf = async (file: string, at = 0) => {
    const { sheets } = await readXlsx(await readFile(path.join(place.dir, file)), { readStyles: true });
    const [header = [], ...rows] = sheets[at]?.rows ?? [];
    const named = rows.map((row) =>
      Object.fromEntries(header.map((name, column) => [String(name), row[column] ?? ''])),
    );
    return { sheet: sheets[at], rows: named };
  };

  it('is that file alone: text cells, a header that stays, a filter, the actions to choose from', async () => {
    const ended = await place.run('export', '--account', 'twilio', '--out', 'live.xlsx', '--json');
    expect(ended).toMatchObject({ code: 0 });
    expect((await readdir(place.dir)).filter((name) => name.startsWith('live'))).toEqual([
      ...['live-run.log', 'live.xlsx'],
    ]);
    const { sheet, rows } = await sheetOf('live.xlsx');
    expect(rows).toContainEqual(
      expect.objectContaining({ phone_number: '+14155550100', postal_code: '94105', action: 'ignore' }),
    );
    for (const cell of sheet?.cells?.values() ?? []) expect(cell.style?.numFmt).toBe('@');
    expect(sheet?.freezePane).toMatchObject({ rows: 1 });
    expect(sheet?.autoFilter?.range).toContain('A1:');
    const actions = sheet?.dataValidations?.map(({ formula1, values }) => formula1 ?? values?.join(','));
    expect(actions).toEqual([expect.stringMatching(/assign,.*ignore/)]);
  });

  it.each(['taken.xlsx', 'taken.csv'])('is not written over %s, which is named', async (name) => {
    await place.file(name, 'mine');
    const { code, err } = await place.run('export', '--account', 'twilio', '--out', name);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(`${name} already exists`) });
    expect(err).not.toContain('folder');
    expect(await readFile(path.join(place.dir, name), 'utf8')).toBe('mine');
  });

  it('is what to fill in next, on the screen and with --json', async () => {
    const args = ['export', '--account', 'twilio', '--xlsx', '--out'];
    expect((await place.run(...args, 'shown')).out).toContain('e911 plan shown/numbers.xlsx');
    expect(JSON.parse((await place.run(...args, 'told', '--json')).out).next).toContain('told/numbers.xlsx');
  });

  it('is beside the CSV file with --xlsx, with the same cells', async () => {
    await place.run('export', 'addresses', '--account', 'twilio', '--xlsx', '--out', 'both');
    expect((await readdir(path.join(place.dir, 'both'))).sort()).toEqual([
      ...['addresses.csv', 'addresses.xlsx', 'run.log'],
    ]);
    const { rows } = await sheetOf('both/addresses.xlsx');
    const text = await readFile(path.join(place.dir, 'both/addresses.csv'), 'utf8');
    expect(rows.length).toBeGreaterThan(0);
    for (const { address_id } of rows) expect(text).toContain(`"${address_id}"`);
  });

  it('is what the next one is compared with, and shows the changes', async () => {
    await place.run('export', '--account', 'vonage', '--out', 'old.xlsx');
    const book = await openXlsx(await readFile(path.join(place.dir, 'old.xlsx')));
    const [header = [], first] = book.sheets[0]?.rows ?? [];
    if (first !== undefined) first[header.indexOf('city')] = 'NOWHERE';
    await writeFile(path.join(place.dir, 'old.xlsx'), await saveXlsx(book));
    const args = ['--account', 'vonage', '--compare', 'old.xlsx', '--out', 'new.xlsx', '--json'];
    const { code, out } = await place.run('export', ...args);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ changes: { added: 0, removed: 0, changed: 1 } });
    expect((await sheetOf('new.xlsx', 1)).rows).toMatchObject([{ change: 'changed', columns: 'city' }]);
  });

  it.each([
    [['--out', 'live.ods'], 'EXPORT_WORKBOOK'],
    [['--out', '-', '--xlsx'], 'EXPORT_OPTIONS'],
  ])('is refused before the first call as %j', async (args, code) => {
    const ended = await place.run('export', '--account', 'twilio', ...args);
    expect(ended).toMatchObject({ code: 2, err: expect.stringContaining(code) });
  });
});
