import { buildXml, readXml, type XmlElement, XmlError, xmlChild, xmlText } from '../../http/xml.ts';
import { createJudge, type Judge, loadPlaces } from '../places.ts';
import type { Effect, SandboxRequest, SandboxResponse, StandIn } from '../stand-in.ts';
import { type Pieces, piecesOf, placeOf } from './address.ts';
import { generateNumbers } from './endpoints-store.ts';

export interface BandwidthOrdersOptions {
  /** How many numbers; 100 of San Francisco, the first four covered, when absent. */
  readonly numbers?: number;
  readonly judge?: Judge;
  /** How long an order is RECEIVED before it is COMPLETE, in milliseconds; 0 when absent. */
  readonly orderDelayMs?: number;
}

interface Covered {
  readonly name: string;
  readonly address: Pieces;
}
interface Order {
  readonly id: string;
  readonly mark: string;
  readonly number: string;
  readonly readyMs: number;
  /** Null removes the address. */
  readonly covers: Covered | null;
  applied: boolean;
}

const ENVIRONMENT = {
  BANDWIDTH_ORDERS_ACCOUNT_ID: '9900912',
  BANDWIDTH_ORDERS_USERNAME: 'sandbox-orders-user',
  BANDWIDTH_ORDERS_PASSWORD: 'sandbox-orders-password-of-no-account',
};

const upper = (name: string): string => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;

/** Bandwidth's `PreDirectional` is the seed's `prefixDirectional`, and its countries are written out. */
function toPieces(element: XmlElement | undefined): Pieces {
  const pieces: Record<string, string> = {};
  for (const name of Object.keys(element ?? {})) {
    const key =
      name === 'PreDirectional' ? 'prefixDirectional' : `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`;
    pieces[key] = xmlText(element, name);
  }
  return { ...pieces, country: pieces['country'] === 'Canada' ? 'CA' : 'US' };
}
function toElement(pieces: Pieces): XmlElement {
  const { prefixDirectional = '', country, ...rest } = pieces;
  const named = Object.fromEntries(Object.entries(rest).map(([name, value]) => [upper(name), value]));
  return {
    ...named,
    PreDirectional: prefixDirectional,
    Country: country === 'CA' ? 'Canada' : 'United States',
  };
}

/** The order-based API over pure state: numbers in service, geocoding, and E911 orders of one number. */
export function createBandwidthOrdersStandIn(options: BandwidthOrdersOptions = {}): StandIn {
  const effects: Effect[] = [];
  const orders: Order[] = [];
  const covered = new Map<string, Covered>();
  const judge = options.judge ?? createJudge(loadPlaces());
  const numbers =
    options.numbers === undefined
      ? Array.from({ length: 100 }, (_, line) => `4155550${100 + line}`)
      : generateNumbers(options.numbers);
  if (options.numbers === undefined) {
    const place = { street: '645 HARRISON ST', unit: 'STE 200', city: 'SAN FRANCISCO', region: 'CA' };
    const address = piecesOf({ ...place, postalCode: '94105', country: 'US' });
    for (const number of numbers.slice(0, 4)) covered.set(number, { name: 'Harbor Dental', address });
  }

  const reply = (status: number, root: string, content: XmlElement): SandboxResponse => ({
    status,
    headers: { 'content-type': 'application/xml' },
    body: buildXml(root, content),
  });
  const refused = (status: number, root: string, ErrorCode: string, Description: string): SandboxResponse =>
    reply(status, root, { ResponseStatus: { ErrorCode, Description } });

  function settle(nowMs: number): void {
    for (const order of orders) {
      if (order.applied || order.readyMs > nowMs) continue;
      order.applied = true;
      if (order.covers === null) covered.delete(order.number);
      else covered.set(order.number, order.covers);
    }
  }
  const orderXml = (order: Order): XmlElement => ({
    CustomerOrderId: order.mark,
    OrderId: order.id,
    ProcessingStatus: order.applied ? 'COMPLETE' : 'RECEIVED',
    ...(order.covers === null ? { DeleteTNSpecificE911Address: 'true' } : {}),
  });

  function geocode(request: SandboxRequest): SandboxResponse {
    const judgement = judge(placeOf(toPieces(readXml(request.body, { lists: [] }).content)));
    const root = 'GeocodeRequestResponse';
    if (judgement.kind === 'exact') return reply(200, root, { GeocodedAddress: {} });
    if (judgement.kind === 'none')
      return refused(400, root, '12110', 'This address could not be validated / geocoded');
    const ErrorMessage = 'A close match was found';
    return reply(409, root, { ErrorMessage, GeocodedAddress: toElement(piecesOf(judgement.suggested)) });
  }

  function placeOrder(request: SandboxRequest, nowMs: number): SandboxResponse {
    const { content } = readXml(request.body, { roots: ['E911Order'], lists: [] });
    const number = xmlText(xmlChild(content, 'TelephoneNumbers'), 'TelephoneNumber');
    if (!numbers.includes(number)) {
      return refused(400, 'E911OrderResponse', '8003', 'Telephone numbers does not belong to this account.');
    }
    const removes = xmlText(content, 'DeleteTNSpecificE911Address') === 'true';
    const address = toPieces(xmlChild(content, 'Address'));
    if (!removes && judge(placeOf(address)).kind === 'none') {
      return refused(400, 'E911OrderResponse', '8006', 'Address is not recognized by E911 service.');
    }
    const order: Order = {
      id: `order-${String(orders.length + 1).padStart(8, '0')}`,
      mark: xmlText(content, 'CustomerOrderId'),
      number,
      readyMs: nowMs + (options.orderDelayMs ?? 0),
      covers: removes ? null : { name: xmlText(content, 'CallerName'), address },
      applied: false,
    };
    orders.push(order);
    effects.push({
      atMs: nowMs,
      kind: removes ? 'disassociate' : 'associate',
      subject: `+1${number}`,
      detail: order.id,
    });
    const { OrderId: orderId, ...rest } = orderXml(order);
    return reply(201, 'E911OrderResponse', { E911Order: { ...rest, orderId } });
  }

  function answer(request: SandboxRequest, nowMs: number): SandboxResponse {
    const [id, user, password] = Object.values(ENVIRONMENT);
    const given = Buffer.from(
      (request.headers['authorization'] ?? '').replace(/^Basic /i, ''),
      'base64',
    ).toString();
    if (given !== `${user}:${password}`) return refused(401, 'ErrorResponse', '1001', 'Access denied.');
    settle(nowMs);
    const path = request.path.replace(/^\/api/, '').replace(`/accounts/${id}`, '');
    const missing = refused(404, 'ErrorResponse', '', 'The resource does not exist');
    try {
      if (path === '/geocodeRequest') return geocode(request);
      if (path === '/e911s' && request.method === 'POST') return placeOrder(request, nowMs);
    } catch (error) {
      if (error instanceof XmlError)
        return refused(400, 'ErrorResponse', '1010', 'The request is not valid XML.');
      throw error;
    }
    if (path === '/e911s') {
      const found = orders.filter(({ mark }) => mark === request.query.get('customerOrderId')).map(orderXml);
      return found.length === 0 ? missing : reply(200, 'E911Orders', { E911Order: found });
    }
    if (path === '/inserviceNumbers') {
      if (numbers.length === 0) return { status: 204, body: '' };
      const from = Number(request.query.get('page') ?? '1') - 1;
      const TelephoneNumber = numbers.slice(from, from + Number(request.query.get('size') ?? '500'));
      return reply(200, 'TNs', { TotalCount: String(numbers.length), TelephoneNumbers: { TelephoneNumber } });
    }
    const order = orders.find((one) => path === `/e911s/${one.id}`);
    if (order !== undefined) return reply(200, 'E911Order', orderXml(order));
    const held = covered.get(/^\/tns\/(\d+)\/e911$/.exec(path)?.[1] ?? '');
    if (held === undefined) return missing;
    return reply(200, 'TnE911AddressResponse', { Address: { Name: held.name, ...toElement(held.address) } });
  }

  return {
    provider: 'bandwidth',
    answer,
    effects,
    operationOf: ({ method, path, body }) =>
      method !== 'POST' || !path.endsWith('/e911s')
        ? 'other'
        : body.includes('DeleteTNSpecificE911Address')
          ? 'disassociate'
          : 'associate',
    account: (origin) => ({
      provider: 'bandwidth',
      dialect: 'orders',
      account_id: 'env:BANDWIDTH_ORDERS_ACCOUNT_ID',
      username: 'env:BANDWIDTH_ORDERS_USERNAME',
      password: 'env:BANDWIDTH_ORDERS_PASSWORD',
      base_url: `${origin}/api`,
    }),
    environment: ENVIRONMENT,
  };
}
