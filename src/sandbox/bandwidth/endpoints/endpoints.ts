import type { SandboxRequest, SandboxResponse } from '../../stand-in.ts';
import { refusedRead } from '../../trouble-switches.ts';
import { notFound, Refusal } from '../refusal.ts';
import { parseXml, type XmlOut } from '../xml.ts';
import type { CommitEffect, Endpoint, Store } from './store.ts';
import type { EndpointsSwitches } from './switches.ts';
import { document, listing, readBody } from './wire.ts';

const ELEMENTS = [
  'endpointId',
  'alternateEndUserId',
  'callerName',
  'locationId',
  'telephoneNumber',
  'activated',
];
const NOT_PROVISIONED = 'The URI provided is not provisioned in the E911 service.';

export function listEndpoints(store: Store, switches: EndpointsSwitches): SandboxResponse {
  return listing(switches, 'EndpointListResponse', 'endpoints', [...store.endpoints.values()].map(xmlOf));
}

export function readEndpoint(store: Store, switches: EndpointsSwitches, id: string): SandboxResponse {
  const endpoint = store.endpoints.get(id) ?? notFound();
  const refused = refusedRead(switches, `+1${endpoint.telephoneNumber}`);
  if (refused) throw new Refusal(refused.status, refused.code ?? '8000', NOT_PROVISIONED);
  return document(switches, 'Endpoint', xmlOf(endpoint));
}

/** A number may have several endpoints: the seed names no rule against it, so a create that is sent twice shows. */
export function createEndpoint(
  store: Store,
  switches: EndpointsSwitches,
  request: SandboxRequest,
  effect: CommitEffect,
): SandboxResponse {
  const made = { ...read(request, store, switches), endpointId: store.nextId('ep') };
  store.endpoints.set(made.endpointId, made);
  effect('associate', `+1${made.telephoneNumber}`, made.locationId);
  return document(switches, 'Endpoint', xmlOf(made), 201);
}

// biome-ignore lint/complexity/useMaxParams: older than the limit
export function updateEndpoint(
  store: Store,
  switches: EndpointsSwitches,
  request: SandboxRequest,
  id: string,
  effect: CommitEffect,
): SandboxResponse {
  if (!store.endpoints.has(id)) return notFound();
  const kind = operationOfUpdate(store, request, id);
  const sent = read(request, store, switches);
  if (sent.endpointId !== '' && sent.endpointId !== id) {
    throw new Refusal(400, '8058', "'endpointId' is forbidden to update.");
  }
  store.endpoints.set(id, { ...sent, endpointId: id });
  effect(kind, `+1${sent.telephoneNumber}`, sent.locationId);
  return { status: 200, body: '' };
}

export function deleteEndpoint(store: Store, id: string, effect: CommitEffect): SandboxResponse {
  const { telephoneNumber, locationId } = store.endpoints.get(id) ?? notFound();
  store.endpoints.delete(id);
  effect('disassociate', `+1${telephoneNumber}`, locationId);
  return { status: 200, body: '' };
}

/** One PUT moves an endpoint and switches it: it is a switch when nothing but the switch differs. */
export function operationOfUpdate(store: Store, request: SandboxRequest, id: string): string {
  const present = store.endpoints.get(id);
  const sent = parseXml(request.body)?.children ?? [];
  const text = (name: string): string => sent.find((child) => child.name === name)?.text.trim() ?? '';
  const isSwitch =
    present?.locationId === text('locationId') && String(present.activated) !== text('activated');
  return isSwitch ? 'switch-emergency' : 'associate';
}

function read(request: SandboxRequest, store: Store, switches: EndpointsSwitches): Endpoint {
  const body = readBody(request, 'Endpoint', ELEMENTS);
  const [telephoneNumber, locationId] = [body.text('telephoneNumber'), body.text('locationId')];
  const [callerName, activated] = [body.text('callerName'), body.text('activated')];
  const alternateEndUserId = body.text('alternateEndUserId');
  // Either names the endpoint: a telephone number, or an identifier of the user with a letter in it.
  const isNamed = telephoneNumber === '' && /[a-z]/i.test(alternateEndUserId);
  if (!isNamed && !/^\d{10}$/.test(telephoneNumber)) {
    throw new Refusal(400, '5070', 'Telephone number is invalid.');
  }
  if (switches.ineligible.includes(`+1${telephoneNumber}`)) throw new Refusal(400, '8000', NOT_PROVISIONED);
  const location = store.locations.get(locationId);
  if (location === undefined) {
    throw new Refusal(400, '8040', `The LocationId '${locationId}' should be provisioned`);
  }
  if (location.status === 'INVALID') {
    throw new Refusal(400, '8059', `The address with Location ID '${locationId}' is invalid.`);
  }
  if (callerName === '') throw new Refusal(400, '8110', 'Address and Caller Name are required');
  if (callerName.length > 50) throw new Refusal(400, '8001', `The CallerName '${callerName}' is too long.`);
  if (!/^(?:true|false)?$/.test(activated)) throw new Refusal(400, '1010', `'${activated}' is no boolean.`);
  const endpointId = body.text('endpointId');
  // A whole endpoint is sent: what is left out is off.
  return {
    endpointId,
    alternateEndUserId,
    callerName,
    locationId,
    telephoneNumber,
    activated: activated === 'true',
  };
}

function xmlOf(endpoint: Endpoint): XmlOut {
  return { ...endpoint, activated: String(endpoint.activated) };
}
