import {
  type BandwidthOrdersOptions,
  createBandwidthOrdersStandIn,
} from '../../../src/sandbox/bandwidth/orders/index.ts';
import { createFaults } from '../../../src/sandbox/faults.ts';
import { startSandboxServer } from '../../../src/sandbox/server.ts';
import type { SandboxResponse } from '../../../src/sandbox/stand-in.ts';
import { realClock } from '../real-clock.ts';

const ACCOUNT = '/api/accounts/9900912';

/** A stand-in of the orders dialect and plain requests with its credentials, without a socket. */
export function openOrders(options: BandwidthOrdersOptions = {}) {
  const standIn = createBandwidthOrdersStandIn(options);
  const { BW_ORDERS_USERNAME: user = '', BW_ORDERS_PASSWORD: password = '' } = standIn.environment;
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const ask = (
    call: string,
    body = '',
    more: { headers?: Record<string, string>; nowMs?: number; inFlight?: number } = {},
  ): SandboxResponse => {
    const [method = '', target = ''] = call.split(' ');
    const [path = '', query = ''] = target.split('?');
    return standIn.answer(
      {
        method,
        path: path.startsWith('/tns/') ? `/api${path}` : `${ACCOUNT}${path}`,
        query: new URLSearchParams(query),
        headers: { authorization, 'content-type': 'application/xml', ...more.headers },
        body,
        ...(more.inFlight === undefined ? {} : { inFlight: more.inFlight }),
      },
      more.nowMs ?? 0,
    );
  };
  const kinds = (): string[] => standIn.effects.map(({ kind }) => kind);
  return { standIn, ask, kinds, user, password };
}

/** The same over a socket. */
export async function serveOrders(options: BandwidthOrdersOptions = {}) {
  const opened = openOrders(options);
  const server = await startSandboxServer(opened.standIn, {
    clock: realClock,
    faults: createFaults(() => 0.5),
  });
  return { ...opened, server };
}

const PIECES = {
  HouseNumber: '200',
  PreDirectional: 'N',
  StreetName: 'Spring',
  StreetSuffix: 'St',
  City: 'Los Angeles',
  StateCode: 'CA',
  Zip: '90012',
  Country: 'United States',
};

function elements(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('');
}

/** The pieces of a known place as elements, some of them changed. */
export function addressXml(changes: Readonly<Record<string, string>> = {}): string {
  return elements({ ...PIECES, ...changes });
}

/** An order that assigns; `fields` replaces or adds elements of the order. */
export function orderXml(numbers: readonly string[], fields: Readonly<Record<string, string>> = {}): string {
  const TelephoneNumbers = numbers.map((number) => `<TelephoneNumber>${number}</TelephoneNumber>`).join('');
  const content = { TelephoneNumbers, CallerName: 'City Desk', Address: addressXml(), ...fields };
  return `<?xml version="1.0"?><E911Order>${elements(content)}</E911Order>`;
}

/** An order that takes the address off. */
export function removalXml(number: string): string {
  return `<E911Order><TelephoneNumbers><TelephoneNumber>${number}</TelephoneNumber></TelephoneNumbers><DeleteTNSpecificE911Address>true</DeleteTNSpecificE911Address></E911Order>`;
}

/** The text of the first element of this name, in any spelling; empty when there is none. */
export function textIn({ body }: SandboxResponse, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`, 'i').exec(body)?.[1] ?? '';
}
