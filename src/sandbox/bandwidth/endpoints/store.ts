import { type Pieces, piecesOf } from '../address.ts';
import { generateNumbers } from '../generate-numbers.ts';

export interface Location {
  readonly locationId: string;
  readonly description: string;
  readonly address: Pieces;
  /** VALID, INVALID, GEOCODED or a word of the switches. */
  readonly status: string;
}

export interface Endpoint {
  readonly endpointId: string;
  readonly alternateEndUserId: string;
  readonly callerName: string;
  /** Empty for a seeded endpoint that was never covered. */
  readonly locationId: string;
  /** Ten digits; empty for one that its user alone names. */
  readonly telephoneNumber: string;
  readonly activated: boolean;
}

interface Recipient {
  readonly id: string;
  readonly emailAddress: string;
  readonly phoneNumber: string;
  readonly description: string;
}

/** Everything that one account holds. */
export interface Store {
  readonly locations: Map<string, Location>;
  readonly endpoints: Map<string, Endpoint>;
  readonly recipients: Map<string, Recipient>;
  /** An id that was never given before: `loc00000001`. */
  nextId(prefix: string): string;
}

/** Writes down what a request changed, when it is committed. */
export type CommitEffect = (kind: string, subject: string, detail: string) => void;

const SEEDED = ['4155550100', '4155550101', '4155550102', '4155550103'];

/** `numbers`: endpoints without a location, or their count; when absent, four numbers use one location. */
export function createStore(numbers: number | readonly string[] | undefined): Store {
  let sequence = 0;
  const store: Store = {
    locations: new Map(),
    endpoints: new Map(),
    recipients: new Map(),
    nextId: (prefix) => {
      sequence += 1;
      return `${prefix}${String(sequence).padStart(8, '0')}`;
    },
  };
  const add = (telephoneNumber: string, locationId: string, callerName: string): void => {
    const endpointId = store.nextId('ep');
    const alternateEndUserId = `tn${telephoneNumber}`;
    const endpoint = { endpointId, alternateEndUserId, callerName, locationId, telephoneNumber };
    store.endpoints.set(endpointId, { ...endpoint, activated: true });
  };
  if (numbers === undefined) {
    const place = { street: '645 HARRISON ST', unit: 'STE 200', city: 'SAN FRANCISCO', region: 'CA' };
    const address = piecesOf({ ...place, postalCode: '94105', country: 'US' });
    store.locations.set('HQ1', { locationId: 'HQ1', description: 'Harbor Dental', address, status: 'VALID' });
    for (const line of SEEDED) add(line, 'HQ1', 'Harbor Dental');
    return store;
  }
  const lines = typeof numbers === 'number' ? generateNumbers(numbers) : numbers;
  for (const line of lines) add(line.replace(/^\+1/, ''), '', '');
  return store;
}
