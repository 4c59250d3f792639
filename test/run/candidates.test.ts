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

it.each([
  [0, undefined],
  [1, PLACE],
  [2, undefined],
])('of %d candidates suggests the only one', (count, suggested) => {
  const candidates = Array.from({ length: count }, () => PLACE);
  const { outcome } = refusedBy(RECORD, { kind: 'none', message: 'No', candidates });
  expect(outcome?.result).toBe('failed');
  expect(outcome?.suggested).toEqual(suggested);
});
