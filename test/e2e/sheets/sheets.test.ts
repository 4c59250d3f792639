import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWorkbook, type Part, textRow, textSheet, worksheetXml } from '../../sheet/workbook/zip-maker.ts';
import { newestResults, newestRun, openPlace, type Place } from '../support/command.ts';

const PROGRAM = fileURLToPath(new URL('../../../dist/bin.js', import.meta.url));
const HEADER = ['phone_number', 'caller_name', 'street', 'unit', 'city', 'region', 'postal_code', 'country'];
const DESK = ['City Desk', '200 N Spring St', '', 'Los Angeles', 'CA', '90012', 'US'];

async function summary(place: Place): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(path.join(await newestRun(place), 'summary.json'), 'utf8'));
}

describe('sheets as people have them', () => {
  let place: Place;
  beforeAll(async () => {
    place = await openPlace();
  });
  afterAll(() => place.close());

  it('a workbook is carried out from the worksheet that was named, and says so', async () => {
    const rows = [
      textRow(1, ['Numbers of the city desk']),
      textRow(3, HEADER),
      `<row r="5"><c r="A5"><v>14155550104</v></c>${DESK.map((cell, index) =>
        cell === '90012'
          ? `<c r="${'BCDEFGH'[index]}5"><v>90012</v></c>`
          : `<c r="${'BCDEFGH'[index]}5" t="inlineStr"><is><t>${cell}</t></is></c>`,
      ).join('')}</row>`,
    ];
    await place.file(
      'numbers.xlsx',
      makeWorkbook({
        sheets: { Notes: textSheet([['nothing here']]), Numbers: worksheetXml(rows.join('')) },
      }),
    );
    const { code, err } = await place.run('apply', 'numbers.xlsx', '--worksheet', 'numbers', '--yes');
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(err.match(/Read as a workbook: worksheet "Numbers", header in row 3\./g)).toHaveLength(1);
    expect(await newestResults(place)).toMatchObject([
      { row: '5', result: 'applied', phone_number: '14155550104', e164: '+14155550104' },
    ]);
    expect((await summary(place))['detected']).toEqual({
      format: 'xlsx',
      encoding: '',
      bom: false,
      delimiter: '',
      line_ending: '',
      worksheet: 'Numbers',
      header_row: 3,
    });
    // Who gave a workbook gets one, and it is the next sheet.
    const made = place.effects().length;
    const book = path.join(await newestRun(place), 'results.xlsx');
    const again = await place.run('apply', book, '--yes');
    expect({ code: again.code, err: again.err }).toMatchObject({ code: 0 });
    expect(await newestResults(place)).toMatchObject([{ result: 'unchanged', e164: '+14155550104' }]);
    expect(place.effects().length).toBe(made);
    const wrong = await place.run('validate', 'numbers.xlsx', '--worksheet', 'Nmubers', '--json');
    expect({ code: wrong.code, answer: JSON.parse(wrong.out) }).toMatchObject({
      code: 2,
      answer: { error: { code: 'SHEET_WORKSHEET_UNKNOWN', hint: expect.stringContaining('"Numbers"') } },
    });
  });

  it('a text in UTF-16 with semicolons is found out; options overrule and are in --help', async () => {
    const text = `Numbers\r\n${HEADER.join(';')}\r\n+14155550104;${DESK.join(';')}\r\n;;;;;;;\r\n`;
    await place.file('utf16.csv', iconv.encode(text, 'utf-16le', { addBOM: true }));
    const found = await place.run('validate', 'utf16.csv');
    expect(found).toMatchObject({ code: 0 });
    expect(found.err).toContain('Read as CSV: semicolon-delimited, UTF-16LE with BOM, header in row 2.');
    expect((await summary(place))['detected']).toMatchObject({
      format: 'csv',
      encoding: 'utf-16le',
      bom: true,
      delimiter: ';',
      line_ending: 'CRLF',
      header_row: 2,
    });
    await place.file('told.csv', iconv.encode(`phone;street\nphone;street\n1^a;München\n`, 'windows-1252'));
    const told = await place.run(
      'validate',
      'told.csv',
      ...['--delimiter', 'semicolon', '--encoding', 'iso-8859-2', '--header-row', '2'],
    );
    expect(told.err).toContain('Read as CSV: semicolon-delimited, ISO-8859-2, header in row 2.');
    const { out } = await place.run('validate', '--help');
    for (const option of [
      '--delimiter',
      '--encoding',
      '--header-row',
      '--worksheet',
      '--max-xlsx-mb',
      '--bom',
    ]) {
      expect(out).toContain(option);
    }
  });

  it('one number and one address in several spellings are one request; two requests are errors on both rows', async () => {
    const rows = [
      ['+12125550103', ...DESK],
      [
        '(212) 555-0103',
        'CITY DESK',
        '200 North Spring Street',
        '',
        'los angeles',
        'California',
        '90012',
        'us',
      ],
      ['１２１２５５５０１０３', ...DESK],
      ['+14155550105', ...DESK],
      ['415.555.0105', 'City Desk', '202 C St', '', 'San Diego', 'CA', '92101', 'US'],
      ['+14155550106', ...DESK],
    ];
    await place.file('twice.csv', stringify([HEADER, ...rows]));
    const before = place.effects().length;
    const { code } = await place.run('apply', 'twice.csv', '--yes', '--max-errors', '50%');
    expect(code).toBe(1);
    const results = await newestResults(place);
    expect(results.map(({ row, result, error_code }) => [row, result, error_code])).toEqual([
      ['2', 'applied', ''],
      ['3', 'applied', ''],
      ['4', 'applied', ''],
      ['5', 'failed', 'ROW_WISHES_CONFLICT'],
      ['6', 'failed', 'ROW_WISHES_CONFLICT'],
      ['7', 'applied', ''],
    ]);
    expect(results[3]?.['error_message']).toMatch(/5 and 6/);
    expect(results[4]?.['error_message']).toMatch(/5 and 6/);
    const associated = place
      .effects()
      .slice(before)
      .filter(({ kind }) => kind === 'associate');
    expect(associated).toHaveLength(2);
  });

  it('retry.csv is fixed in the cells it names and re-run, then everything is done; results.csv too', async () => {
    const rows = [
      ['+14155550107', ...DESK, 'two\nlines, "quoted"'],
      ['1.41555E+10', ...DESK, '=HYPERLINK("http://x")'],
      ['+14155550108', 'City Desk', '3-Apr', '', 'Los Angeles', 'CA', '9012', 'US', '-5'],
    ];
    await place.file(
      'first.csv',
      `Our numbers\r\n${stringify([[...HEADER, 'note'], ...rows], { record_delimiter: '\r\n' })}`,
    );
    const first = await place.run('apply', 'first.csv', '--yes', '--bom');
    expect(first).toMatchObject({ code: 1 });
    const folder = await newestRun(place);
    const errors = parse(await readFile(path.join(folder, 'errors.csv')), { columns: true, bom: true });
    // Titles, header and a cell of two lines: rows are counted as the spreadsheet shows them.
    const named = (errors as Record<string, string>[])
      .filter(({ severity }) => severity === 'error')
      .map(({ row, column, code }) => `${row} ${column} ${code}`);
    expect(named.sort()).toEqual([
      '4 phone_number ROW_PHONE_SCIENTIFIC',
      '5 postal_code ROW_POSTAL_CODE_ZERO_LOST',
      '5 street ROW_CELL_MANGLED',
    ]);
    const retry = await readFile(path.join(folder, 'retry.csv'), 'utf8');
    expect(retry.startsWith('\uFEFF"phone_number"')).toBe(true);
    expect(retry).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(retry).toContain('"-5"');
    const fixed = retry
      .replace('1.41555E+10', '+14155550109')
      .replace('3-Apr', '3 April St')
      .replace('"9012"', '"90012"');
    await place.file('retry.csv', fixed.replace('3 April St', '200 N Spring St'));
    const second = await place.run('apply', 'retry.csv', '--yes');
    expect({ ...second, out: '' }).toMatchObject({ code: 0 });
    const results = await newestResults(place);
    expect(results.map(({ result }) => result)).toEqual(['applied', 'applied']);
    expect(results.map(({ note }) => note)).toEqual([`'=HYPERLINK("http://x")`, '-5']);
    expect(Object.keys(results[0] ?? {}).filter((name) => name === 'row')).toHaveLength(1);
    await place.file('again.csv', await readFile(path.join(folder, 'results.csv')));
    const again = await place.run('apply', path.join(await newestRun(place), 'results.csv'), '--yes');
    expect(again.code).toBe(0);
    expect((await newestResults(place)).map(({ result }) => result)).toEqual(['unchanged', 'unchanged']);
  });
});

describe('a workbook of 900 KB that inflates to 300 MB', () => {
  let place: Place;
  beforeAll(async () => {
    place = await openPlace();
    const blanks = worksheetXml(`${textRow(1, ['phone_number'])}${' '.repeat(300 * 1024 * 1024)}`);
    const filler = { name: 'xl/media/image1.png', content: noise(600 * 1024), stored: true };
    const book = (claims: NonNullable<Part['claims']>) =>
      makeWorkbook({
        sheets: { Numbers: blanks },
        parts: (parts) => [
          ...parts.map((part) => (part.name.includes('worksheets') ? { ...part, claims } : part)),
          filler,
        ],
      });
    const honest = book({});
    expect(honest.length).toBeGreaterThan(850_000);
    expect(honest.length).toBeLessThan(1_000_000);
    await place.file('honest.xlsx', honest);
    await place.file('forged.xlsx', book({ bytes: 900_000 }));
  });
  afterAll(() => place.close());

  it.each([
    ['honest.xlsx', 'SHEET_WORKBOOK_TOO_LARGE'],
    ['forged.xlsx', 'SHEET_WORKBOOK_DAMAGED'],
  ])('%s is refused within 150 MB', (name, code) => {
    const { status, stderr, peakMb } = measured(place, 'validate', name);
    expect(stderr).toContain(`[${code}]`);
    expect(status).toBe(2);
    expect(peakMb).toBeLessThan(150);
  });
});

/** Bytes that do not pack, always the same. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 1;
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[index] = state >>> 16;
  }
  return bytes;
}

/** Runs the command and tells the most memory that its process ever had. */
function measured(
  place: Place,
  ...args: readonly string[]
): { status: number | null; stderr: string; peakMb: number } {
  // Of Linux the process's own figure: what resourceUsage tells counts that of the process it was forked from.
  const script = `process.argv.splice(1, 0, ${JSON.stringify(PROGRAM)});
    const fs = require('node:fs');
    process.on('exit', () => {
      const own = fs.existsSync('/proc/self/status') && /VmHWM:\\s+(\\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'));
      fs.writeSync(2, 'PEAK ' + (own ? own[1] : process.resourceUsage().maxRSS) + '\\n');
    });
    import(${JSON.stringify(`file://${PROGRAM}`)})`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', script, ...args], {
    cwd: place.dir,
    env: { PATH: process.env['PATH'], HOME: place.dir, ...place.sandbox.environment },
    encoding: 'utf8',
  });
  return { status, stderr, peakMb: Number(/PEAK (\d+)/.exec(stderr)?.[1] ?? Number.NaN) / 1024 };
}
