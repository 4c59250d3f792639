import { isPhoneNumber, type SubjectKey } from '../../../domain/request/subject-key.ts';
import type { Call } from '../../../http/transport.ts';
import type { NumberState } from '../../contract.ts';
import type { Of } from '../../kit/step-table.ts';
import { countryOf } from '../convert.ts';
import { cannot } from '../errors.ts';
import type { EndpointsApi } from './api.ts';
import type { EndpointIndex } from './recent-endpoints.ts';
import type { WatchedApi } from './watched-api.ts';
import { type Endpoint, keyOfEndpoint, toAmbiguousState, toNumberState } from './wire.ts';

/**
 * One number or end user with its endpoint and location. This API has no list of numbers, so one without an endpoint is one
 * that can be given one; null only for numbers that Bandwidth cannot have.
 */
export async function findNumber(
  api: EndpointsApi,
  key: SubjectKey,
  call: Call,
  following = '',
): Promise<NumberState | null> {
  const free = unlistedNumber(key);
  if (free === null) return null;
  const own = await ownEndpoints(api, key, call, following);
  if (own.length > 1) return toAmbiguousState(key, free.country, own);
  const endpoint = own[0] ?? null;
  const hasLocation = endpoint !== null && endpoint.locationId !== '';
  const location = hasLocation ? await api.fetchLocation(endpoint.locationId, call) : null;
  return toNumberState(key, free.country, endpoint, location ?? undefined);
}

/** A number or end user that has no endpoint yet, known without asking. */
export function unlistedNumber(key: SubjectKey): NumberState | null {
  const country = countryOf(key);
  return isPhoneNumber(key) && country === '' ? null : toNumberState(key, country, null, undefined);
}

/** The endpoints of a key. The API cannot be asked by it, only for the whole list; `following` names one directly. */
async function ownEndpoints(
  api: EndpointsApi,
  key: SubjectKey,
  call: Call,
  following: string,
): Promise<readonly Endpoint[]> {
  const followed = following === '' ? null : await api.fetchEndpoint(following, call);
  if (followed !== null && keyOfEndpoint(followed) === key) return [followed];
  return (await api.listEndpoints(call)).filter((endpoint) => keyOfEndpoint(endpoint) === key);
}

/**
 * The endpoint of a key; null when there is none. An end user has one endpoint (error 8020): `endUserId` is one that this key
 * is to have. @throws ProviderError `refused` when there are several, or another key's endpoint has the end user.
 */
export function findEndpoint(endpoints: EndpointIndex, key: SubjectKey, endUserId = ''): Endpoint | null {
  const own = endpoints.ofKey(key);
  const holder = endpoints.ofUser(endUserId).find((each) => keyOfEndpoint(each) !== key);
  if (holder !== undefined) {
    throw cannot(
      'find-number',
      `The end user ${endUserId} has the endpoint ${holder.endpointId} (${keyOfEndpoint(holder)}).`,
      'Name it by the phone_number or endpoint_user_id that it has, or correct endpoint_user_id.',
    );
  }
  if (own.length > 1) {
    throw cannot(
      'find-number',
      `${key} has ${own.length} endpoints: ${own.map(({ endpointId }) => endpointId).join(', ')}.`,
      'Name the one to delete in endpoint_id of a row with action remove, until one is left.',
    );
  }
  return own[0] ?? null;
}

/** A step about one number. */
export type OnNumber = Of<'associate' | 'disassociate' | 'switch-emergency'>;

/** The endpoint that a step names by its handle or by its key. @throws ProviderError `refused` when there is none. */
export async function endpointOf(api: WatchedApi, step: OnNumber, call: Call): Promise<Endpoint> {
  const endpoint =
    step.handle === ''
      ? findEndpoint(await api.recentEndpoints(call), step.phoneNumber)
      : await api.recentEndpoint(step.handle, call);
  if (endpoint === null) {
    throw cannot(
      step.kind,
      `${step.phoneNumber} has no endpoint${step.handle === '' ? '' : ` ${step.handle}`} in this account.`,
      'Check phone_number, endpoint_user_id and endpoint_id of the row, or assign an address first.',
    );
  }
  return endpoint;
}
