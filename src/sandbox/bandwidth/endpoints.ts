import {
  buildXml,
  readXml,
  type XmlElement,
  XmlError,
  type XmlValue,
  xmlChild,
  xmlText,
} from '../../http/xml.ts';
import { createJudge, type Judge, loadPlaces } from '../places.ts';
import type { Effect, SandboxRequest, SandboxResponse, StandIn } from '../stand-in.ts';
import { type Pieces, piecesOf, placeOf, readPieces } from './address.ts';
import {
  type Endpoint,
  type EndpointsSwitches,
  generateNumbers,
  type Location,
  type Store,
  turnSwitches,
} from './endpoints-store.ts';

export interface BandwidthEndpointsOptions {
  /** How many endpoints without a location, or their numbers (`+` and digits); the documented ones when absent. */
  readonly numbers?: number | readonly string[];
  /** The table of `samples/places.csv` when absent. */
  readonly judge?: Judge;
  readonly switches?: Partial<EndpointsSwitches>;
}

const ACCOUNT_ID = '9900911';
const USERNAME = 'sandbox-user';
const PASSWORD = 'sandbox-password-of-no-account';

class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly nearest: Pieces | null;

  constructor(status: number, code: string, description: string, nearest: Pieces | null = null) {
    super(description);
    this.status = status;
    this.code = code;
    this.nearest = nearest;
  }
}

/** The seed's API over pure state: locations, endpoints and recipients of one account. */
export function createBandwidthEndpointsStandIn(options: BandwidthEndpointsOptions = {}): StandIn {
  const effects: Effect[] = [];
  const store: Store = { locations: new Map(), endpoints: new Map(), recipients: new Map(), sequence: 0 };
  const judge = options.judge ?? createJudge(loadPlaces());
  let switches = turnSwitches({}, options.switches ?? {});
  const nextId = (prefix: string): string => {
    store.sequence += 1;
    return `${prefix}${String(store.sequence).padStart(8, '0')}`;
  };
  const addEndpoint = (telephoneNumber: string, locationId: string): void => {
    const endpointId = nextId('ep');
    const alternateEndUserId = `tn${telephoneNumber}`;
    const callerName = locationId === '' ? '' : 'Harbor Dental';
    store.endpoints.set(endpointId, {
      endpointId,
      alternateEndUserId,
      callerName,
      locationId,
      telephoneNumber,
      activated: true,
    });
  };
  const { numbers } = options;
  if (numbers === undefined) {
    const place = { street: '645 HARRISON ST', unit: 'STE 200', city: 'SAN FRANCISCO', region: 'CA' };
    const address = piecesOf({ ...place, postalCode: '94105', country: 'US' });
    store.locations.set('HQ1', { locationId: 'HQ1', description: 'Harbor Dental', address, status: 'VALID' });
    for (const line of ['4155550100', '4155550101', '4155550102', '4155550103']) addEndpoint(line, 'HQ1');
  } else {
    const lines = typeof numbers === 'number' ? generateNumbers(numbers) : numbers;
    for (const line of lines) addEndpoint(line.replace(/^\+1/, ''), '');
  }

  function judged(pieces: Pieces): string {
    const judgement = judge(placeOf(pieces));
    if (judgement.kind === 'exact') return switches.knownStatus;
    if (switches.unknownAddress === 'store-invalid') return 'INVALID';
    if (judgement.kind === 'none')
      throw new Refusal(400, '8006', 'Address is not recognized by E911 service.');
    const words =
      'The verifiable address closest to the submitted access is included below. Please use that street address or another valid street address in your next request';
    throw new Refusal(400, '12112', words, piecesOf(judgement.suggested));
  }

  function bodyOf(request: SandboxRequest, root: string, known: readonly string[]): XmlElement {
    if (!/\bxml\b/.test(request.headers['content-type'] ?? '')) {
      throw new Refusal(415, '1002', 'Content-Type must be application/xml');
    }
    try {
      const { content } = readXml(request.body, { roots: [root], lists: [] });
      const strange = Object.keys(content).find((name) => !known.includes(name));
      if (strange !== undefined) throw new Refusal(400, '1012', `Element ${strange} is not known.`);
      return content;
    } catch (error) {
      if (error instanceof XmlError) throw new Refusal(400, '1010', 'The request is not valid XML.');
      throw error;
    }
  }

  function writeLocation(request: SandboxRequest, existing: Location | null): Location {
    const body = bodyOf(request, 'Location', [
      'locationId',
      'description',
      'address',
      'status',
      'latitude',
      'longitude',
    ]);
    const own = xmlText(body, 'locationId');
    if (!/^[A-Za-z0-9]{0,32}$/.test(own))
      throw new Refusal(400, '8023', `'${own}' is not a valid LocationId.`);
    if (existing !== null && own !== '' && own !== existing.locationId) {
      throw new Refusal(400, '8058', "'locationId' is forbidden to update.");
    }
    if (existing === null && store.locations.has(own)) {
      throw new Refusal(400, '8062', `The address with Location ID '${own}' already exist`);
    }
    const pieces = readPieces(xmlChild(body, 'address'));
    if (typeof pieces === 'string') throw new Refusal(400, '8056', pieces);
    const status = judged(pieces);
    const locationId = existing?.locationId ?? (own || nextId('loc'));
    return { locationId, description: xmlText(body, 'description'), address: pieces, status };
  }

  function writeEndpoint(request: SandboxRequest, existing: Endpoint | null): Endpoint {
    const names = [
      'endpointId',
      'alternateEndUserId',
      'callerName',
      'locationId',
      'telephoneNumber',
      'activated',
    ];
    const body = bodyOf(request, 'Endpoint', names);
    const telephoneNumber = xmlText(body, 'telephoneNumber');
    const locationId = xmlText(body, 'locationId');
    const callerName = xmlText(body, 'callerName');
    if (!/^\d{10}$/.test(telephoneNumber)) throw new Refusal(400, '5070', 'Telephone number is invalid.');
    const location = store.locations.get(locationId);
    if (location === undefined)
      throw new Refusal(400, '8040', `The LocationId '${locationId}' should be provisioned`);
    if (location.status === 'INVALID') {
      throw new Refusal(400, '8059', `The address with Location ID '${locationId}' is invalid.`);
    }
    if (callerName === '') throw new Refusal(400, '8110', 'Address and Caller Name are required');
    if (callerName.length > 50) throw new Refusal(400, '8001', `The CallerName '${callerName}' is too long.`);
    return {
      endpointId: existing?.endpointId ?? nextId('ep'),
      alternateEndUserId: xmlText(body, 'alternateEndUserId'),
      callerName,
      locationId,
      telephoneNumber,
      // A whole endpoint is sent: what is left out is off.
      activated: xmlText(body, 'activated') === 'true',
    };
  }

  const document = (root: string, content: XmlElement): SandboxResponse => ({
    status: 200,
    body: buildXml(root, named(content) as XmlElement),
  });

  function named(value: XmlValue): XmlValue {
    if (typeof value === 'string') return value;
    if (Array.isArray(value)) return value.map((item) => named(item as XmlValue));
    const rename = (name: string): string =>
      switches.names === 'camelCase' ? name : `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        rename(name),
        inner === undefined ? undefined : named(inner),
      ]),
    );
  }

  function listed(
    root: string,
    plural: string,
    items: readonly XmlElement[],
    counted = true,
  ): SandboxResponse {
    const many = switches.lists === 'repeated' ? items : { [plural.slice(0, -1)]: items };
    return document(root, { ...(counted ? { totalCount: String(items.length) } : {}), [plural]: many });
  }

  const locationXml = ({ address, ...location }: Location): XmlElement => ({
    ...location,
    address,
    ...(location.status === 'VALID' ? { latitude: '37.7835', longitude: '-122.3950' } : {}),
  });
  const endpointXml = (endpoint: Endpoint): XmlElement => ({
    ...endpoint,
    activated: String(endpoint.activated),
  });

  function handle(request: SandboxRequest, nowMs: number): SandboxResponse {
    const effect = (kind: string, subject: string, detail: string): void => {
      effects.push({ atMs: nowMs, kind, subject, detail });
    };
    const { authorization = '' } = request.headers;
    const given = Buffer.from(authorization.replace(/^Basic /i, ''), 'base64').toString('utf8');
    if (given !== `${USERNAME}:${PASSWORD}`) throw new Refusal(401, '1001', 'Access denied.');
    const { group, id } = pathOf(request.path);
    const verb = `${request.method} ${group}${id === '' ? '' : '/id'}`;
    const location = (): Location => store.locations.get(id) ?? notFound();
    const endpoint = (): Endpoint => store.endpoints.get(id) ?? notFound();
    switch (verb) {
      case 'GET locations':
        return listed('LocationListResponse', 'locations', [...store.locations.values()].map(locationXml));
      case 'POST locations': {
        const made = writeLocation(request, null);
        store.locations.set(made.locationId, made);
        effect('create-address', made.locationId, placeOf(made.address).street);
        return { ...document('Location', locationXml(made)), status: 201 };
      }
      case 'GET locations/id':
        return document('Location', locationXml(location()));
      case 'PUT locations/id': {
        const made = writeLocation(request, location());
        store.locations.set(id, made);
        effect('update-address', id, placeOf(made.address).street);
        return { status: 200, body: '' };
      }
      case 'DELETE locations/id': {
        const users = [...store.endpoints.values()].filter(
          ({ locationId }) => locationId === location().locationId,
        );
        if (users.length > 0) {
          const ids = users.map(({ endpointId }) => endpointId).join(', ');
          throw new Refusal(
            400,
            '8051',
            `The specified E911 Location IDs are bound to next 911 Endpoints: '${ids}'.`,
          );
        }
        location();
        store.locations.delete(id);
        effect('delete-address', id, '');
        return { status: 200, body: '' };
      }
      case 'GET endpoints':
        return listed('EndpointListResponse', 'endpoints', [...store.endpoints.values()].map(endpointXml));
      case 'POST endpoints': {
        const made = writeEndpoint(request, null);
        store.endpoints.set(made.endpointId, made);
        effect('associate', `+1${made.telephoneNumber}`, made.locationId);
        return { ...document('Endpoint', endpointXml(made)), status: 201 };
      }
      case 'GET endpoints/id':
        return document('Endpoint', endpointXml(endpoint()));
      case 'PUT endpoints/id': {
        endpoint();
        const kind = operationOf(request);
        const made = writeEndpoint(request, endpoint());
        store.endpoints.set(id, made);
        effect(kind, `+1${made.telephoneNumber}`, made.locationId);
        return { status: 200, body: '' };
      }
      case 'DELETE endpoints/id': {
        const { telephoneNumber, locationId } = endpoint();
        store.endpoints.delete(id);
        effect('disassociate', `+1${telephoneNumber}`, locationId);
        return { status: 200, body: '' };
      }
      case 'GET notificationRecipients': {
        const items = [...store.recipients.values()].map((recipient) => ({ ...recipient }));
        return listed('NotificationRecipientListResponse', 'notificationRecipients', items, false);
      }
      case 'POST notificationRecipients': {
        const body = bodyOf(request, 'NotificationRecipient', ['emailAddress', 'phoneNumber', 'description']);
        const [emailAddress, phoneNumber] = [xmlText(body, 'emailAddress'), xmlText(body, 'phoneNumber')];
        if (emailAddress === '' && phoneNumber === '')
          throw new Refusal(400, '8069', 'EmailAddress must be included.');
        const made = {
          id: nextId('rcp'),
          emailAddress,
          phoneNumber,
          description: xmlText(body, 'description'),
        };
        store.recipients.set(made.id, made);
        effect('add-recipient', emailAddress || phoneNumber, made.description);
        return { ...document('NotificationRecipient', made), status: 201 };
      }
      default:
        return notFound();
    }
  }

  function operationOf(request: SandboxRequest): string {
    const { group, id } = pathOf(request.path);
    const known = OPERATIONS.get(`${request.method} ${group}${id === '' ? '' : '/id'}`);
    if (known !== undefined) return known;
    if (request.method !== 'PUT' || group !== 'endpoints') return 'other';
    // One PUT does both: it is a switch when only the switch differs.
    const present = store.endpoints.get(id);
    const activated = /<activated>(\w+)</.exec(request.body)?.[1] === 'true';
    const locationId = /<locationId>([^<]*)</.exec(request.body)?.[1] ?? '';
    const isSwitch = present?.locationId === locationId && present.activated !== activated;
    return isSwitch ? 'switch-emergency' : 'associate';
  }

  function answer(request: SandboxRequest, nowMs: number): SandboxResponse {
    const headers = { 'content-type': 'application/xml;charset=utf-8', 'x-request-id': nextId('req') };
    if (switches.maxConcurrent !== null && (request.inFlight ?? 1) > switches.maxConcurrent) {
      return { status: 429, headers: { 'x-ratelimit-reset': String(Math.ceil(nowMs / 1000) + 1) }, body: '' };
    }
    try {
      return { headers, ...handle(request, nowMs) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const content = {
        responseStatus: { errorCode: error.code, description: error.message },
        ...(error.nearest === null ? {} : { address: error.nearest }),
      };
      // Errors are in Bandwidth's own spelling always.
      const { responseStatus, ...rest } = content;
      const { errorCode: ErrorCode, description: Description } = responseStatus;
      const body = buildXml('LocationResponse', { ResponseStatus: { ErrorCode, Description }, ...rest });
      return { status: error.status, headers, body };
    }
  }

  return {
    provider: 'bandwidth',
    answer,
    effects,
    operationOf,
    account: (origin) => ({
      provider: 'bandwidth',
      dialect: 'endpoints',
      account_id: 'env:BANDWIDTH_ACCOUNT_ID',
      username: 'env:BANDWIDTH_USERNAME',
      password: 'env:BANDWIDTH_PASSWORD',
      base_url: `${origin}/api`,
    }),
    environment: {
      BANDWIDTH_ACCOUNT_ID: ACCOUNT_ID,
      BANDWIDTH_USERNAME: USERNAME,
      BANDWIDTH_PASSWORD: PASSWORD,
    },
    controls: {
      get maxConcurrent() {
        return switches.maxConcurrent ?? undefined;
      },
      state: () => ({
        locations: [...store.locations.values()],
        endpoints: [...store.endpoints.values()],
        recipients: [...store.recipients.values()],
      }),
      switches: () => switches,
      setSwitches: (changes) => {
        switches = turnSwitches(switches, changes);
      },
      // Any North American number can be given an endpoint, so there is nothing to put in.
      addNumbers: () => undefined,
    },
  };
}

const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['GET locations', 'list-locations'],
  ['POST locations', 'create-address'],
  ['GET locations/id', 'fetch-location'],
  ['PUT locations/id', 'update-address'],
  ['DELETE locations/id', 'delete-address'],
  ['GET endpoints', 'list-endpoints'],
  ['POST endpoints', 'associate'],
  ['GET endpoints/id', 'fetch-endpoint'],
  ['DELETE endpoints/id', 'disassociate'],
  ['GET notificationRecipients', 'list-recipients'],
  ['POST notificationRecipients', 'add-recipient'],
]);

/** `locations` and `notificationRecipients` are looked for before an endpoint's id. */
function pathOf(path: string): { readonly group: string; readonly id: string } {
  const rest = new RegExp(`^(?:/api)?/accounts/${ACCOUNT_ID}/e911s(/.*)?$`).exec(path);
  if (rest === null) return { group: '', id: '' };
  const [, first = '', second = ''] = (rest[1] ?? '').split('/').map(decodeURIComponent);
  if (first === 'locations' || first === 'notificationRecipients') return { group: first, id: second };
  return { group: 'endpoints', id: first };
}

function notFound(): never {
  throw new Refusal(404, '', 'The resource does not exist');
}
