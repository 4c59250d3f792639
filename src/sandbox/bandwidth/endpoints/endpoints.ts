import type { SandboxRequest, SandboxResponse } from '../../stand-in.ts';
import { refusedRead, written } from '../../trouble-switches.ts';
import { notFound, Refusal } from '../refusal.ts';
import { parseXml, type XmlOut } from '../xml.ts';
import type { Exchange } from './exchange.ts';
import type { Endpoint, Store } from './store.ts';
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

export function listEndpoints({ store, switches }: Exchange): SandboxResponse {
  const shown = [...store.endpoints.values()].map((each) => xmlOf(each, switches));
  return listing(switches, 'EndpointListResponse', 'endpoints', shown);
}

export function readEndpoint({ store, switches, id }: Exchange): SandboxResponse {
  const endpoint = store.endpoints.get(id) ?? notFound();
  const refused = refusedRead(switches, subjectOf(endpoint));
  if (refused) throw new Refusal(refused.status, refused.code ?? '8000', NOT_PROVISIONED);
  return document(switches, 'Endpoint', xmlOf(endpoint, switches));
}

export function createEndpoint({ store, switches, request, effect }: Exchange): SandboxResponse {
  const sent = read(request, store, switches);
  requireUnused(sent, store, switches);
  const made = { ...sent, endpointId: store.nextId('ep') };
  store.endpoints.set(made.endpointId, made);
  effect('associate', subjectOf(made), made.locationId);
  return document(switches, 'Endpoint', xmlOf(made, switches), 201);
}

export function updateEndpoint({ store, switches, request, id, effect }: Exchange): SandboxResponse {
  if (!store.endpoints.has(id)) return notFound();
  const kind = operationOfUpdate(store, request, id);
  const sent = read(request, store, switches);
  if (sent.endpointId !== '' && sent.endpointId !== id) {
    throw new Refusal(400, '8058', "'endpointId' is forbidden to update.");
  }
  requireUnused({ ...sent, endpointId: id }, store, switches);
  store.endpoints.set(id, { ...sent, endpointId: id });
  effect(kind, subjectOf(sent), sent.locationId);
  return { status: 200, body: '' };
}

export function deleteEndpoint({ store, id, effect }: Exchange): SandboxResponse {
  const endpoint = store.endpoints.get(id) ?? notFound();
  store.endpoints.delete(id);
  effect('disassociate', subjectOf(endpoint), endpoint.locationId);
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
  // Either names the endpoint: a telephone number, or an identifier of the user.
  const isNamed = telephoneNumber === '' && alternateEndUserId !== '';
  if (!isNamed && !/^\d{10}$/.test(telephoneNumber)) {
    throw new Refusal(400, '5070', 'Telephone number is invalid.');
  }
  if (alternateEndUserId !== '') checkEndUser(alternateEndUserId, telephoneNumber !== '', switches);
  if (switches.ineligible.includes(subjectOf({ telephoneNumber, alternateEndUserId }))) {
    throw new Refusal(400, '8000', NOT_PROVISIONED);
  }
  const location = store.locations.get(locationId);
  if (location === undefined) {
    throw new Refusal(400, '8040', `The LocationId '${locationId}' should be provisioned`);
  }
  if (location.status === 'INVALID') {
    throw new Refusal(400, '8059', `The address with Location ID '${locationId}' is invalid.`);
  }
  if (callerName === '') throw new Refusal(400, '8110', 'Address and Caller Name are required');
  if (callerName.length > 50) throw new Refusal(400, '8001', `The CallerName '${callerName}' is too long.`);
  if (!/^(?:true|false)?$/.test(activated)) {
    throw new Refusal(400, '1010', `'${activated}' is not a boolean.`);
  }
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

/** What a log of effects calls an endpoint: its number, or its user where it has none. */
function subjectOf(endpoint: Pick<Endpoint, 'telephoneNumber' | 'alternateEndUserId'>): string {
  const { telephoneNumber, alternateEndUserId } = endpoint;
  return telephoneNumber === '' ? alternateEndUserId : `+1${telephoneNumber}`;
}

/** "Between 1 and 30 characters", with a callback number "between 4 and 30" (E911 orders); the codes are the error table's. */
function checkEndUser(id: string, hasNumber: boolean, switches: EndpointsSwitches): void {
  if (!switches.endUsers) {
    throw new Refusal(400, '8022', 'Alternate End User Identifiers are not allowed on the account.');
  }
  if (hasNumber && id.length < 4) {
    throw new Refusal(400, '8012', 'The End User Identifier must be at least 4 characters long.');
  }
  if (id.length > 30) {
    throw new Refusal(400, '8013', 'The End User Identifier is too long. Max length 30 characters.');
  }
  if (!/^[A-Za-z0-9]+$/.test(id)) {
    const rule = 'Identifier can contain letters or numbers only.';
    throw new Refusal(400, '8045', `'${id}' is not a valid Alternate End User Identifier. ${rule}`);
  }
  if (!/[A-Za-z]/.test(id)) {
    const rule = 'Identifier must contain at least one alphabetic character (a-z, A-Z).';
    throw new Refusal(400, '8015', `'${id}' is not a valid End User Identifier. ${rule}`);
  }
}

/** An end user has one endpoint, and a number too where the switch says so. */
function requireUnused(sent: Endpoint, store: Store, { endpointTwice }: EndpointsSwitches): void {
  const others = [...store.endpoints.values()].filter(({ endpointId }) => endpointId !== sent.endpointId);
  const isSame = (one: string, other: string): boolean => one !== '' && one === other;
  const isUsed = others.some((other) => {
    const sameNumber = isSame(other.telephoneNumber, sent.telephoneNumber);
    const sameUser = isSame(other.alternateEndUserId, sent.alternateEndUserId);
    return endpointTwice === 'refuse' ? sameNumber || sameUser : sameUser && !sameNumber;
  });
  if (!isUsed) return;
  const words =
    'Either callback telephone number, End User Identifier, or both are already in use in this account.';
  throw new Refusal(400, '8020', words);
}

function xmlOf(endpoint: Endpoint, switches: EndpointsSwitches): XmlOut {
  return { ...written(switches, endpoint, ['callerName']), activated: String(endpoint.activated) };
}
