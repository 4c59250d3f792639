import type { Call } from '../../../http/transport.ts';
import type { NumberFilter, NumberState, Page } from '../../contract.ts';
import { matchesCountryAndPattern } from '../../number-filter.ts';
import { countryOf, toPhoneNumber } from '../convert.ts';
import type { EndpointsApi } from './api.ts';
import { type Endpoint, toAmbiguousState, toNumberState } from './wire.ts';

/**
 * Every endpoint with its location, in one page: the API has no pages. One without a telephone number is known by the id of
 * its user (AEUI) alone; it has an address and can dial 911 like any other.
 */
export async function* listNumbers(
  api: EndpointsApi,
  call: Call,
  filter: NumberFilter,
): AsyncIterable<Page<NumberState>> {
  const endpoints = await api.listEndpoints(call);
  const locations = new Map((await api.listLocations(call)).map((location) => [location.id, location]));
  const withoutNumber = endpoints
    .filter(({ telephoneNumber }) => toPhoneNumber(telephoneNumber) === '')
    .map((endpoint) => toNumberState('', '', endpoint, locations.get(endpoint.locationId)));
  const numbers = [...byNumber(endpoints)].map(([phoneNumber, own]) => {
    const country = countryOf(phoneNumber);
    const [endpoint, ...more] = own;
    return endpoint === undefined || more.length > 0
      ? toAmbiguousState(phoneNumber, country, own)
      : toNumberState(phoneNumber, country, endpoint, locations.get(endpoint.locationId));
  });
  const items = [...numbers, ...withoutNumber].filter((number) => matchesCountryAndPattern(number, filter));
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
