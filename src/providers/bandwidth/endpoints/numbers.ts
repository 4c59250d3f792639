import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { Call } from '../../../http/transport.ts';
import type { NumberFilter, NumberState, Page } from '../../contract.ts';
import { toPhoneNumber } from '../convert.ts';
import type { EndpointsApi } from './api.ts';
import { toNumberState } from './wire.ts';

/** `US` or `CA` for a North American number of eleven digits, as the numbering plan says; empty for any other. */
export function countryOf(phoneNumber: string): string {
  if (!/^\+1\d{10}$/.test(phoneNumber)) return '';
  return parsePhoneNumberFromString(phoneNumber)?.country === 'CA' ? 'CA' : 'US';
}

/** Every endpoint that has a telephone number, with its location, in one page: the API has no pages. */
export async function* listNumbers(
  api: EndpointsApi,
  call: Call,
  filter: NumberFilter,
): AsyncIterable<Page<NumberState>> {
  const endpoints = await api.listEndpoints(call);
  const locations = new Map((await api.listLocations(call)).map((location) => [location.id, location]));
  const items = endpoints
    .filter(({ telephoneNumber }) => telephoneNumber !== '')
    .map((endpoint) => {
      const phoneNumber = toPhoneNumber(endpoint.telephoneNumber);
      return toNumberState(phoneNumber, countryOf(phoneNumber), endpoint, locations.get(endpoint.locationId));
    })
    .filter((number) => matchesFilter(number, filter));
  yield { items: items.slice(0, filter.limit ?? items.length), total: null };
}

/** Whether a number is one that was asked for; Bandwidth filters nothing itself. */
export function matchesFilter(number: Pick<NumberState, 'country' | 'phoneNumber'>, filter: NumberFilter) {
  if (filter.country !== undefined && number.country !== filter.country) return false;
  const digits = number.phoneNumber.replace('+', '');
  const pattern = (filter.pattern ?? '').replace('+', '');
  switch (filter.searchPattern ?? 'contains') {
    case 'start':
      return digits.startsWith(pattern);
    case 'end':
      return digits.endsWith(pattern);
    default:
      return digits.includes(pattern);
  }
}
