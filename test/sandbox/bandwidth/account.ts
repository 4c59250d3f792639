import {
  type BandwidthEndpointsOptions,
  createBandwidthEndpointsStandIn,
} from '../../../src/sandbox/bandwidth/endpoints/index.ts';
import type { SandboxResponse } from '../../../src/sandbox/stand-in.ts';

const BASE = '/api/accounts/9900911/e911s';

/** A stand-in of the endpoints dialect and plain requests with its credentials, without a socket. */
export function openBandwidth(options: BandwidthEndpointsOptions = {}) {
  const standIn = createBandwidthEndpointsStandIn(options);
  const { BW_USERNAME: user = '', BW_PASSWORD: password = '' } = standIn.environment;
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const ask = (
    method: string,
    path: string,
    body = '',
    more: { headers?: Record<string, string>; nowMs?: number; inFlight?: number } = {},
  ): SandboxResponse =>
    standIn.answer(
      {
        method,
        path: `${BASE}${path}`,
        query: new URLSearchParams(),
        headers: { authorization, 'content-type': 'application/xml; charset=utf-8', ...more.headers },
        body,
        ...(more.inFlight === undefined ? {} : { inFlight: more.inFlight }),
      },
      more.nowMs ?? 0,
    );
  const kinds = (): string[] => standIn.effects.map(({ kind }) => kind);
  return { standIn, ask, kinds };
}

/** The text of the first element of this name. */
export function textIn(body: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1] ?? '';
}

/** A location's document; `address` replaces the pieces of a known place. */
export function locationXml(
  locationId: string,
  address = '<houseNumber>1</houseNumber><streetName>Dr Carlton B Goodlett</streetName><streetSuffix>Pl</streetSuffix><city>San Francisco</city><stateCode>CA</stateCode><zip>94102</zip><country>US</country>',
): string {
  const id = locationId === '' ? '' : `<locationId>${locationId}</locationId>`;
  return `<?xml version="1.0" encoding="UTF-8"?><Location>${id}<description>City Hall</description><address>${address}</address></Location>`;
}

/** An endpoint's document. */
export function endpointXml(fields: Readonly<Record<string, string>>): string {
  const inner = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<Endpoint>${inner.join('')}</Endpoint>`;
}
