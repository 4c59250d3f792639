import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors/app-error.ts';
import { CANONICAL_COLUMNS, PIECE_COLUMNS } from '../../src/sheet/columns/columns.ts';
import { type HeaderContext, mapHeader } from '../../src/sheet/columns/map-header.ts';

/** Header -> one value under it; what each column is read as, and the warnings. */
function read(sheet: Record<string, string | readonly string[]>, named: HeaderContext['named'] = []) {
  const names = Object.keys(sheet);
  const rows = Math.max(...Object.values(sheet).map((cell) => (typeof cell === 'string' ? 1 : cell.length)));
  const sample = Array.from({ length: rows }, (_, at) =>
    Object.values(sheet).map((cell) => (typeof cell === 'string' ? cell : (cell[at] ?? ''))),
  );
  const { mapping, warnings } = mapHeader(names, 1, { sample, named });
  const used = [...mapping.columns, ...(mapping.pieces ?? [])].map(
    ([column, position]) => [names[position], column] as const,
  );
  return { used: Object.fromEntries(used), warnings, unknown: mapping.unknown };
}

function refused(sheet: Record<string, string>): UsageError {
  try {
    read(sheet);
  } catch (error) {
    if (error instanceof UsageError) return error;
  }
  throw new Error('not refused');
}

describe('a header as people write it', () => {
  it.each([
    ['Phone Number*', '+12025550123', 'phone_number'],
    ['City:', 'Boston', 'city'],
    ['Phone Number (E.164)', '+12025550123', 'phone_number'],
    ['ZIP Code (5 digits)', '02108', 'postal_code'],
    ['State (2-letter)', 'MA', 'region'],
    ['State/Region', 'MA', 'region'],
    ['Zip or Postal Code', '02108', 'postal_code'],
    ['Apt/Suite/Unit', 'STE 5', 'unit'],
    ['E911 Address', '1 Main St', 'street'],
    ['Service Address', '1 Main St', 'street'],
    ['Emergency City', 'Boston', 'city'],
    ['serviceZip', '02108', 'postal_code'],
    ['Caller ID', '+12025550123', 'phone_number'],
    ['Caller ID', 'Harbor Dental', 'caller_name'],
    ['ELIN', '+12025550123', 'phone_number'],
    ['CountryOrRegion', 'US', 'country'],
    ['extended_address', 'STE 5', 'unit'],
    ['administrative_area', 'MA', 'region'],
    ['NPA', '202', 'area_code'],
    ['Floor', '3', 'floor'],
    ['Suite #', '200', 'suite'],
    ['House Prefix', 'W', 'house_prefix'],
  ])('%s over %s is %s', (name, value, column) => {
    expect(read({ [name]: value })).toMatchObject({ used: { [name]: column }, warnings: [] });
  });

  it.each([
    'Billing Address',
    'Mailing City',
    'Ship To Zip',
    'Previous Address',
    'Address (old)',
    'Home Phone',
  ])('%s is another one', (name) => {
    expect(read({ [name]: '1 Main St' })).toMatchObject({ used: {}, unknown: [name] });
  });

  it.each([
    ['Community Name', 'Maple Grove'],
    ['Status', 'Active'],
    ['Site', 'Chicago'],
    ['sid', 'PN0123456789abcdef0123456789abcdef'],
    ['County', 'Cook'],
    ['Date', '2026-01-01'],
  ])('%s gets no wrong guess', (name, value) => {
    expect(read({ [name]: value }).warnings[0]?.message).not.toContain('Did you mean');
  });

  it.each([
    ['Fone Number', '+12025550123', 'phone_number'],
    ['stret', '1 Main St', 'street'],
    ['Store Phone Number', '+12025550123', 'phone_number'],
  ])('%s over %s gets a right one: %s', (name, value, column) => {
    expect(read({ [name]: value }).warnings[0]?.message).toContain(`Did you mean "${column}"`);
  });
});

describe('a name that means several things', () => {
  it('is taken only over cells that have the form, or it is said', () => {
    expect(read({ Location: 'STE 200' }).used).toEqual({ Location: 'unit' });
    const office = read({ Number: '+12025550123', Location: 'Chicago Office', Address: '1 Main St' });
    expect(office.used).toEqual({ Number: 'phone_number', Address: 'street' });
    expect(office.warnings).toMatchObject([{ code: 'SHEET_COLUMN_FORM', column: 'Location' }]);
    expect(office.warnings[0]?.hint).toContain('--map "Location=unit"');
    expect(office.warnings[0]?.message).toContain('"Chicago Office"');
  });

  it('gives way to the column that has the form', () => {
    expect(read({ Region: 'West', State: 'CA' })).toMatchObject({
      used: { State: 'region' },
      warnings: [{ code: 'SHEET_COLUMN_SECOND', column: 'Region' }],
    });
    expect(read({ Country: 'US', 'Country Code': '1' }).used).toEqual({ Country: 'country' });
    expect(read({ Number: '7', Phone: '+12025550123' }).used).toEqual({ Phone: 'phone_number' });
  });

  it('beside another does not refuse the sheet, and the one that is left is named', () => {
    const { used, warnings } = read({ Name: 'Ann Lee', Company: 'Acme' });
    expect(used).toEqual({ Company: 'caller_name' });
    expect(warnings).toMatchObject([{ code: 'SHEET_COLUMN_SECOND', column: 'Name' }]);
    expect(read({ Floor: '3', Room: '12' }).used).toEqual({ Floor: 'floor', Room: 'room' });
    expect(refused({ phone: '+12025550123', Telephone: '+12025550124' }).code).toBe('SHEET_COLUMN_TWICE');
  });

  it('is the emergency address and never the regulatory one', () => {
    const { used, warnings } = read({ address_sid: 'AD1', emergency_address_sid: 'AD2' });
    expect(used).toEqual({ emergency_address_sid: 'address_id' });
    expect(warnings[0]?.message).toContain('regulatory');
    expect(read({ 'Regulatory Address ID': 'AD1' }).used).toEqual({});
  });

  it('is a designator where its number is beside it', () => {
    expect(read({ 'Address Type': 'Suite', 'Address Type Number': '200' }).used).toEqual({
      'Address Type': 'unit_type',
      'Address Type Number': 'unit_number',
    });
    expect(read({ 'Address Type': 'business' }).used).toEqual({ 'Address Type': 'address_kind' });
  });
});

describe('a near miss of what decides the rows', () => {
  it.each([
    'acton',
    'Actions',
    'actoin',
    'actn',
    'acount',
    'accuont',
    'Accounts',
    'operaton',
    'ction',
    'sction',
    'Cation',
    'ccount',
    'zaccount',
  ])('%s is an error', (name) => {
    const error = refused({ phone: '+12025550123', [name]: 'ignore' });
    expect(error.code).toBe('SHEET_COLUMN_NEAR');
    expect(error.hint).toContain(`--map "${name}=`);
  });

  it.each(['Active', 'Section', 'Amount', 'Option', 'Account Number', 'Auth'])('%s is none', (name) => {
    expect(read({ phone: '+12025550123', [name]: 'x' }).unknown).toContain(name);
  });

  it('is said only when the true column is there too, or the user says what it is', () => {
    expect(read({ action: 'ignore', Actions: 'x' }).used).toEqual({ action: 'action' });
    expect(read({ acton: 'ignore' }, [{ header: 'Acton', column: 'action' }]).used).toEqual({
      acton: 'action',
    });
    expect(read({ acton: 'ignore' }, [{ header: 'acton', column: '' }])).toMatchObject({
      used: {},
      warnings: [],
    });
  });
});

describe('--map', () => {
  it('wins over names, and names what it cannot find', () => {
    expect(read({ Site: 'S1', reference: 'R1' }, [{ header: 'site', column: 'reference' }]).used).toEqual({
      Site: 'reference',
    });
    expect(() => read({ Site: 'x' }, [{ header: 'Sitte', column: 'reference' }])).toThrow(
      'Did you mean "Site"',
    );
    expect(() => read({ Site: 'x' }, [{ header: 'Site', column: 'referense' }])).toThrow(
      'Did you mean "reference"',
    );
  });

  it('holds for every column and any header', () => {
    const target = fc.constantFrom(...CANONICAL_COLUMNS, ...PIECE_COLUMNS);
    const header = fc
      .string({ minLength: 1, maxLength: 20 })
      .filter((name) => name.trim() !== '' && !name.startsWith("'"));
    fc.assert(
      fc.property(header, target, fc.string(), (name, column, value) => {
        expect(read({ [name]: value }, [{ header: name, column }]).used).toEqual({ [name]: column });
      }),
    );
  });
});
