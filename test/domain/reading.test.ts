import { describe, expect, it } from 'vitest';
import { readPostalCode, regionsOfPostalCode } from '../../src/domain/address/postal-code.ts';
import { readCountry, readRegion, suggestRegion } from '../../src/domain/address/region.ts';
import { readPhoneNumber } from '../../src/domain/phone-number.ts';
import { isMangledName, isMangledUnit, looksMangled } from '../../src/domain/request/spreadsheet-damage.ts';
import { namesNoBuilding, startsWithHouseNumber, unitAtEnd } from '../../src/domain/street/street-shape.ts';
import { createSuggester } from '../../src/domain/suggest.ts';
import { growthOf, MOST_GROWTH } from '../growth.ts';

describe('a phone number', () => {
  it.each([
    ['+12025550123', '', '+12025550123', 'US'],
    ['12025550123', 'US', '+12025550123', 'US'],
    ['(202) 555-0123', 'US', '+12025550123', 'US'],
    ["'2025550123", 'US', '+12025550123', 'US'],
    ['\u202A+1\u00A0202\u2011555\u20110123\u202C', '', '+12025550123', 'US'],
    ['＋１２０２５５５０１２３', '', '+12025550123', 'US'],
    ['+1 204 555 0199', 'US', '+12045550199', 'CA'],
    ['442079460018', 'GB', '+442079460018', 'GB'],
    ['020 7946 0018', 'GB', '+442079460018', 'GB'],
  ])('%j of %j is %s', (cell, country, phoneNumber, home) => {
    expect(readPhoneNumber(cell, country)).toEqual({ ok: true, phoneNumber, country: home, assigned: true });
  });

  it.each([
    ['1.20256E+10', 'scientific'],
    ['1,20256e+10', 'scientific'],
    ['12025550123.0', 'decimal'],
    ['+12025550123 ext. 5', 'extension'],
    ['+12025550123x5', 'extension'],
    ['1-800-FLOWERS', 'letters'],
    ['2025550123;phone-context=evil', 'letters'],
    ['+12025550123; +12025550124', 'characters'],
    ['9'.repeat(100_000), 'characters'],
    ['+1202555012', 'invalid'],
    ['+11111111111', 'invalid'],
    ['911', 'invalid'],
  ])('%j is refused: %s', (cell, fault) => {
    expect(readPhoneNumber(cell, 'US')).toMatchObject({ ok: false, fault });
  });

  it('needs a country in national form, and says how a lost + is restored', () => {
    expect(readPhoneNumber('2025550123', '')).toMatchObject({ fault: 'no-country' });
    expect(readPhoneNumber('442079460018', 'US')).toMatchObject({
      fault: 'plus-lost',
      why: expect.stringContaining('+442079460018'),
    });
  });

  it('of North American shape in no area in use is taken, and marked', () => {
    expect(readPhoneNumber('+15552345678', 'CA')).toMatchObject({ ok: true, assigned: false, country: 'CA' });
  });
});

describe('a postal code', () => {
  it.each([
    ['US', '94105', '94105'],
    ['US', '94105-1234', '94105-1234'],
    ['US', '941051234', '94105-1234'],
    ['CA', 'k1a0b1', 'K1A 0B1'],
    ['GB', 'sw1a1aa', 'SW1A 1AA'],
    ['DE', '10115', '10115'],
  ])('of %s: %s is %s', (country, text, postalCode) => {
    expect(readPostalCode(country, text)).toEqual({ ok: true, postalCode });
  });

  it.each([
    ['US', '00000'],
    ['US', '9410X'],
    ['CA', 'D1A 0B1'],
    ['GB', '12345'],
    ['DE', '1011'],
    ['US', '1'.repeat(100_000)],
  ])('of %s is refused', (country, text) => {
    expect(readPostalCode(country, text)).toEqual({ ok: false, fault: 'invalid' });
  });

  it('that lost its zero comes with the zero', () => {
    expect(readPostalCode('US', '2139')).toMatchObject({ fault: 'zero-lost', suggestion: '02139' });
    expect(readPostalCode('US', '501-0001')).toMatchObject({ suggestion: '00501-0001' });
  });

  it.each([
    ['US', '02139', 'MA'],
    ['US', '10001', 'NY'],
    ['US', '20500', 'DC'],
    ['US', '99501', 'AK'],
    ['US', '83414', 'WY'],
    ['CA', 'M5V 3L9', 'ON'],
    ['CA', 'H2Y 1C6', 'QC'],
  ])('of %s: %s can be in %s', (country, code, region) => {
    expect(regionsOfPostalCode(country, code)).toContain(region);
  });
});

it('reads regions and countries by code and by name', () => {
  expect(readRegion('US', 'california')).toBe('CA');
  expect(readRegion('US', 'US-CA')).toBe('CA');
  expect(readRegion('US', 'Washington D.C.')).toBe('DC');
  expect(readRegion('CA', 'Québec')).toBe('QC');
  expect(readRegion('US', 'ON')).toBeNull();
  expect(readRegion('GB', 'Kent ')).toBe('Kent');
  expect(suggestRegion('US', 'Califronia')).toBe('CA');
  expect(readCountry('usa')).toBe('US');
  expect(readCountry('United Kingdom')).toBe('GB');
  expect(readCountry('XX')).toBeNull();
});

describe('the shape of a street', () => {
  it.each([
    'PO Box 12',
    'P.O. Box 5',
    'POB 4',
    'p o box 3',
    '1 POBox 3',
    'Box 5',
    'RR 2 Box 4',
    'HC 1 Box 2',
    'General Delivery',
  ])('is no building: %s', (line) => {
    expect(namesNoBuilding(line)).toBe(true);
  });

  it.each([
    '104 S Walnut RR 1 Box 297',
    '4674 Marshall Rd Box 15',
    '12 Oak St lockbox 402605',
    '12 Oak St, P.O. Drawer 9',
    '100 Main St PMB 45',
    '7 Elm Rd R.F.D. #2',
    '55 Mill Rd HC 73',
    '9 County Line, Rural Route 3',
    '12 Main St, General Delivery',
    ...[
      '12 Main St # 45 PMB',
      '12 Main St P.M.B. 4',
      '12 Main St Locker 5',
      'Mail Slot B',
      '9 Oak Ave mailbag 12',
    ],
  ])('is no building anywhere in the line: %s', (line) => {
    expect(namesNoBuilding(line)).toBe(true);
  });

  it.each([
    '12921 RR 620 N',
    '12921 N RR 620',
    '10 Post Office Sq',
    '5 Box Elder Ct',
    '123 Box Canyon Rd',
    '100 Poblano Way',
    '12 Port St',
    '645 Harrison St',
    ...['5 Locker Rd', '7 Slot Canyon Way'],
  ])('is a building: %s', (line) => {
    expect(namesNoBuilding(line)).toBe(false);
  });

  it.each([
    ...[
      '3-Apr',
      'Mar-04',
      '3-Apr-2026',
      '4/3/2026',
      '2026-04-03',
      '1.00E+05',
      '03.Mai',
      '3. Okt',
      '1.2.2026',
    ],
    ...['Sept-12', '645.0', '1,200'],
  ])('shows what a spreadsheet made of a street or unit: %s', (damaged) => {
    expect(looksMangled(damaged)).toBe(true);
    expect(looksMangled(`${damaged} Harrison St`)).toBe(true);
    expect(isMangledUnit(`BLDG 2 STE ${damaged}`)).toBe(true);
  });

  it.each(['12:00 AM', '9:30', '$200', '-200', '(200)', '50%', 'TRUE'])('%s is no unit', (cell) => {
    expect(isMangledUnit(cell)).toBe(true);
  });

  it('leaves what is typed like that alone', () => {
    const lines = [
      '12-14',
      '123-45',
      '3 April St',
      '12 May Ave',
      '1/2 Elm St',
      '12.5 Mile Rd',
      '5 Mar Vista Dr',
    ];
    expect(lines.filter(looksMangled)).toEqual([]);
    const units = ['3-4', '1/2', 'STE 200', 'A-1', 'B.2', 'May', '200-A', 'STE 1.5', 'Marina Bay'];
    expect(units.filter(isMangledUnit)).toEqual([]);
    expect(
      ['Mar Vista', '29 Palms', 'May 29 Club', '7-Eleven', '1-800-Flowers'].filter(isMangledName),
    ).toEqual([]);
    expect(['May-29', '2-Jan'].filter(isMangledName)).toEqual(['May-29', '2-Jan']);
  });

  it('knows a house number from a numbered street', () => {
    expect(
      ['12 Main', '221B Baker', 'N6W23001 Bluemound', '12 1/2 Elm', '10-123 Yonge'].every(
        startsWithHouseNumber,
      ),
    ).toBe(true);
    expect(
      [
        'One South Wacker Dr',
        'Two Embarcadero Center',
        'Suite 200 12345 N Main St',
        '4th Floor, 12 Elm St',
      ].every(startsWithHouseNumber),
    ).toBe(true);
    expect(
      ['5th Ave', 'Main St', 'One Mile Rd', 'Seven Oaks Dr', 'Apt 5', 'Highway 50'].some(
        startsWithHouseNumber,
      ),
    ).toBe(false);
  });

  it('sees a unit at the end, not a word of the name', () => {
    expect(unitAtEnd('645 Harrison St Ste 200')).toBe('Ste 200');
    expect(unitAtEnd('12 Main St #5')).toBe('#5');
    expect(unitAtEnd('100 Main St, Floor 3')).toBe('Floor 3');
    expect(unitAtEnd('12 Lot St')).toBe('');
    expect(unitAtEnd('1413 State Highway #50')).toBe('');
    expect(unitAtEnd('500 Dixie Highway #50')).toBe('#50');
  });

  it('is seen in linear time', () => {
    for (const text of ['a', ' ', '1', '+', '(', '1 1 ', 'APT ', 'P.O.']) {
      const read = (chars: number) => {
        const line = text.repeat(chars / text.length);
        for (const look of [namesNoBuilding, looksMangled, isMangledUnit, unitAtEnd]) look(line);
      };
      expect(growthOf(read, 48_000), text).toBeLessThan(MOST_GROWTH);
    }
  });
});

it('suggests the nearest word, or none', () => {
  const suggest = createSuggester(['assign', 'remove', 'update']);
  expect(suggest('asign')).toBe('assign');
  expect(suggest('UPDTAE')).toBe('update');
  expect(suggest('banana')).toBeUndefined();
  expect(createSuggester(['companyname'])('communityname')).toBeUndefined();
  expect(suggest('x'.repeat(100_000))).toBeUndefined();
});
