import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinUnit, unitPiece } from '../../src/domain/address/unit-pieces.ts';
import { looksWhole, splitWholeAddress } from '../../src/domain/address/whole-address.ts';
import { isPlaceholder } from '../../src/domain/request/placeholder.ts';
import { readFormula } from '../../src/sheet/cells/constant.ts';
import { mapHeader } from '../../src/sheet/columns/map-header.ts';
import {
  checkCells,
  findPlaceholders,
  readCellsOfRow,
  type SetCell,
} from '../../src/sheet/rows/row-schema.ts';

function read(row: Record<string, string>, sets: readonly SetCell[] = []) {
  const sample = [Object.values(row)];
  const { mapping } = mapHeader(Object.keys(row), 1, { sample });
  const { cells, problems } = readCellsOfRow({ cells: Object.values(row), line: 2 }, mapping, sets);
  const codes = [...problems, ...checkCells(cells, 2), ...findPlaceholders(cells, 2, new Set())].map(
    ({ code }) => code,
  );
  return { cells, codes, problems };
}

describe('a unit in columns of their own', () => {
  it.each([
    [{ Floor: '3' }, 'FL 3'],
    [{ Floor: '3rd' }, 'FL 3'],
    [{ Floor: '3rd floor' }, 'FL 3'],
    [{ Wing: 'B', Tower: '2', Flr: '3', Desk: '12', Bldg: '1' }, 'BLDG 1 TOWER 2 WING B FL 3 DESK 12'],
    [{ Wing: 'Wing B', Desk: 'Desk 12', Cube: 'C4' }, 'WING B CUBICLE C4 DESK 12'],
    [{ Suite: '200', 'Address Line 3': 'FL 3' }, 'FL 3 STE 200'],
    [{ 'Address Line 2': 'STE 200', 'Address Line 3': 'Rear' }, 'REAR STE 200'],
    [{ Floor: 'Basement' }, 'BSMT'],
    [{ Suite: '200' }, 'STE 200'],
    [{ Suite: '#200' }, 'STE 200'],
    [{ Suite: 'Suite 200' }, 'STE 200'],
    [{ Suite: 'APT 5' }, 'APT 5'],
    [{ Room: '12', Floor: '3', Building: 'North Building' }, 'BLDG North FL 3 RM 12'],
    [{ Apt: '5', Bldg: '2' }, 'BLDG 2 APT 5'],
    [{ unit: 'STE 200', Floor: '2' }, 'FL 2 STE 200'],
    [{ unit: '200', Suite: '200' }, 'STE 200'],
    [{ unit_type: 'STE', unit_number: '200' }, 'STE 200'],
    [{ 'Address Type': 'Suite', 'Address Type Number': '200' }, 'STE 200'],
    [{ unit_type: 'Lobby', unit_number: '' }, 'LBBY'],
    [{ unit_type: '', unit_number: '200' }, '200'],
    [{ unit: 'STE 5', Floor: '' }, 'STE 5'],
  ])('%j is %s', (row, unit) => {
    expect(read(row as unknown as Record<string, string>)).toMatchObject({ cells: { unit }, codes: [] });
  });

  it.each([
    ['ROW_UNIT_DISAGREES', { Suite: '200', unit: 'STE 300' }],
    ['ROW_UNIT_INCOMPLETE', { unit_type: 'STE', unit_number: '' }],
    ['ROW_PLACEHOLDER', { Floor: 'N/A' }],
    ['ROW_HOUSE_PREFIX', { HousePrefix: '12', HouseNumber: '34' }],
    ['ROW_PHONE_PIECES', { NPA: '20', number: '5550123' }],
    ['ROW_PHONE_PIECES', { NPA: '303', phone_number: '+12025550123' }],
    ['ROW_FORMULA', { caller_name: '=A1&B1' }],
    ['ROW_FORMULA', { street: '=HYPERLINK("x")' }],
    ['ROW_CLEAR_NOT_POSSIBLE', { caller_name: '""' }],
    ['ROW_CLEAR_NOT_POSSIBLE', { city: '""' }],
    ['ROW_RECIPIENT_EMAIL', { recipient_email: 'desk' }],
  ])('says %s for %j', (code, row) => {
    expect(read(row as unknown as Record<string, string>).codes).toContain(code);
  });

  it('never loses a piece, and goes from the larger to the smaller whatever the order of the columns', () => {
    const names = ['BLDG', 'FL', 'STE', 'APT', 'RM'];
    const piece = fc.record({
      designator: fc.constantFrom(...names),
      value: fc.stringMatching(/^[1-9][0-9]{0,3}$/),
    });
    fc.assert(
      fc.property(fc.uniqueArray(piece, { selector: ({ designator }) => designator }), (pieces) => {
        const words = joinUnit(pieces).split(' ').filter(Boolean);
        expect(words.filter((_, at) => at % 2 === 0)).toEqual(
          names.filter((name) => pieces.some(({ designator }) => designator === name)),
        );
        for (const { designator, value } of pieces) {
          expect(words[words.indexOf(designator) + 1]).toBe(value);
          expect(unitPiece(designator, `${designator} ${value}`)).toEqual({ designator, value });
        }
      }),
    );
  });
});

describe('a number in columns of their own', () => {
  it('is joined', () => {
    expect(read({ NPA: '202', number: '555-0123' }).cells.phone_number).toBe('+12025550123');
    expect(read({ NPA: '202', NXX: '555', 'Line Number': '0123' }).cells.phone_number).toBe('+12025550123');
    expect(read({ NPA: '202', phone: '+1 202 555 0123' }).codes).toEqual([]);
    expect(read({ HousePrefix: 'W', HouseNumber: '1234', StreetName: 'Oak' }).cells.house_number).toBe(
      'W1234',
    );
    expect(read({ HousePrefix: 'N6W', HouseNumber: '23001', StreetName: 'Oak' }).cells.house_number).toBe(
      'N6W23001',
    );
  });
});

describe('a constant formula', () => {
  it.each([
    ['="+14155550123"', '+14155550123'],
    ['="say ""hi"""', 'say "hi"'],
    ['=42', '42'],
    ['= "x" ', 'x'],
  ])('%s is %s', (cell, constant) => {
    expect(readFormula(cell.trim())).toEqual({ constant });
  });

  it('holds any text, and nothing that computes is one', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readFormula(`="${text.replaceAll('"', '""')}"`)).toEqual({ constant: text });
      }),
    );
    for (const cell of ['="a"&"b"', '=1+1', '=A1', '=SUM(1)', '=', '="a', '=1E5']) {
      expect(readFormula(cell), cell).toBe('formula');
    }
    expect(read({ phone_number: '="+14155550123"' }).cells.phone_number).toBe('+14155550123');
  });
});

it.each([
  [
    { unit: "'200", postal_code: "'02139", house_number: "'645" },
    { unit: '200', postal_code: '02139' },
  ],
  [{ caller_name: "'52 Chevy Garage" }, { caller_name: "'52 Chevy Garage" }],
])('an apostrophe that keeps digits as text is taken off: %j', (row, expected) => {
  expect(read(row).cells).toMatchObject(expected);
});

describe('a placeholder', () => {
  const words = [
    'N/A',
    'n.a.',
    'NA',
    'none',
    'null',
    'Unknown',
    'TBD',
    '-',
    '--',
    'xxx',
    'Test',
    '?',
    '.',
    'not applicable',
    ...['\\N', 'NaN', 'FALSE', 'Missing', 'Not Assigned', 'Default', 'zzz', 'None/NA', 'N/A - see notes'],
    ...['TBD (ask Bob)', 'Unknown Address', 'none given', 'Enter name', 'Your city here'],
  ];
  it.each(words)('%s is an error in every part of an address and in the name', (word) => {
    for (const column of [
      'caller_name',
      'street',
      'street_name',
      'unit',
      'city',
      'region',
      'postal_code',
    ] as const) {
      const { cells } = read({ [column]: word });
      expect(findPlaceholders(cells, 2, new Set()), column).toMatchObject([
        { code: 'ROW_PLACEHOLDER', column, message: expect.stringContaining(word) },
      ]);
    }
    expect(isPlaceholder(`STE ${word}`)).toBe(true);
  });

  it.each(['0', '00', '0.0'])('%s is what a lookup makes of an empty cell', (word) => {
    expect(isPlaceholder(word)).toBe(true);
    expect(isPlaceholder(`FL ${word}`)).toBe(false);
  });

  it.each([
    'Naples',
    'Nancy',
    'Nunn',
    'X',
    'APT X',
    'AAA',
    'Testa',
    'B',
    '12',
    'Unknown Road Cafe',
    'Noneville',
    'None Such LLC',
    ...['NO', 'No. 5', 'Test Kitchen, Inc', 'Missing Link Bikes', 'Default Holdings - West', '10', 'A0'],
    ...['Your City Bakery', 'Enterprise Rent-A-Car'],
  ])('%s is none', (word) => expect(isPlaceholder(word)).toBe(false));
});

describe('a whole address in one cell', () => {
  const whole = {
    street: '645 Harrison St',
    unit: 'STE 200',
    city: 'San Francisco',
    region: 'CA',
    postalCode: '94105',
  };
  it.each([
    ['645 Harrison St, STE 200, San Francisco, CA 94105', whole],
    ['645 Harrison St STE 200, San Francisco, CA, 94105, USA', whole],
    ['Suite 200, 645 Harrison St, San Francisco, CA 94105', { ...whole, unit: 'Suite 200' }],
    ['645 Harrison St STE 200 San Francisco CA 94105', whole],
    ['645 Harrison St\nSTE 200\nSan Francisco, California 94105', whole],
    [
      '100 Elm Rd, Charleston, West Virginia 25301',
      { street: '100 Elm Rd', city: 'Charleston', region: 'WV' },
    ],
    ['12 Main St, New York New York 10027', { city: 'New York', region: 'NY' }],
    [
      '100 Queen St W, Toronto ON M5H2N2',
      { city: 'Toronto', region: 'ON', postalCode: 'M5H 2N2', country: 'CA' },
    ],
    ['10 Downing St, London, SW1A 2AA, UK', { city: 'London', postalCode: 'SW1A 2AA', country: 'GB' }],
  ])('%j is split', (text, parts) => {
    expect(looksWhole(text)).toBe(true);
    expect(splitWholeAddress(text, '')).toMatchObject(parts);
  });

  it.each([
    '645 Harrison St San Francisco CA 94105',
    '22 Elm St Paul MN 55101',
    'Acme, 645 Harrison St, San Francisco, CA 94105',
    '645 Harrison St, San Francisco, CA 9410',
    '645 Harrison St, San Francisco, NY 94105',
  ])('%j is not split by a guess', (text) => expect(splitWholeAddress(text, 'US')).toBeNull());

  it.each(['645 Harrison St', '645 Harrison St, STE 200', '6460 Vermont 113', '100 5th Ave'])(
    '%j is a street',
    (text) => expect(looksWhole(text)).toBe(false),
  );
});

describe('--set', () => {
  it('fills empty cells, and overrides filled ones only with --set!', () => {
    const set = (overrides: boolean): SetCell[] => [{ column: 'account', value: 'us', overrides }];
    expect(read({ account: '' }, set(false)).cells.account).toBe('us');
    expect(read({ phone: '1' }, set(false)).cells.account).toBe('us');
    expect(read({ account: 'gb' }, set(false)).cells.account).toBe('gb');
    expect(read({ account: 'gb' }, set(true)).cells.account).toBe('us');
    expect(read({ phone: '1' }, [{ column: 'floor', value: '3', overrides: false }]).cells.unit).toBe('FL 3');
  });
});
