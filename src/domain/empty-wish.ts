import type { Wish } from './wish.ts';

/** A wish that asks for nothing: what others are made from. */
export const EMPTY_WISH: Wish = {
  action: 'ignore',
  account: '',
  reference: '',
  phoneNumber: '',
  numberCountry: '',
  callerName: '',
  address: null,
  addressKind: 'business',
  addressLabel: '',
  addressId: '',
  endpointId: '',
  settings: {},
  recipient: null,
};
