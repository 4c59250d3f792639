import fc, { array, constantFrom, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definitions } from '../../src/providers/registry.ts';
import { mapHeader } from '../../src/sheet/columns/map-header.ts';
import { createRowChecker, type RowCheckerOptions } from '../../src/sheet/rows/check-row.ts';
import { checkRepeatedOnce } from '../../src/sheet/rows/repeated-rows.ts';
import type { SheetRow } from '../../src/sheet/source/sheet-row.ts';

const CHOICES = {
  phone_number: [
    ...['+12025550123', '+12025550124', '+14165550100', '+12465550100', '+442079460100', '+11115550100'],
    ...['(202) 555-0123', '+1202555012', '+12025550123 ', '12025550123', '+19105550100', '', '+13335550100'],
  ],
  action: ['', 'assign', 'remove', 'validate', 'update', 'buy', 'add-address', 'ignore', 'asign'],
  account: ['', ...definitions.map(({ provider }, at) => `${provider}-${at}`), 'nobody'],
  caller_name: ['City Desk', 'A & B', '', 'N/A'],
  street: ['645 Harrison St', '1-2 Main St', '3-Apr', '', '10 Main St Apt 4'],
  city: ['San Francisco', 'Toronto', ''],
  region: ['CA', 'ON', 'zz'],
  postal_code: ['94105', 'M5H 2N2', '2139', ''],
  country: ['', 'US', 'CA', 'GB'],
  endpoint_user_id: ['', 'desk-1'],
  address_id: ['', 'AD0123456789abcdef0123456789abcdef'],
} as const;
const COLUMNS = Object.keys(CHOICES);

const OPTIONS: RowCheckerOptions = {
  mapping: mapHeader(COLUMNS, 1).mapping,
  accounts: new Map(
    definitions.map(({ provider, capabilities, refuse }, at) => [
      `${provider}-${at}`,
      { provider, capabilities, refuse },
    ]),
  ),
  defaultAccount: 'twilio-0',
  defaultCountry: 'US',
};

function rowOf(cells: readonly string[], at: number): SheetRow {
  return { position: at + 1, line: at + 2, cells, problems: [] };
}

describe('rows that differ in their phone number alone', () => {
  it('are answered as the whole check answers them, whatever they hold', () => {
    const others = record(
      Object.fromEntries(
        Object.entries(CHOICES)
          .filter(([column]) => column !== 'phone_number')
          .map(([column, texts]) => [column, constantFrom<string>(...texts)]),
      ),
    );
    const numbers = array(constantFrom(...CHOICES.phone_number), { minLength: 2, maxLength: 8 });
    fc.assert(
      property(others, numbers, (texts, phones) => {
        const whole = createRowChecker(OPTIONS);
        const once = checkRepeatedOnce(whole.check, OPTIONS);
        for (const [at, phone_number] of phones.entries()) {
          const row: Record<string, string> = { ...texts, phone_number };
          const sheetRow = rowOf(
            COLUMNS.map((column) => row[column] ?? ''),
            at,
          );
          expect(once(sheetRow)).toEqual(whole.check(sheetRow));
        }
      }),
      { numRuns: 400 },
    );
  });

  it('are checked whole once', () => {
    let checks = 0;
    const { check } = createRowChecker(OPTIONS);
    const once = checkRepeatedOnce((row) => {
      checks++;
      return check(row);
    }, OPTIONS);
    const good: Record<string, string> = {
      caller_name: 'Ann',
      street: '645 Harrison St',
      city: 'San Francisco',
      region: 'CA',
      postal_code: '94105',
    };
    const read = (phone_number: string, more: Record<string, string> = {}) => {
      const row: Record<string, string> = { ...good, ...more, phone_number };
      const cells = COLUMNS.map((column) => row[column] ?? '');
      return once(rowOf(cells, 1)).request?.phoneNumber;
    };
    expect(['+12025550123', '+12025550124', '+13035550100'].map((number) => read(number))).toEqual([
      '+12025550123',
      '+12025550124',
      '+13035550100',
    ]);
    expect(checks).toBe(1);
    read('+12025550125', { caller_name: 'Ben' });
    read('+14165550100');
    expect(checks).toBe(3);
  });

  it('are told from rows whose cells run into each other', () => {
    const once = checkRepeatedOnce(createRowChecker(OPTIONS).check, OPTIONS);
    const cells = (reference: string, city: string): string[] =>
      COLUMNS.map(
        (column) => ({ phone_number: '+12025550123', caller_name: reference, street: city })[column] ?? '',
      );
    expect(once(rowOf(cells('a\u0000b', ''), 1))).toEqual(
      createRowChecker(OPTIONS).check(rowOf(cells('a\u0000b', ''), 1)),
    );
    expect(once(rowOf(cells('a', 'b\u0000'), 1))).toEqual(
      createRowChecker(OPTIONS).check(rowOf(cells('a', 'b\u0000'), 1)),
    );
  });

  it('are checked whole where the number is in several columns, or set by an option', () => {
    const { check } = createRowChecker(OPTIONS);
    const pieces = mapHeader(['area_code', 'phone_number', 'street'], 1).mapping;
    expect(checkRepeatedOnce(check, { ...OPTIONS, mapping: pieces })).toBe(check);
    const sets = [{ column: 'phone_number', value: '+12025550123', overrides: true }] as const;
    expect(checkRepeatedOnce(check, { ...OPTIONS, sets })).toBe(check);
  });
});
