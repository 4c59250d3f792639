import { expect, it } from 'vitest';
import type { AddressRecord } from '../../src/journal/records.ts';
import { refusedBy } from '../../src/run/outcomes/address-outcomes.ts';
import { PLACE } from '../report/rows.ts';

const RECORD: AddressRecord = {
  account: 'hq',
  addressKey: 'key',
  content: { address: PLACE, callerName: '', label: '', addressKind: 'business', tag: '' },
  state: 'open',
  providerAddressId: '',
  createdByRun: false,
  verdict: null,
  outcome: null,
  phoneNumber: '',
  isWanted: true,
};

const OTHER = { ...PLACE, street: '1 Other St' };

it.each([
  [[], undefined, undefined],
  [[PLACE], PLACE, undefined],
  [[PLACE, PLACE], PLACE, undefined],
  [[PLACE, OTHER], undefined, [PLACE, OTHER]],
])('suggests the only candidate of %j, and offers several as a choice', (candidates, suggested, offered) => {
  const { outcome } = refusedBy(RECORD, { kind: 'none', message: 'No', candidates });
  expect(outcome?.result).toBe('failed');
  expect(outcome?.suggested).toEqual(suggested);
  expect(outcome?.candidates).toEqual(offered);
});
