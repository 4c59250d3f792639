import { describe, expect, it } from 'vitest';
import { ACTIONS } from '../../src/domain/request/request.ts';
import { addressTag } from '../../src/domain/request/tag.ts';
import {
  addressCells,
  addressRow,
  availableRow,
  incompleteRow,
  numberRow,
  ROW_COLUMNS,
  STATUS_COLUMNS,
} from '../../src/export/sheet/sheet-cells.ts';
import { CANONICAL_COLUMNS, findColumn } from '../../src/sheet/columns/columns.ts';
import { mapHeader } from '../../src/sheet/columns/map-header.ts';
import { HARRISON, numberFacts, numberState, storedAddress } from './facts.ts';

const OWNER = { account: 'hq', provider: 'twilio' };

describe('the columns of an export', () => {
  it('are read back without a warning, and none of the status columns is taken for one of the sheet', () => {
    const header = mapHeader(ROW_COLUMNS, 1);
    expect(header.warnings).toEqual([]);
    expect(STATUS_COLUMNS.filter((column) => findColumn(column) !== undefined)).toEqual([]);
    expect([...header.mapping.columns.keys()].sort()).toEqual(
      CANONICAL_COLUMNS.filter((column) => column !== 'plus_four').sort(),
    );
  });
});

describe('an address in cells', () => {
  it('is one line, and its pieces only where the line would not be split into them again', () => {
    expect(addressCells(HARRISON)).toEqual({
      street: '645 Harrison St',
      unit: 'Ste 200',
      city: 'San Francisco',
      region: 'CA',
      postal_code: '94105',
      country: 'US',
    });
    const parts = {
      houseNumber: '645',
      houseSuffix: '',
      preDirectional: '',
      streetName: 'Harrison',
      streetSuffix: 'St',
      postDirectional: '',
    };
    expect(addressCells({ ...HARRISON, parts })).toEqual(addressCells(HARRISON));
    const odd = { ...parts, streetName: 'Harrison St', streetSuffix: '' };
    expect(addressCells({ ...HARRISON, parts: odd })).toMatchObject({
      house_number: '645',
      street_name: 'Harrison St',
      street_suffix: '',
    });
    expect(addressCells({ ...HARRISON, parts: odd })).not.toHaveProperty('street');
  });
});

describe('a row', () => {
  it('of a number names no address_id: it would outweigh an address that is edited beside it', () => {
    const row = numberRow(OWNER, numberFacts());
    expect(row.address_id).toBeUndefined();
    expect(row).toMatchObject({ provider_address_id: 'AD1', street: '645 Harrison St', action: 'ignore' });
    expect(ACTIONS).toContain(row.action);
  });

  it('of an address names it, and its label without our tag', () => {
    const label = `${addressTag('twilio:test', 'p1|here', 24)} Front desk`;
    const row = addressRow(OWNER, storedAddress({ label, facts: { address_location_type: 'residential' } }));
    expect(row).toMatchObject({
      address_id: 'AD1',
      address_kind: 'residential',
      address_label: 'Front desk',
    });
    // A text that only looks like a tag is the user's own.
    expect(addressRow(OWNER, storedAddress({ label: 'e911 desk' })).address_label).toBe('e911 desk');
  });

  it('of a number keeps facts in one cell, by name, without those that have a column', () => {
    const number = numberState({ facts: { zone: 'b', area: 'a', latitude: '37.7', empty: '' } });
    const row = numberRow(OWNER, numberFacts({ number }));
    expect(row).toMatchObject({ facts: 'area=a; zone=b', latitude: '37.7' });
  });

  it('of a number to buy has its type and features where a purchase reads them', () => {
    const facts = { number_type: 'landline', features: 'VOICE' };
    const price = { setup: { amount: '', currency: '' }, monthly: { amount: '1.00', currency: 'EUR' } };
    const row = availableRow(OWNER, {
      voiceCapable: true,
      phoneNumber: '+14155550199',
      country: 'US',
      facts,
      price,
    });
    expect(row).toMatchObject({ number_type: 'landline', features: 'VOICE', monthly_price: '1.00' });
    expect(row['price_currency']).toBe('EUR');
  });

  it('of a number to buy names both currencies where setup and rent differ', () => {
    const price = {
      setup: { amount: '2.00', currency: 'EUR' },
      monthly: { amount: '1.00', currency: 'USD' },
    };
    const row = availableRow(OWNER, {
      voiceCapable: null,
      phoneNumber: '+14155550199',
      country: 'US',
      facts: {},
      price,
    });
    expect(row['price_currency']).toBe('setup EUR, monthly USD');
  });

  it('of a cut-off account is ignored when it comes back', () => {
    expect(incompleteRow(OWNER, 'page 2 is empty')).toEqual({
      action: 'ignore',
      account: 'hq',
      provider: 'twilio',
      export_note: 'INCOMPLETE: page 2 is empty',
    });
  });
});
