import type { Request } from './request.ts';

/** A request that asks for nothing: what others are made from. */
export const EMPTY_REQUEST: Request = {
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
  unused: [],
  unusedAddress: null,
};
