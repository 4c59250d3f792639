import type { Recipient } from '../../../domain/request/request.ts';
import {
  isEndUserId,
  isPhoneNumber,
  type SubjectKey,
  subjectKey,
} from '../../../domain/request/subject-key.ts';
import type { XmlElement } from '../../../http/xml.ts';
import type { AddressContent, EmergencyState, NumberState, StoredAddress } from '../../contract.ts';
import { readSwitch, saysPending, statusWord } from '../../kit/status-words.ts';
import { toAddress, toPhoneNumber, toTelephoneNumber, toWireAddress } from '../convert.ts';
import { textOf } from '../wire.ts';

/** An endpoint, every value text; empty when absent. */
export interface Endpoint {
  readonly endpointId: string;
  readonly alternateEndUserId: string;
  readonly callerName: string;
  readonly locationId: string;
  readonly telephoneNumber: string;
  /** `true`, `false`, or empty. */
  readonly activated: string;
}

/** An endpoint in our form; what it lacks is empty. */
export function toEndpoint(element: XmlElement): Endpoint {
  return {
    endpointId: textOf(element, 'endpointId'),
    alternateEndUserId: textOf(element, 'alternateEndUserId'),
    callerName: textOf(element, 'callerName'),
    locationId: textOf(element, 'locationId'),
    telephoneNumber: textOf(element, 'telephoneNumber'),
    activated: textOf(element, 'activated').toLowerCase(),
  };
}

/** The whole endpoint; what is empty is left out, so that an unknown value is never written as an empty one. */
export function endpointDocument(endpoint: Endpoint) {
  const content = Object.fromEntries(Object.entries(endpoint).filter(([, value]) => value !== ''));
  return { root: 'Endpoint', content };
}

/** @throws ProviderError `refused` when the street cannot be split */
export function locationDocument(operation: string, locationId: string, content: AddressContent): XmlElement {
  const { preDirectional, ...rest } = toWireAddress(operation, content.address);
  const address = { ...rest, prefixDirectional: preDirectional };
  return {
    locationId: locationId === '' ? undefined : locationId,
    description: content.label === '' ? undefined : content.label,
    // In the seed's order of names; empty pieces are left out.
    address: Object.fromEntries(
      ADDRESS_ORDER.flatMap((name) => (address[name] === '' ? [] : [[name, address[name]]])),
    ),
  };
}

const ADDRESS_ORDER = [
  'houseNumber',
  'houseSuffix',
  'prefixDirectional',
  'streetName',
  'streetSuffix',
  'postDirectional',
  'addressLine2',
  'city',
  'stateCode',
  'zip',
  'plusFour',
  'country',
] as const;

/** A location in our form. The caller's name is the endpoint's, so it has none. */
export function toStoredAddress(element: XmlElement): StoredAddress {
  const inner = element['address'];
  const address =
    typeof inner === 'object' && !Array.isArray(inner)
      ? toAddress(inner as XmlElement)
      : toAddress(undefined);
  const id = textOf(element, 'locationId');
  const status = textOf(element, 'status');
  return {
    id,
    address,
    callerName: null,
    label: textOf(element, 'description'),
    tag: id,
    emergencyEnabled: statusWord(status) !== 'invalid',
    status,
    ...(statusWord(status) === 'valid' ? {} : { unverified: unverifiedText(status) }),
    facts: {
      latitude: textOf(element, 'latitude'),
      longitude: textOf(element, 'longitude'),
    },
  };
}

/** Only VALID says that the address was found in the street guide; a word of tomorrow says nothing. */
function unverifiedText(status: string): string {
  return status === ''
    ? 'Bandwidth gave the location no status.'
    : `Bandwidth gave the location the status ${status}, not VALID.`;
}

/** GEOCODED is accepted and not yet active; an unknown word is never covered. Source: the enum in Bandwidth's Emergency Calling API document. */
const STATES: ReadonlyMap<string, EmergencyState> = new Map([
  ['VALID', 'covered'],
  ['GEOCODED', 'pending'],
  ['INVALID', 'failed'],
]);

function locationState(status: string): EmergencyState {
  return STATES.get(statusWord(status).toUpperCase()) ?? (saysPending(status) ? 'pending' : 'unknown');
}

/** A number by its endpoint (null when it has none yet) and the endpoint's location (undefined when it is not listed). */
export function toNumberState(
  key: SubjectKey,
  country: string,
  endpoint: Endpoint | null,
  location: StoredAddress | undefined,
): NumberState {
  const addressId = endpoint?.locationId ?? '';
  const status = location?.status ?? '';
  const place = addressId === '' ? 'missing' : locationState(status);
  const activated = readSwitch(endpoint?.activated ?? '', { on: ['true', '1'], off: ['false', '0'] });
  const isOther = place === 'covered' && typeof activated === 'object' && activated !== null;
  const state = !isOther ? place : saysPending(activated.word) ? 'pending' : 'unknown';
  return {
    phoneNumber: key,
    handle: endpoint?.endpointId ?? '',
    country,
    voiceCapable: null,
    emergency: {
      state,
      status: isOther ? activated.word : status,
      addressId,
      address: location?.address ?? null,
      callerName: endpoint === null ? null : endpoint.callerName,
      switchedOn: typeof activated === 'boolean' ? activated : null,
      failure: state === 'failed' ? `The location ${addressId} is ${status}.` : '',
    },
    settings: {},
    settingsPending: '',
    facts: {
      endpoint_user_id: endpoint?.alternateEndUserId ?? (isEndUserId(key) ? key : ''),
      activated: endpoint?.activated ?? '',
      latitude: location?.facts['latitude'] ?? '',
      longitude: location?.facts['longitude'] ?? '',
    },
  };
}

/** What an endpoint is known by: its telephone number, else the ID of its user (AEUI). */
export function keyOfEndpoint({ telephoneNumber, alternateEndUserId, endpointId }: Endpoint): SubjectKey {
  const phoneNumber = toPhoneNumber(telephoneNumber);
  return subjectKey({ phoneNumber, endUserId: alternateEndUserId, handle: endpointId });
}

/**
 * The id of the user that this program gives an endpoint: the one that the row names, or one made of the number. An identifier
 * needs a letter (8015), so the number alone is none.
 */
export function ownEndUserId(key: SubjectKey): string {
  return isPhoneNumber(key) ? `tn${toTelephoneNumber(key)}` : key;
}

/** A number or user that several endpoints have: what it is covered by cannot be said, and no change by it alone is right. */
export function toAmbiguousState(
  key: SubjectKey,
  country: string,
  endpoints: readonly Endpoint[],
): NumberState {
  const ids = endpoints.map(({ endpointId }) => endpointId).join(', ');
  const single = toNumberState(key, country, null, undefined);
  const sentence = `${key} has ${endpoints.length} endpoints: ${ids}.`;
  return {
    ...single,
    emergency: {
      ...single.emergency,
      state: 'unknown',
      status: `${endpoints.length} endpoints`,
      failure: sentence,
    },
    facts: { ...single.facts, endpoint_ids: ids },
    ambiguous: sentence,
    // A row may name the same end user as another program.
    ownHandles: endpoints
      .filter(({ alternateEndUserId }) => isPhoneNumber(key) && alternateEndUserId === ownEndUserId(key))
      .map(({ endpointId }) => endpointId),
  };
}

/** A notification recipient in our form. */
export function toRecipient(element: XmlElement): Recipient & { readonly id: string } {
  return {
    id: textOf(element, 'id'),
    email: textOf(element, 'emailAddress'),
    phone: toPhoneNumber(textOf(element, 'phoneNumber')),
    description: textOf(element, 'description'),
  };
}
