import type { SubjectKey } from '../../../domain/request/subject-key.ts';
import type { Call } from '../../../http/transport.ts';
import type { NumberFilter, NumberState, Page } from '../../contract.ts';
import { matchesCountryAndPattern } from '../../number-filter.ts';
import { countryOf } from '../convert.ts';
import type { EndpointsApi } from './api.ts';
import { type Endpoint, keyOfEndpoint, toAmbiguousState, toNumberState } from './wire.ts';

/**
 * Every endpoint with its location, in one page: the API has no pages. One without a telephone number is known by the ID of
 * its user (AEUI); it has an address and can dial 911 like any other.
 */
export async function* listNumbers(
  api: EndpointsApi,
  call: Call,
  filter: NumberFilter,
): AsyncIterable<Page<NumberState>> {
  const endpoints = await api.listEndpoints(call);
  const locations = new Map((await api.listLocations(call)).map((location) => [location.id, location]));
  const items = [...byKey(endpoints)]
    .map(([key, own]) => {
      const country = countryOf(key);
      const [endpoint, ...more] = own;
      return endpoint === undefined || more.length > 0
        ? toAmbiguousState(key, country, own)
        : toNumberState(key, country, endpoint, locations.get(endpoint.locationId));
    })
    .filter((number) => matchesCountryAndPattern(number, filter));
  yield { items: items.slice(0, filter.limit ?? items.length), total: null };
}

function byKey(endpoints: readonly Endpoint[]): ReadonlyMap<SubjectKey, readonly Endpoint[]> {
  const found = new Map<SubjectKey, Endpoint[]>();
  for (const endpoint of endpoints) {
    const key = keyOfEndpoint(endpoint);
    const own = found.get(key);
    if (own === undefined) found.set(key, [endpoint]);
    else own.push(endpoint);
  }
  return found;
}
