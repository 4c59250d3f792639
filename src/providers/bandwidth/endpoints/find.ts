import type { Call } from '../../../http/transport.ts';
import type { NumberState, Step } from '../../contract.ts';
import { countryOf, toPhoneNumber } from '../convert.ts';
import { cannot } from '../errors.ts';
import type { EndpointsApi } from './api.ts';
import { type Endpoint, toAmbiguousState, toNumberState } from './wire.ts';

/**
 * One number with its endpoint and location. This API has no list of numbers, so a number without an endpoint is
 * one that can be given one; null only for numbers that Bandwidth cannot have.
 */
export async function findNumber(
  api: EndpointsApi,
  phoneNumber: string,
  call: Call,
  following = '',
): Promise<NumberState | null> {
  const country = countryOf(phoneNumber);
  if (country === '') return null;
  const own = await ownEndpoints(api, phoneNumber, call, following);
  if (own.length > 1) return toAmbiguousState(phoneNumber, country, own);
  const endpoint = own[0] ?? null;
  const hasLocation = endpoint !== null && endpoint.locationId !== '';
  const location = hasLocation ? await api.fetchLocation(endpoint.locationId, call) : null;
  return toNumberState(phoneNumber, country, endpoint, location ?? undefined);
}

/** A number that has no endpoint yet, known without asking. */
export function unlistedNumber(phoneNumber: string): NumberState | null {
  const country = countryOf(phoneNumber);
  return country === '' ? null : toNumberState(phoneNumber, country, null, undefined);
}

/** The endpoints of a telephone number. The API cannot be asked by number, only for the whole list; `following` names one directly. */
async function ownEndpoints(
  api: EndpointsApi,
  phoneNumber: string,
  call: Call,
  following = '',
): Promise<readonly Endpoint[]> {
  const isOwn = (endpoint: Endpoint): boolean => toPhoneNumber(endpoint.telephoneNumber) === phoneNumber;
  const followed = following === '' ? null : await api.fetchEndpoint(following, call);
  if (followed !== null && isOwn(followed)) return [followed];
  return (await api.listEndpoints(call)).filter(isOwn);
}

/** The endpoint of a telephone number; null when there is none. @throws ProviderError when there are several. */
export async function findEndpoint(
  api: EndpointsApi,
  phoneNumber: string,
  call: Call,
): Promise<Endpoint | null> {
  const own = await ownEndpoints(api, phoneNumber, call);
  if (own.length > 1) {
    throw cannot(
      'find-number',
      `${phoneNumber} has ${own.length} endpoints: ${own.map(({ endpointId }) => endpointId).join(', ')}.`,
      'Name the one to delete in endpoint_id of a row with action remove, until one is left.',
    );
  }
  return own[0] ?? null;
}

/** A step about one number. */
export type OnNumber = Extract<Step, { kind: 'associate' | 'disassociate' | 'switch-emergency' }>;

/** The endpoint that a step names by its handle or by its number. @throws ProviderError `refused` when there is none. */
export async function endpointOf(api: EndpointsApi, step: OnNumber, call: Call): Promise<Endpoint> {
  const endpoint =
    step.handle === ''
      ? await findEndpoint(api, step.phoneNumber, call)
      : await api.fetchEndpoint(step.handle, call);
  if (endpoint === null) {
    throw cannot(
      step.kind,
      `${step.phoneNumber} has no endpoint${step.handle === '' ? '' : ` ${step.handle}`} in this account.`,
      'Check phone_number and endpoint_id of the row, or assign an address first.',
    );
  }
  return endpoint;
}
