import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSheet } from '../../src/sheet/open-sheet.ts';
import type { SheetRow } from '../../src/sheet/source/sheet-row.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quotes-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(text: string): Promise<SheetRow[]> {
  const path = join(folder, 'sheet.csv');
  await writeFile(path, text);
  const rows: SheetRow[] = [];
  for await (const row of (await openSheet(path)).rows()) rows.push(row);
  return rows;
}

const many = (count: number) =>
  Array.from({ length: count }, (_, at) => `${at},"Name ${at}","1 Main St, Rear"\n`).join('');

describe('quotation marks that CSV does not allow', () => {
  it.each([
    ['7,Joe 6" Subs,x\n', ['7', 'Joe 6" Subs', 'x']],
    ['7,6",x\n', ['7', '6"', 'x']],
    ['7, "B",x\n', ['7', ' "B"', 'x']],
    ['7,"B" ,x\n', ['7', 'B ', 'x']],
    ['7,"B, C" Ltd,x\n', ['7', 'B, C Ltd', 'x']],
  ])('%j are read as Excel reads them, with a warning in that row alone', async (line, cells) => {
    const rows = await read(`phone,caller_name,street\n${many(51)}${line}${many(149)}`);
    expect(rows).toHaveLength(201);
    expect(rows[51]?.cells).toEqual(cells);
    expect(
      rows.flatMap(({ line: at, problems }) => problems.map(({ code, severity }) => [at, code, severity])),
    ).toEqual([[53, 'SHEET_QUOTES_READ', 'warning']]);
    expect(rows[200]?.cells).toEqual(['148', 'Name 148', '1 Main St, Rear']);
  });

  it.each([
    ['to the end', (row: string) => `${many(4000)}${row}${'1,b,c\n'.repeat(3000)}`],
    ['before other quoted cells', (row: string) => `${many(4000)}${row}${many(3000)}`],
  ])('that are never closed name the row in which they opened: %s', async (_, textOf) => {
    await expect(read(`phone,caller_name,street\n${textOf('7,"Open,x\n')}`)).rejects.toMatchObject({
      code: 'SHEET_QUOTES',
      message: expect.stringContaining('row 4002 '),
    });
  });

  it.each([
    ['the next row', '', 'phone,note,street\n', '1 Main St'],
    ['a row far below', many(300).replaceAll(/"/g, ''), 'phone,note,street\n', '1 Main St'],
    ['a row of a sheet without numbers', '', 'note,city,region,reference,label\n', 'MA,S1,Hall'],
  ])('that are closed only in %s name the row in which they opened', async (_, between, header, rest) => {
    const row = (mark: 'opens' | 'closes', note: string): string =>
      header.startsWith('phone')
        ? `2025550123,${mark === 'opens' ? `"${note}` : `${note}"`},${rest}\n`
        : `${mark === 'opens' ? `"${note}` : `${note}"`},Boston,${rest}\n`;
    const text = `${header}${row('opens', 'call')}${between.replaceAll(/^\d+/gm, '2025550124')}${row('closes', 'later')}`;
    await expect(read(text)).rejects.toMatchObject({
      code: 'SHEET_QUOTES',
      message: expect.stringContaining('row 2 '),
    });
  });

  it('around a cell of several lines swallow nothing', async () => {
    const cells = '"645 Harrison St, STE 200\nSan Francisco, CA 94105"';
    expect(await read(`phone,address,note\n2025550123,${cells},x\n`)).toHaveLength(1);
    expect(await read(`note,phone,street\n"call 2025550124,\nask, Bob",2025550123,x\n`)).toHaveLength(1);
  });
});
