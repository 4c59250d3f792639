import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinUnit, unitPiece } from '../../../src/domain/address/unit-pieces.ts';
import { mapHeader } from '../../../src/sheet/columns/map-header.ts';
import { readCellsOfRow } from '../../../src/sheet/rows/row-schema.ts';
import { joinHouseNumber } from '../../../src/sheet/rows/street-cells.ts';
import { read } from './read-cells.ts';

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
    [{ Floor: '3rd Floor, East Wing' }, 'FL 3 East Wing'],
    [{ Suite: '200, 202' }, 'STE 200, 202'],
    [{ 'Address Line 2': 'FL 2', 'Apt/Suite': 'STE 200' }, 'FL 2 STE 200'],
    [{ 'Address Line 2': 'STE 200', 'Apt/Suite': 'STE 200' }, 'STE 200'],
    [{ Terminal: '2', Gate: 'B12' }, 'TERMINAL 2 GATE B12'],
    [{ 'Secondary Unit Designator': 'APT', 'Secondary Unit Number': '4' }, 'APT 4'],
    [{ Flat: '2' }, 'FLAT 2'],
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

describe('two columns of a unit', () => {
  it('is refused where two of them differ', () => {
    expect(read({ 'Address Line 2': 'STE 300', 'Apt/Suite': 'STE 200' }).codes).toEqual([
      'ROW_UNIT_DISAGREES',
    ]);
  });
});

describe('a house number beside a street', () => {
  it.each([
    [{ 'House Number': '12', Street: '12 Main St', 'Street Type': 'St' }, '12 Main St', ''],
    [{ 'House Number': '350', Street: '100 North' }, '350 100 North', ''],
    [{ 'House Number': '42', Street: '42nd St' }, '42 42nd St', ''],
    [{ 'House Number': '14', Street: '12 Main St' }, '12 Main St', '14'],
    [{ 'House Number': '12', Street: '12 Main St', 'Pre Dir': 'N' }, '12 Main St', '12'],
  ])('%j', (row, street, left) => {
    const joined = joinHouseNumber(read(row as unknown as Record<string, string>).cells);
    expect([joined.street, joined.house_number]).toEqual([street, left]);
  });
});

describe('a number in columns of their own', () => {
  it.each([
    { NPA: '202', NXX: '444', number: '555-0123' },
    { NPA: '202', NXX: '555', 'Line Number': '0124', number: '555-0123' },
    { NPA: '303', number: '+12025550123' },
    { NPA: '202', NXX: '555', 'Line Number': '' },
    { NPA: '20', number: '555-0123' },
  ])('that differ is refused: %j', (row) => {
    expect(read(row as unknown as Record<string, string>).codes).toEqual(['ROW_PHONE_PIECES']);
  });

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

describe('a cell of another form, under a name that means several things', () => {
  const rows = (column: string, values: readonly string[]) => {
    const { mapping } = mapHeader(['phone', column], 1, {
      sample: values.map((value) => ['+12025550123', value]),
    });
    return values.map((value) =>
      readCellsOfRow({ cells: ['+12025550123', value], line: 2 }, mapping).problems.map(
        ({ code, severity }) => `${severity} ${code}`,
      ),
    );
  };
  it.each([
    ['Location', ['STE 200', 'FL 3', 'Chicago Office']],
    ['Level', ['3', '4', 'Gold']],
    ['Desk', ['12', '14', 'Service Desk Team']],
    ['Address Line 3', ['FL 3', 'RM 2', 'Attn: Ann']],
  ])('%s: %j is said', (column, values) => {
    expect(rows(column, values)).toEqual([[], [], ['warning ROW_CELL_FORM']]);
  });

  it('is nothing under a name that means one thing', () => {
    expect(rows('unit', ['STE 200', 'FL 3', 'Chicago Office'])).toEqual([[], [], []]);
  });
});
