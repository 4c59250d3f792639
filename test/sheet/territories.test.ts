import { describe, expect, it } from 'vitest';
import { capabilities as bandwidth } from '../../src/providers/bandwidth/endpoints/capabilities.ts';
import { refuse as refuseAtBandwidth } from '../../src/providers/bandwidth/refuse.ts';
import type { ProviderDefinition } from '../../src/providers/contract.ts';
import { capabilities as twilio } from '../../src/providers/twilio/capabilities.ts';
import { refuse as refuseAtTwilio } from '../../src/providers/twilio/refuse.ts';
import { mapHeader } from '../../src/sheet/columns/map-header.ts';
import { type CheckedAccount, createRowChecker } from '../../src/sheet/rows/check-row.ts';

const HEADER = ['phone_number', 'caller_name', 'street', 'city', 'region', 'postal_code', 'country'];
const account = (
  provider: CheckedAccount['provider'],
  capabilities: CheckedAccount['capabilities'],
  refuse: ProviderDefinition['refuse'],
): CheckedAccount => ({ provider, capabilities, refuse });
const ACCOUNTS: ReadonlyMap<string, CheckedAccount> = new Map([
  ['twilio', account('twilio', twilio, refuseAtTwilio)],
  ['bandwidth', account('bandwidth', bandwidth, refuseAtBandwidth)],
]);

describe.each(['twilio', 'bandwidth'])('numbers of US territories at %s', (defaultAccount) => {
  const { check } = createRowChecker({
    mapping: mapHeader(HEADER, 1).mapping,
    accounts: ACCOUNTS,
    defaultAccount,
    defaultCountry: 'US',
  });
  const errors = (cells: readonly string[]): string[] =>
    check({ position: 1, line: 2, cells, problems: [] })
      .problems.filter(({ severity }) => severity === 'error')
      .map(({ code }) => code);

  it.each([
    ['Puerto Rico', '+17877212400', '100 Paseo Gilberto Concepcion', 'San Juan', 'PR', '00901'],
    ['Guam', '+16714751234', '100 Marine Corps Dr', 'Hagatna', 'GU', '96910'],
    ['US Virgin Islands', '+13407741234', '10 Main St', 'Charlotte Amalie', 'VI', '00802'],
  ])('%s pass with the country US and with their own', (_name, number, street, city, region, zip) => {
    expect(errors([number, 'Acme', street, city, region, zip, 'US'])).toEqual([]);
    expect(errors([number, 'Acme', street, city, region, zip, region])).toEqual([]);
  });

  it.each([
    ['+17877212400', '00901', 'Puerto Rico', 'PR'],
    ['+16714751234', '96910', 'Guam', 'GU'],
    ['+13407741234', '00802', 'U.S. Virgin Islands', 'VI'],
    ['+13407741234', '00802', 'USVI', 'VI'],
    ['+16702341234', '96950', 'CNMI', 'MP'],
    ['+16846331234', '96799', 'American Samoa', 'AS'],
  ])(
    '%s passes with its name as state or country, and the country alone says the state',
    (number, zip, name, code) => {
      const place = [number, 'Acme', '100 Main Rd', 'Capital'];
      for (const [region, country] of [
        [name, 'US'],
        [code, name],
        ['', name],
        ['', code],
      ]) {
        expect(errors([...place, region ?? '', zip, country ?? '']), `${region}, ${country}`).toEqual([]);
      }
      expect(errors([...place, 'TX', zip, code])).toEqual(['ROW_REGION_UNKNOWN']);
    },
  );

  it('does not take other countries of the numbering plan for the United States', () => {
    expect(errors(['+18767541234', 'Acme', '1 Main St', 'Dallas', 'TX', '75201', 'US'])).toEqual([
      'ROW_NUMBER_COUNTRY',
    ]);
  });
});
