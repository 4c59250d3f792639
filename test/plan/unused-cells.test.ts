import { describe, expect, it } from 'vitest';
import type { Request } from '../../src/domain/request/request.ts';
import { unusedProblems } from '../../src/plan/unused-cells.ts';
import type { AvailableNumber } from '../../src/providers/contract.ts';
import { capabilities } from '../../src/providers/vonage/capabilities.ts';
import { HARRISON, numberState } from '../export/facts.ts';
import { request } from '../report/rows.ts';

const OFFER: AvailableNumber = {
  phoneNumber: '+14155550100',
  country: 'US',
  voiceCapable: true,
  facts: { number_type: 'mobile-lvn', features: 'SMS,MMS,VOICE' },
  price: { setup: { amount: '', currency: '' }, monthly: { amount: '', currency: '' } },
};

/** What is said of one cell: of a number that is offered, or of one that the account owns. */
function said(
  action: Request['action'],
  cells: Readonly<Record<string, string>>,
  where: 'offered' | 'owned',
) {
  const unused = Object.entries(cells).map(([column, value]) => ({ column, value }));
  const wanted = request({ action, address: null, unused });
  const owned = numberState({
    settings: { number_type: 'mobile-lvn', features: 'SMS,MMS,VOICE' },
    emergency: { address: HARRISON },
  });
  const state =
    where === 'offered' ? { number: null, stored: null, offer: OFFER } : { number: owned, stored: null };
  return unusedProblems(wanted, state, capabilities).map(({ severity, column }) => `${severity} ${column}`);
}

describe('the type and features of a number that a row buys', () => {
  it.each([
    [{ number_type: 'Mobile-LVN' }, []],
    [{ number_type: 'landline' }, ['error number_type']],
    [{ number_type: 'landline-toll-free' }, ['error number_type']],
    [{ features: 'SMS' }, []],
    [{ features: 'voice; sms' }, []],
    [{ features: 'VOICE,MMS,SMS' }, []],
    [{ features: 'FAX' }, ['error features']],
    [{ features: 'SMS,FAX' }, ['error features']],
  ])('%j', (cells, problems) => {
    expect(said('buy', cells, 'offered')).toEqual(problems);
    expect(said('buy', cells, 'owned')).toEqual(problems);
  });

  it('name what is offered', () => {
    const wanted = request({
      action: 'buy',
      address: null,
      unused: [{ column: 'number_type', value: 'landline' }],
    });
    const [problem] = unusedProblems(wanted, { number: null, stored: null, offer: OFFER }, capabilities);
    expect(problem?.message).toContain('Vonage offers this number with "mobile-lvn".');
  });
});

it.each([
  ['update', 'VOICE MMS SMS', []],
  ['update', 'SMS', ['error features']],
  ['remove', 'SMS', ['warning features']],
] as const)('features of an owned number in %s: %s', (action, features, problems) =>
  expect(said(action, { features }, 'owned')).toEqual(problems),
);

it.each([
  ['US', []],
  ['usa', []],
  ['PR', []],
  ['GB', ['warning country']],
  ['Canada', ['warning country']],
] as const)('a country %s beside a US number', (country, problems) => {
  expect(said('remove', { country }, 'owned')).toEqual(problems);
  expect(said('buy', { country }, 'offered')).toEqual(problems);
});

it('of another address names the street, and of the rest what differs', () => {
  const elsewhere = { ...HARRISON, street: '1 Dr Carlton B Goodlett Pl', postalCode: '94102' };
  const cells = { street: elsewhere.street, city: 'SAN FRANCISCO', region: 'ca', postal_code: '94102' };
  const unused = Object.entries(cells).map(([column, value]) => ({ column, value }));
  const wanted = request({ action: 'remove', address: null, unused, unusedAddress: elsewhere });
  const number = numberState({ emergency: { address: HARRISON } });
  const columns = unusedProblems(wanted, { number, stored: null }, capabilities).map(({ column }) => column);
  expect(columns).toEqual(['street', 'postal_code']);
});
