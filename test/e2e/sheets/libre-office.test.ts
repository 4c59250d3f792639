import { execFile, spawnSync } from 'node:child_process';
import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { openXlsx, readXlsx, saveXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { effectsOf } from '../accounts.ts';
import { newestResults, newestRun, openPlace, type Place } from '../support/command.ts';

const hasOffice = spawnSync('sh', ['-c', 'command -v soffice']).status === 0;
const NAME = 'a workbook that LibreOffice saved again';

/** Cells that a spreadsheet program changes when it may: signs, zeros, dates, powers of ten, formulas, truth values. */
const FILLED = [
  {
    phone_number: '+14155550104',
    reference: '000123',
    caller_name: '+1 Desk',
    street: '77 Massachusetts Ave',
    city: 'Cambridge',
    region: 'MA',
    postal_code: '02139',
  },
  {
    phone_number: '+12125550103',
    reference: '3-4',
    caller_name: 'Zoë & Söhne "6""',
    street: '200 N Spring St',
    unit: '007',
    city: 'Los Angeles',
    region: 'CA',
    postal_code: '90012',
  },
  {
    phone_number: '+14155550105',
    reference: '1E5',
    caller_name: 'TRUE',
    street: '200 N Spring St',
    city: 'Los Angeles',
    region: 'CA',
    postal_code: '90012-0001',
  },
].map((row) => ({ action: 'assign', account: 'twilio', country: 'US', ...row }));

describe.skipIf(!hasOffice)(hasOffice ? NAME : `LEFT OUT, no soffice: ${NAME}`, () => {
  let place: Place;
  beforeAll(async () => {
    place = await openPlace({ scale: 0 });
  });
  afterAll(() => place.close());

  /** Opens files and saves them as another kind, as a person does, in one start of the program; returns the new files. */
  async function saveAs(kind: 'xlsx' | 'ods', ...files: readonly string[]): Promise<string[]> {
    const folder = path.join(place.dir, `as-${kind}`);
    await mkdir(folder, { recursive: true });
    const profile = pathToFileURL(path.join(place.dir, 'office')).href;
    const args = [`-env:UserInstallation=${profile}`, '--headless', '--convert-to', kind, '--outdir', folder];
    await promisify(execFile)('soffice', [...args, ...files]);
    return files.map((file) => path.join(folder, `${path.basename(file, path.extname(file))}.${kind}`));
  }

  it('is the same sheet: no sign, zero, or ZIP code is lost, and nothing is written twice', async () => {
    const blank = path.join(place.dir, 'numbers.xlsx');
    await place.run('template', 'twilio-assign', '--out', blank);
    await edit(blank, 1, ...FILLED);
    const first = await place.run('apply', blank, '--yes', '--accept', 'all');
    expect({ code: first.code, err: first.err }).toMatchObject({ code: 0 });
    const results = path.join(place.dir, 'results.xlsx');
    await copyFile(path.join(await newestRun(place), 'results.xlsx'), results);
    const cells = await cellsOf(results);
    expect(cells).toMatchObject(FILLED.map((row) => ({ ...row, result: 'applied' })));
    const made = effectsOf(place, 'twilio').length;

    const asOds = await saveAs('ods', results);
    await rename(asOds[0] ?? '', path.join(place.dir, 'there-and-back.ods'));
    const saved = await saveAs('xlsx', results, path.join(place.dir, 'there-and-back.ods'));
    for (const again of saved) {
      expect(await cellsOf(again)).toEqual(cells);
      const [sheet] = (await readXlsx(await readFile(again))).sheets;
      expect(sheet?.autoFilter?.range).toMatch(/^A1:[A-Z]+4$/);
    }
    for (const again of [...saved, path.join(place.dir, 'there-and-back.ods')]) {
      expect(await place.run('apply', again, '--yes', '--accept', 'all')).toMatchObject({ code: 0 });
      expect((await newestResults(place)).map(({ result }) => result)).toEqual(FILLED.map(() => 'unchanged'));
      expect(effectsOf(place, 'twilio')).toHaveLength(made);
    }

    const [edited = ''] = saved;
    await edit(edited, 2, { unit: '008' });
    expect(await place.run('apply', edited, '--yes', '--accept', 'all')).toMatchObject({ code: 0 });
    expect((await newestResults(place)).map(({ result }) => result)).toEqual([
      ...['unchanged', 'applied', 'unchanged'],
    ]);
  }, 120_000);

  it('is the next sheet after an export: an action and a cell filled in are the change of one number', async () => {
    const file = path.join(place.dir, 'live.xlsx');
    await place.run('export', '--account', 'twilio', '--pattern', '41555501', '--out', file);
    const before = await cellsOf(file);
    const [saved = ''] = await saveAs('xlsx', file);
    expect(await cellsOf(saved)).toEqual(before);
    const at = before.findIndex(({ emergency_state }) => emergency_state === 'covered');
    await edit(saved, at + 1, { action: 'assign', unit: '009' });
    expect(await place.run('apply', saved, '--yes', '--accept', 'all')).toMatchObject({ code: 0 });
    const changed = (await newestResults(place)).filter(({ result }) => result === 'applied');
    expect(changed.map(({ phone_number }) => phone_number)).toEqual([before[at]?.['phone_number']]);
  }, 120_000);
});

/** Writes cells below the header, by the names of their columns; every other cell stays. */
async function edit(file: string, from: number, ...filled: readonly Readonly<Record<string, string>>[]) {
  const book = await openXlsx(await readFile(file));
  const rows = book.sheets[0]?.rows ?? [];
  const header = (rows[0] ?? []).map(String);
  for (const [index, row] of filled.entries()) {
    rows[from + index] = header.map((name, column) => row[name] ?? rows[from + index]?.[column] ?? '');
  }
  await writeFile(file, await saveXlsx(book));
}

/** The rows of the first worksheet by the names of their columns; a cell that is no text stays what it is. */
async function cellsOf(file: string): Promise<Record<string, unknown>[]> {
  const [header = [], ...rows] = (await readXlsx(await readFile(file))).sheets[0]?.rows ?? [];
  return rows.map((row) =>
    Object.fromEntries(header.map((name, column) => [String(name), row[column] ?? ''])),
  );
}
