import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { Call } from '../../../http/transport.ts';
import type { NumberFilter, NumberState, Page } from '../../contract.ts';
import { matchesPattern } from '../../number-filter.ts';
import { toPhoneNumber } from '../convert.ts';
import type { EndpointsApi } from './api.ts';
import { type Endpoint, toAmbiguousState, toNumberState } from './wire.ts';

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
  const items = [...byNumber(endpoints)]
    .map(([phoneNumber, own]) => {
      const country = countryOf(phoneNumber);
      const [endpoint, ...more] = own;
      return endpoint === undefined || more.length > 0
        ? toAmbiguousState(phoneNumber, country, own)
        : toNumberState(phoneNumber, country, endpoint, locations.get(endpoint.locationId));
    })
    .filter((number) => matchesFilter(number, filter));
  yield { items: items.slice(0, filter.limit ?? items.length), total: null };
}

function byNumber(endpoints: readonly Endpoint[]): ReadonlyMap<string, readonly Endpoint[]> {
  const found = new Map<string, Endpoint[]>();
  for (const endpoint of endpoints) {
    const phoneNumber = toPhoneNumber(endpoint.telephoneNumber);
    if (phoneNumber === '') continue;
    const own = found.get(phoneNumber);
    if (own === undefined) found.set(phoneNumber, [endpoint]);
    else own.push(endpoint);
  }
  return found;
}

/** Whether a number is one that was asked for; Bandwidth filters nothing itself. */
export function matchesFilter(number: Pick<NumberState, 'country' | 'phoneNumber'>, filter: NumberFilter) {
  if (filter.country !== undefined && number.country !== filter.country) return false;
  return matchesPattern(number.phoneNumber, filter);
}
