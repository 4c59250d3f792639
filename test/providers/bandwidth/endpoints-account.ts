import type { HttpRequest } from '../../../src/http/transport.ts';
import { bandwidthEndpoints } from '../../../src/providers/bandwidth/endpoints/index.ts';
import type { ProviderAccount } from '../../../src/providers/contract.ts';
import { type ScriptedAnswer, scriptedTransport } from '../scripted.ts';

/** A Bandwidth account of the endpoints dialect that gets these answers; a text is one with status 200. */
export function scripted(...answers: readonly (string | ScriptedAnswer)[]): {
  readonly account: ProviderAccount;
  readonly requests: HttpRequest[];
} {
  const { transport, requests } = scriptedTransport(
    answers.map((answer) => (typeof answer === 'string' ? { status: 200, body: answer } : answer)),
  );
  const settings = bandwidthEndpoints.settings.parse({
    account_id: '9900911',
    username: 'user',
    password: 'a password',
    base_url: 'http://127.0.0.1:4013/api',
  });
  return { account: bandwidthEndpoints.create(settings, transport), requests };
}

/** Elements by name, nested: `xml({ a: { b: '1' } })`. */
export function xml(content: Content): string {
  return Object.entries(content)
    .map(([name, inner]) => {
      const many = Array.isArray(inner)
        ? (inner as readonly (string | Content)[])
        : [inner as string | Content];
      return many.map((one) => `<${name}>${typeof one === 'string' ? one : xml(one)}</${name}>`).join('');
    })
    .join('');
}

interface Content {
  readonly [name: string]: string | Content | readonly (string | Content)[];
}

export const EMPTY_ENDPOINTS = xml({ EndpointListResponse: { totalCount: '0' } });
export const EMPTY_LOCATIONS = xml({ LocationListResponse: { totalCount: '0' } });

export const endpoint = (id: string, more: Readonly<Record<string, string>> = {}) => ({
  endpointId: id,
  alternateEndUserId: `user-${id}`,
  callerName: 'Jane Roe',
  locationId: 'HQ1',
  telephoneNumber: '9195551212',
  activated: 'true',
  ...more,
});

export const location = (id: string, more: Readonly<Record<string, string>> = {}) => ({
  locationId: id,
  description: 'HQ',
  address: {
    houseNumber: '1E5',
    streetName: 'Main Campus',
    streetSuffix: 'Dr',
    city: 'Boston',
    stateCode: 'MA',
    zip: '02139',
    plusFour: '0003',
    country: 'US',
  },
  status: 'VALID',
  latitude: '42.360000',
  longitude: '-71.0910',
  ...more,
});
