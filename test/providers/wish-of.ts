import type { Wish } from '../../src/domain/wish.ts';

/** An update of a number of the United States, as far as it is not said otherwise. */
export function wishOf(wish: Partial<Wish>): Wish {
  return {
    action: 'update',
    account: 'main',
    reference: '',
    phoneNumber: '+14155550150',
    numberCountry: 'US',
    callerName: '',
    address: null,
    addressKind: 'business',
    addressLabel: '',
    addressId: '',
    endpointId: '',
    settings: {},
    recipient: null,
    ...wish,
  };
}
