import { describe, expect, it } from 'vitest';
import { mapHeader } from '../../src/sheet/columns/map-header.ts';
import { createRowChecker } from '../../src/sheet/rows/check-row.ts';
import { ACCOUNTS } from './checked-row.ts';

const OWN = { Street: '645 Harrison St', Unit: 'STE 200', City: 'San Francisco', State: 'CA', Zip: '94105' };

function check(address: Record<string, string>) {
  const row = { phone_number: '+12025550123', caller_name: 'Ann', ...address };
  const cells = Object.values(row);
  const checker = createRowChecker({
    mapping: mapHeader(Object.keys(row), 1, { sample: [cells] }).mapping,
    accounts: ACCOUNTS,
    defaultAccount: 'main',
    defaultCountry: 'US',
    acceptsSplit: true,
  });
  const { request, problems } = checker.check({ position: 1, line: 2, cells, problems: [] });
  return {
    street: request?.address?.street,
    unit: request?.address?.unit,
    codes: problems.map(({ code }) => code),
  };
}

describe('a full address beside the columns of the address', () => {
  it.each([
    '',
    '645 Harrison St',
    '645 HARRISON ST',
    '645 Harrison St STE 200',
    '645 Harrison Street, Suite 200, San Francisco, CA 94105',
    '645 Harrison St, STE 200, San Francisco, CA 94105-1234, USA',
    '645 Harrison St STE 200 San Francisco California 94105',
  ])('that says the same changes nothing: %s', (full) => {
    const read = check({ ...OWN, 'Full Address': full });
    expect(read).toEqual({ street: '645 Harrison St', unit: 'STE 200', codes: [] });
  });

  it.each([
    '654 Harrison St, STE 200, San Francisco, CA 94105',
    '645 Harrison Ave, STE 200, San Francisco, CA 94105',
    '645 Harrison St, STE 300, San Francisco, CA 94105',
    '645 Harrison St, San Francisco, CA 94105',
    '645 Harrison St, STE 200, Oakland, CA 94105',
    '645 Harrison St, STE 200, San Francisco, CA 94107',
    'Ferry Building',
    '645 Harrison St STE 200 rear door',
  ])('that says something else refuses its row: %s', (full) => {
    expect(check({ ...OWN, 'Complete Address': full }).codes).toEqual(['ROW_STREET_DISAGREES']);
  });

  it('is the address of a row without another street', () => {
    const whole = '645 Harrison St, STE 200, San Francisco, CA 94105';
    const alone = { Street: '', Unit: '', City: '', State: '', Zip: '', 'Formatted Address': whole };
    expect(check(alone)).toEqual({
      street: '645 Harrison St',
      unit: 'STE 200',
      codes: ['ROW_ADDRESS_SPLIT'],
    });
    expect(check({ 'Full Address': whole })).toMatchObject({ street: '645 Harrison St' });
    expect(check({ ...OWN, Street: '', 'Full Address': 'N/A' }).codes).toContain('ROW_PLACEHOLDER');
  });

  it('is compared with a street in pieces', () => {
    const { Street: _, ...rest } = OWN;
    const pieces = { 'House Number': '645', 'Street Name': 'Harrison', 'Street Type': 'St', ...rest };
    expect(check({ ...pieces, 'Full Address': '645 Harrison St, Suite 200' }).codes).toEqual([]);
    expect(check({ ...pieces, 'Full Address': '646 Harrison St' }).codes).toEqual(['ROW_STREET_DISAGREES']);
  });
});
