import type { Judge } from '../../places.ts';
import type { SandboxRequest, SandboxResponse } from '../../stand-in.ts';
import { judgePieces, type Pieces, piecesOf, placeOf, readPieces, writtenPieces } from '../address.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { XmlOut } from '../xml.ts';
import type { Exchange } from './exchange.ts';
import type { Location } from './store.ts';
import type { EndpointsSwitches } from './switches.ts';
import { document, listing, readBody } from './wire.ts';

const ELEMENTS = ['locationId', 'description', 'address', 'status', 'latitude', 'longitude'];
const NEAREST =
  'The verifiable address closest to the submitted access is included below. Please use that street address or another valid street address in your next request';

export function listLocations({ store, switches }: Exchange): SandboxResponse {
  const shown = [...store.locations.values()].map((each) => xmlOf(each, switches));
  return listing(switches, 'LocationListResponse', 'locations', shown);
}

export function readLocation({ store, switches, id }: Exchange): SandboxResponse {
  return document(switches, 'Location', xmlOf(store.locations.get(id) ?? notFound(), switches));
}

/** "Bandwidth can generate a location ID automatically, or you can provide your own." */
export function createLocation({ store, switches, judge, request, effect }: Exchange): SandboxResponse {
  const sent = read(request, switches, judge);
  if (store.locations.has(sent.locationId)) {
    throw new Refusal(400, '8062', `The address with Location ID '${sent.locationId}' already exist`);
  }
  const made = { ...sent, locationId: sent.locationId || store.nextId('loc') };
  store.locations.set(made.locationId, made);
  effect('create-address', made.locationId, placeOf(made.address).street);
  return document(switches, 'Location', xmlOf(made, switches), 201);
}

/** "The new address will be re-validated." */
export function updateLocation({ store, switches, judge, request, id, effect }: Exchange): SandboxResponse {
  if (!store.locations.has(id)) return notFound();
  const sent = read(request, switches, judge);
  if (sent.locationId !== '' && sent.locationId !== id) {
    throw new Refusal(400, '8058', "'locationId' is forbidden to update.");
  }
  store.locations.set(id, { ...sent, locationId: id });
  effect('update-address', id, placeOf(sent.address).street);
  return { status: 200, body: '' };
}

/**
 * "The location must not be currently associated with any active endpoints." One that is switched off counts too here: it
 * would come back without an address.
 */
export function deleteLocation({ store, id, effect }: Exchange): SandboxResponse {
  if (!store.locations.has(id)) return notFound();
  const users = [...store.endpoints.values()].filter(({ locationId }) => locationId === id);
  if (users.length > 0) {
    const ids = users.map(({ endpointId }) => endpointId).join(', ');
    const words = `The specified E911 Location IDs are bound to next 911 Endpoints: '${ids}'.`;
    throw new Refusal(400, '8051', words);
  }
  store.locations.delete(id);
  effect('delete-address', id, '');
  return { status: 200, body: '' };
}

function read(request: SandboxRequest, switches: EndpointsSwitches, judge: Judge): Location {
  const body = readBody(request, 'Location', ELEMENTS);
  const locationId = body.text('locationId');
  if (!/^[A-Za-z0-9._-]{0,128}$/.test(locationId)) {
    const rule =
      'Only alphanumeric values, dashes, underscores and periods are allowed. Max length is 128 characters.';
    throw new Refusal(400, '8023', `'${locationId}' is not a valid LocationId. ${rule}`);
  }
  const address = readPieces(body.child('address'));
  if (typeof address === 'string') throw new Refusal(400, '8056', address);
  return {
    locationId,
    description: body.text('description').slice(0, switches.descriptionChars ?? undefined),
    address,
    status: statusOf(address, switches, judge),
  };
}

function statusOf(address: Pieces, switches: EndpointsSwitches, judge: Judge): string {
  const judgment = judgePieces(judge, address);
  if (judgment.kind === 'exact') return switches.knownStatus;
  if (switches.unknownAddress === 'store-invalid') return 'INVALID';
  if (judgment.kind === 'near') throw new Refusal(400, '12112', NEAREST, piecesOf(judgment.suggested));
  throw new Refusal(400, '8006', 'Address is not recognized by E911 service.');
}

/** Only a place that was found has a position. */
function xmlOf(location: Location, switches: EndpointsSwitches): XmlOut {
  const position = location.status === 'INVALID' ? {} : { latitude: '37.7835', longitude: '-122.3950' };
  return { ...location, address: writtenPieces(switches, location.address), ...position };
}
