import { expect, test } from 'vitest';
import type { Request } from '../../../src/domain/request/request.ts';
import { sinch } from '../../../src/providers/sinch/index.ts';
import { PLACES } from '../../contract/served-world.ts';
import { requestOf } from '../request-of.ts';

const assign = { action: 'assign', callerName: 'City Desk', address: PLACES.exact } as const;

test.each<[string, Partial<Request>, string[]]>([
  ['an address with a name', assign, []],
  ['an address without any name', { ...assign, callerName: '' }, ['SINCH_NAME_MISSING']],
  [
    'an address without a region',
    { ...assign, address: { ...PLACES.exact, region: '' } },
    ['SINCH_REGION_MISSING'],
  ],
  [
    'an address elsewhere',
    { ...assign, address: { ...PLACES.exact, country: 'SE' } },
    ['SINCH_ADDRESS_COUNTRY', 'SINCH_STREET'],
  ],
  [
    'a street without a number',
    { ...assign, address: { ...PLACES.exact, street: 'Main St' } },
    ['SINCH_STREET'],
  ],
  ['an address by its id', { ...assign, address: null, addressId: 'AD1' }, ['SINCH_ADDRESS_ID']],
  ['an unknown voice type', { settings: { voice_type: 'SIP' } }, ['SINCH_VOICE_TYPE']],
  ['an unknown number type', { settings: { number_type: 'FIXED' } }, ['SINCH_NUMBER_TYPE']],
  [
    'a campaign outside the US',
    { numberCountry: 'CA', settings: { sms_campaign_id: 'c' } },
    ['SINCH_CAMPAIGN_COUNTRY'],
  ],
  ['a rent with a display name', { action: 'buy', settings: { display_name: 'Desk' } }, []],
  ['a row that is left alone', { action: 'ignore', settings: { voice_type: 'SIP' } }, []],
])('%s', (_name, request, expected) => {
  expect(sinch.refuse(requestOf(request), 2).map(({ code }) => code)).toEqual(expected);
});
