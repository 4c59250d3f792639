import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksWhole, splitWholeAddress } from '../../src/domain/address/whole-address.ts';
import { isPlaceholder } from '../../src/domain/request/placeholder.ts';
import { readFormula } from '../../src/sheet/cells/constant.ts';
import { findPlaceholders, type SetCell } from '../../src/sheet/rows/row-schema.ts';
import { read } from './rows/read-cells.ts';

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
    ...['{{name}}', '<Name>', '[blank]', '%NAME%', 'to be assigned', 'Test 1', 'Test User'],
    ...['None Listed', 'Not on file', 'Aucun', 'Spare', 'do not use', 'Pending install', 'Leave blank'],
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
    ...['Your City Bakery', 'Enterprise Rent-A-Car', 'To Be Continued Books', 'Spare Time Lanes', '(rear)'],
    ...['[Suite 5]', 'Test Valley', 'Available Light LLC', 'Unused Goods Co', 'Reserve'],
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
    ['645 Harrison St; Suite 200; San Francisco; CA; 94105', 'Suite 200'],
    ['645 Harrison St | San Francisco | CA | 94105', ''],
    ['645 Harrison St - San Francisco - CA - 94105', ''],
    ['645 Harrison St (Suite 200), San Francisco, CA 94105', 'Suite 200'],
    ['645 Harrison St (rear), San Francisco, CA 94105', 'rear'],
    ['645 Harrison St, Desk 12, San Francisco, CA 94105', 'Desk 12'],
    ['645 Harrison St, Wing B, San Francisco, CA 94105', 'Wing B'],
  ])('%s has the unit "%s"', (text, unit) => {
    expect(splitWholeAddress(text, '')).toMatchObject({
      street: '645 Harrison St',
      unit,
      city: 'San Francisco',
    });
  });

  it.each([
    '645 Harrison St San Francisco CA 94105',
    '22 Elm St Paul MN 55101',
    'Acme, 645 Harrison St, San Francisco, CA 94105',
    '645 Harrison St, San Francisco, CA 9410',
    '645 Harrison St, San Francisco, NY 94105',
    '645 Harrison St, Desk by the door, San Francisco, CA 94105',
    '645 Harrison St (ask Bob), Oak Hall, San Francisco, CA 94105',
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
