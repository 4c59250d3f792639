import { describe, expect, it } from 'vitest';
import { cellProblem } from '../../src/errors/problem.ts';
import { mapHeader } from '../../src/sheet/columns/map-header.ts';
import { createRowChecker } from '../../src/sheet/rows/check-row.ts';

import { ACCOUNTS, check, GOOD } from './checked-row.ts';

describe('a bad row', () => {
  it.each<[string, Record<string, string>]>([
    ['ROW_ACTION_UNKNOWN', { action: 'asign' }],
    ['ROW_ACTION_NOT_POSSIBLE', { action: 'enable' }],
    ['ROW_ACCOUNT_UNKNOWN', { account: 'mian' }],
    ['ROW_PHONE_MISSING', { phone_number: '' }],
    ['ROW_PHONE_SCIENTIFIC', { phone_number: '1.20256E+10' }],
    ['ROW_PHONE_DECIMAL', { phone_number: '12025550123.0' }],
    ['ROW_PHONE_EXTENSION', { phone_number: '+1 202 555 0123 x12' }],
    ['ROW_PHONE_LETTERS', { phone_number: '1-800-FLOWERS' }],
    ['ROW_PHONE_CHARACTERS', { phone_number: '2025550123 / 2025550124' }],
    ['ROW_PHONE_PLUS_LOST', { phone_number: '442079460018' }],
    ['ROW_PHONE_INVALID', { phone_number: '99955501234' }],
    ['ROW_CELL_ERROR', { unit: '#N/A' }],
    ['ROW_CELL_ERROR', { city: '#BEZUG!' }],
    ['ROW_CELL_ERROR', { caller_name: '########' }],
    ['ROW_ID_SCIENTIFIC', { account: 'numbers', action: 'update', app_id: '1.23457E+17' }],
    ['ROW_CELL_MANGLED', { street: '3-Apr Main St' }],
    ['ROW_CELL_MANGLED', { house_number: '2026-04-03', street: '', street_name: 'Main St' }],
    ['ROW_NUMBER_COUNTRY', { phone_number: '+4915112345678' }],
    ['ROW_COUNTRY_UNKNOWN', { country: 'XX' }],
    ['ROW_STREET_MISSING', { street: '' }],
    ['ROW_HOUSE_NUMBER_MISSING', { street: 'Harrison St' }],
    ['ROW_NOT_DISPATCHABLE', { street: 'PO Box 12' }],
    ['ROW_NOT_DISPATCHABLE', { unit: 'PO Box 12' }],
    ['ROW_CELL_MANGLED', { unit: '3-Apr' }],
    ['ROW_CITY_MISSING', { city: ' ' }],
    ['ROW_REGION_MISSING', { region: '' }],
    ['ROW_REGION_UNKNOWN', { region: 'Califronia' }],
    ['ROW_POSTAL_CODE_MISSING', { postal_code: '' }],
    ['ROW_POSTAL_CODE_INVALID', { postal_code: 'ABC' }],
    ['ROW_POSTAL_CODE_INVALID', { plus_four: '12' }],
    ['ROW_POSTAL_CODE_ZERO_LOST', { postal_code: '2139' }],
    ['ROW_CALLER_NAME_MISSING', { caller_name: '' }],
    ['ROW_CONTROL_CHARACTER', { city: 'San\nFrancisco' }],
    ['ROW_LETTERS_LOST', { city: 'Montr\uFFFDal' }],
    ['ROW_TOO_LONG', { city: 'x'.repeat(101) }],
    ['ROW_ADDRESS_KIND_UNKNOWN', { address_kind: 'castle' }],
    ['ROW_ADDRESS_ID_MISSING', { action: 'update-address', phone_number: '' }],
    ['ROW_PHONE_MISSING', { account: 'numbers', action: 'validate', phone_number: '' }],
    ['ROW_SETTING_NOT_POSSIBLE', { account: 'numbers', action: 'update', voice_type: 'RTC' }],
    ['ROW_SETTING_MISSING', { account: 'numbers', action: 'update' }],
    ['ROW_RECIPIENT_MISSING', { account: 'numbers', action: 'add-recipient', phone_number: '' }],
    [
      'ROW_RECIPIENT_EMAIL',
      { account: 'numbers', action: 'add-recipient', phone_number: '', recipient_email: 'nobody' },
    ],
    [
      'ROW_RECIPIENT_PHONE',
      { account: 'numbers', action: 'add-recipient', phone_number: '', recipient_phone: '12' },
    ],
    ['OWN', { caller_name: 'x'.repeat(31) }],
  ])('says %s for %j', (code, change) => {
    const { request, problems, codes } = check({ ...GOOD, ...change });
    expect(codes).toEqual([code]);
    expect(request).toBeNull();
    expect(problems[0]).toMatchObject({ row: 2, severity: 'error' });
    expect(problems[0]?.hint).not.toBe('');
  });

  it('hears everything at once', () => {
    const { codes } = check({
      ...GOOD,
      phone_number: '12',
      street: 'Main',
      postal_code: '2139',
      caller_name: 'x'.repeat(31),
    });
    expect(codes.toSorted()).toEqual([
      'OWN',
      'ROW_HOUSE_NUMBER_MISSING',
      'ROW_PHONE_INVALID',
      'ROW_POSTAL_CODE_ZERO_LOST',
    ]);
  });

  it('hears what was meant', () => {
    expect(check({ ...GOOD, action: 'asign' }).problems[0]?.message).toContain('Did you mean "assign"');
    expect(check({ ...GOOD, account: 'mian' }).problems[0]?.message).toContain('Did you mean "main"');
    expect(check({ ...GOOD, region: 'Califronia' }).problems[0]?.message).toContain('Did you mean "CA"');
    expect(check({ ...GOOD, action: 'enable' }).problems[0]?.message).toContain(
      'It supports: assign, remove',
    );
    expect(check({ ...GOOD, postal_code: '2139' }).problems[0]?.message).toContain('02139');
    expect(check(GOOD, { defaultAccount: undefined }).codes).toEqual(['ROW_ACCOUNT_MISSING']);
  });

  it('of the reader is not looked into', () => {
    const checker = createRowChecker({
      mapping: mapHeader(['phone'], 1).mapping,
      accounts: ACCOUNTS,
      defaultAccount: 'main',
      defaultCountry: 'US',
    });
    const problem = cellProblem({
      row: 2,
      column: '',
      value: '',
      code: 'SHEET_ROW_RAGGED',
      message: 'm',
      hint: 'h',
    });
    expect(checker.check({ position: 1, line: 2, cells: ['x'], problems: [problem] })).toEqual({
      request: null,
      problems: [problem],
    });
  });
});

describe('a doubtful row', () => {
  it.each<[string, Record<string, string>]>([
    ['ROW_POSTAL_CODE_REGION', { postal_code: '02139' }],
    ['ROW_POSTAL_CODE_REGION', { region: 'QC', postal_code: 'M5V 3L9', country: 'CA' }],
    ['ROW_UNIT_IN_STREET', { street: '645 Harrison St Ste 200' }],
    ['ROW_PHONE_UNASSIGNED', { phone_number: '+15552345678' }],
    [
      'ROW_HOUSE_NUMBER_MISSING',
      { street: 'Rose Cottage', region: '', postal_code: 'SW1A 1AA', country: 'GB' },
    ],
  ])('is warned of with %s', (code, change) => {
    const { request, problems } = check({ ...GOOD, ...change });
    expect(problems).toMatchObject([{ code, severity: 'warning' }]);
    expect(request).not.toBeNull();
  });
});
