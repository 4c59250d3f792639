import type { Address } from '../../src/domain/address/address.ts';
import type { NumberFacts } from '../../src/export/numbers/number-facts.ts';
import type { NumberState, StoredAddress } from '../../src/providers/contract.ts';
import { capabilities } from '../../src/providers/twilio/capabilities.ts';

export { capabilities };

export const HARRISON: Address = {
  street: '645 Harrison St',
  parts: null,
  unit: 'Ste 200',
  city: 'San Francisco',
  region: 'CA',
  postalCode: '94105',
  country: 'US',
};

/** A covered number of the US with voice, changed as asked. */
export function numberState(
  changes: Partial<Omit<NumberState, 'emergency'>> & { emergency?: Partial<NumberState['emergency']> } = {},
): NumberState {
  return {
    phoneNumber: '+14155550100',
    handle: 'PN1',
    country: 'US',
    voiceCapable: true,
    settings: {},
    settingsPending: '',
    facts: {},
    ...changes,
    emergency: {
      state: 'covered',
      status: 'registered',
      addressId: 'AD1',
      address: null,
      callerName: null,
      switchedOn: true,
      failure: '',
      ...changes.emergency,
    },
  };
}

export function storedAddress(changes: Partial<StoredAddress> = {}): StoredAddress {
  return {
    id: 'AD1',
    address: HARRISON,
    callerName: 'Harbor Dental',
    label: '',
    tag: '',
    emergencyEnabled: true,
    status: '',
    facts: {},
    ...changes,
  };
}

/** What is known of a covered number at 645 Harrison, changed as asked. */
export function numberFacts(changes: Partial<NumberFacts> = {}): NumberFacts {
  return {
    account: 0,
    key: '+14155550100 PN1',
    number: numberState(),
    stored: storedAddress(),
    address: HARRISON,
    callerName: 'Harbor Dental',
    coverage: 'covered',
    unreadable: '',
    placeParts: { place: 'p1|harrison|STE 200', building: 'p1|harrison', unit: 'STE 200' },
    ...changes,
  };
}
