import type { NumberState } from '../contract.ts';

/** Nothing is known of a number's emergency address: what a list that does not show it tells. */
export const UNKNOWN_EMERGENCY: NumberState['emergency'] = {
  state: 'unknown',
  status: '',
  addressId: '',
  address: null,
  callerName: null,
  switchedOn: null,
  failure: '',
};
