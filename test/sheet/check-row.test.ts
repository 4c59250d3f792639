import { describe, expect, it } from 'vitest';

import { check, GOOD } from './checked-row.ts';

describe('a good row', () => {
  it('becomes a request', () => {
    const { request, problems } = check({ ...GOOD, reference: 'r1', region: 'california', country: 'usa' });
    expect(problems).toEqual([]);
    expect(request).toMatchObject({
      action: 'assign',
      account: 'main',
      reference: 'r1',
      phoneNumber: '+12025550123',
      numberCountry: 'US',
      addressKind: 'business',
      address: { street: '645 Harrison St', parts: null, region: 'CA', postalCode: '94105', country: 'US' },
    });
  });

  it('may give the street in pieces, or both ways alike', () => {
    const { street: _, ...rest } = GOOD;
    const parts = {
      house_number: '645',
      house_suffix: 'B',
      pre_directional: 'N',
      street_name: 'Harrison',
      street_suffix: 'St',
    };
    expect(check({ ...rest, ...parts, plus_four: '1234' }).request?.address).toMatchObject({
      street: '645B N Harrison St',
      parts: { houseNumber: '645', houseSuffix: 'B' },
      postalCode: '94105-1234',
    });
    expect(check({ ...rest, ...parts, street: '645-B N. Harrison St.' }).problems).toEqual([]);
    expect(check({ ...rest, ...parts, street: '1 Main St' }).codes).toEqual(['ROW_STREET_DISAGREES']);
  });

  it('may name an existing address', () => {
    expect(check({ phone_number: '+12025550123', address_id: 'AD1' }).request).toMatchObject({
      address: null,
      addressId: 'AD1',
    });
    expect(check({ ...GOOD, address_id: 'AD1' })).toMatchObject({
      codes: [],
      request: { address: null, unusedAddress: { street: GOOD.street }, unused: expect.arrayContaining([]) },
    });
  });

  it('that reads no address names a country of another number than its own', () => {
    const unused = (country: string) =>
      check({ phone_number: '+12025550123', action: 'remove', country }).request?.unused ?? [];
    expect(unused('GB')).toEqual([{ column: 'country', value: 'GB' }]);
    expect(['US', 'usa', 'PR', ''].flatMap(unused)).toEqual([]);
    expect(check({ ...GOOD, country: 'US' }).request?.unused).toEqual([]);
  });

  it('to be ignored is not looked at', () => {
    expect(check({ ...GOOD, action: 'ignore', phone_number: 'x' })).toMatchObject({
      problems: [],
      request: { action: 'ignore' },
    });
  });
});

describe('a cell that a spreadsheet or an address book has dressed up', () => {
  it.each([
    ['without its +', '12025550123'],
    ['with an apostrophe', "'+12025550123"],
    ['with no-break spaces', '\u00A0202\u00A0555\u00A00123\u00A0'],
    ['with zero widths', '\u200B+1202\u200D5550123\uFEFF'],
    ['with marks of direction', '\u202A+12025550123\u202C'],
    ['in full-width digits', '＋１２０２５５５０１２３'],
    ['with long dashes', '202\u2013555\u20140123'],
  ])('is the number all the same: %s', (_, phone_number) => {
    expect(check({ ...GOOD, phone_number })).toMatchObject({
      problems: [],
      request: { phoneNumber: '+12025550123' },
    });
  });

  it('is the address all the same', () => {
    const { request, problems } = check({ ...GOOD, city: '\u00A0San\u2007Francisco\u200B', unit: '# 12' });
    expect(problems).toEqual([]);
    expect(request?.address).toMatchObject({ city: 'San Francisco', unit: '# 12' });
  });
});

describe('a unit in the street and in its own column', () => {
  it('is one unit in one place', () => {
    const one = check({ ...GOOD, street: '645 Harrison St, Suite 200', unit: '200' });
    expect(one.request?.address).toMatchObject({ street: '645 Harrison St', unit: 'Suite 200' });
    const two = check({ ...GOOD, street: '645 Harrison St Bldg 4', unit: 'STE 200' });
    expect(two.request?.address).toMatchObject({ street: '645 Harrison St', unit: 'Bldg 4 STE 200' });
  });

  it('is refused when the two are two units', () => {
    const { request, problems } = check({ ...GOOD, street: '645 Harrison St Apt 5', unit: 'APT 6' });
    expect(request).toBeNull();
    expect(problems).toMatchObject([{ code: 'ROW_UNIT_DISAGREES', column: 'unit', severity: 'error' }]);
  });
});

it.each([
  ['add-address', 'error'],
  ['update-address', 'warning'],
  ['delete-address', 'warning'],
])('a number in a row of %s is named: %s', (action, severity) => {
  const { problems } = check({ ...GOOD, action, ...(action === 'add-address' ? {} : { address_id: 'AD1' }) });
  expect(problems.filter(({ column }) => column === 'phone_number')).toMatchObject([
    { code: 'ROW_CELL_UNUSED', severity },
  ]);
});

it.each(['645', '41.2 -87.5', '#5', '12-14'])('a street without a letter is none: %s', (street) => {
  const { request, problems } = check({ ...GOOD, street });
  expect(request).toBeNull();
  expect(problems.map(({ code, column }) => [code, column])).toContainEqual(['ROW_STREET_MISSING', 'street']);
});

describe('a whole address that cannot be split', () => {
  it.each([
    '645 Harrison St, San Francisco 94105',
    '645 Harrison St, San Francisco',
    '645 Harrison St San Francisco CA 94105',
  ])('is one problem, not three missing columns: %s', (street) => {
    const { request, problems } = check({ ...GOOD, street, city: '', region: '', postal_code: '' });
    expect(request).toBeNull();
    expect(problems).toMatchObject([{ code: 'ROW_ADDRESS_WHOLE', column: 'street' }]);
  });

  it('is not meant where only a unit follows the street', () => {
    const { problems } = check({ ...GOOD, street: '645 Harrison St, Suite 5', city: '' });
    expect(problems.map(({ code }) => code)).toContain('ROW_CITY_MISSING');
  });
});
