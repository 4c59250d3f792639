import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CANONICAL_COLUMNS, EXPORT_COLUMNS, PIECE_COLUMNS } from '../../src/sheet/columns/columns.ts';
import { read, refused } from './read-header.ts';

describe('a name that means several things', () => {
  it('is taken only over cells that have the form, or it is said', () => {
    expect(read({ Location: 'STE 200' }).used).toEqual({ Location: 'unit' });
    const office = read({ Number: '+12025550123', Location: 'Chicago Office', Address: '1 Main St' });
    expect(office.used).toEqual({ Number: 'phone_number', Address: 'street' });
    expect(office.warnings).toMatchObject([{ code: 'SHEET_COLUMN_FORM', column: 'Location' }]);
    expect(office.warnings[0]?.hint).toContain('--map "Location=unit"');
    expect(office.warnings[0]?.message).toContain('"Chicago Office"');
  });

  it.each([
    ['Office', 'Chicago Office'],
    ['Level', 'Gold'],
    ['Door', 'Knock first'],
    ['Desk', 'Service Desk Team'],
    ['Gate', 'Main gate by the church'],
    ['Address Line 3', 'Attn: Ann Lee'],
    ['Territory', 'Northwest sales'],
  ])('%s over %s is not', (name, value) => {
    expect(read({ phone: '+12025550123', [name]: value })).toMatchObject({
      used: { phone: 'phone_number' },
      warnings: [{ code: 'SHEET_COLUMN_FORM', column: name }],
    });
  });

  it('of a part of a number is one only beside its area code', () => {
    expect(read({ Phone: '+12025550123', Exchange: '123', 'Station Number': '5501' }).used).toEqual({
      Phone: 'phone_number',
    });
    expect(read({ NPA: '202', NXX: '555', 'Station Number': '0123' }).used).toEqual({
      NPA: 'area_code',
      NXX: 'exchange',
      'Station Number': 'line_number',
    });
  });

  it('is a civic element only beside the others', () => {
    const civic = {
      TN: '+12025550123',
      HNO: '1',
      RD: 'Main',
      STS: 'St',
      A3: 'Boston',
      A1: 'MA',
      PC: '02108',
      LOC: 'Wing B',
    };
    expect(Object.values(read(civic).used)).toEqual([
      ...['phone_number', 'house_number', 'street_name', 'street_suffix', 'city', 'region', 'postal_code'],
      'unit_line',
    ]);
    expect(read({ TN: '+12025550123', PC: '02108', A1: 'MA', LOC: 'STE 5' }).used).toEqual({
      TN: 'phone_number',
    });
  });

  it('is one of a standard only beside the others of it', () => {
    const user = {
      telephoneNumber: '+12025550123',
      streetAddress: '1 Main St',
      l: 'Boston',
      st: 'MA',
      c: 'US',
    };
    expect(read(user).used).toMatchObject({ l: 'city', st: 'region', c: 'country' });
    expect(read({ telephoneNumber: '+12025550123', l: 'Boston', c: 'US' }).unknown).toEqual(['l', 'c']);
    const record = { NPA: '202', 'Calling Number': '5550123', 'Community Name': 'Boston', Exchange: 'BSTN' };
    expect(read(record).used).toEqual({
      NPA: 'area_code',
      'Calling Number': 'phone_number',
      'Community Name': 'city',
    });
  });

  it('of a unit may be there twice: both are joined', () => {
    expect(read({ 'Address Line 2': 'FL 2', 'Apt/Suite': 'STE 200' })).toMatchObject({
      used: { 'Address Line 2': 'unit_line', 'Apt/Suite': 'unit' },
      warnings: [],
    });
  });

  it('of an export is said in any other sheet', () => {
    const { warnings } = read({ phone: '+12025550123', limitations: 'none', monthly_price: '1.00' });
    expect(warnings.map(({ column }) => column)).toEqual(['limitations', 'monthly_price']);
    const columns = Object.fromEntries(EXPORT_COLUMNS.map((name) => [name, '1']));
    expect(read({ phone: '+12025550123', ...columns }).warnings).toEqual([]);
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
