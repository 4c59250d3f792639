import type { Address } from '../../domain/address/address.ts';
import { basicAuth } from '../../http/authorization.ts';
import type { Call, Transport } from '../../http/transport.ts';
import {
  asForm,
  asJson,
  createCaller,
  json,
  noBody,
  type Operation,
  type Query,
  rowsOfCalls,
} from '../kit/caller.ts';
import { proveFirst } from '../kit/prove-first.ts';
import { errors, isNotFound, refusal, saysNo } from './errors.ts';
import { addressPages, numberPages } from './paging.ts';
import type { VonageSettings } from './settings.ts';
import { WireAddress, WireAddressPage, WireEmergency, WireNumberPage, WireOutcome } from './wire.ts';

// No source states whether a creation is answered 200 or 201.
const op = rowsOfCalls(200, 201);
const isList = { isList: true } as const;

/** Numbers have a host of their own. @see https://developer.vonage.com/en/api/numbers */
const NUMBER_CALLS = {
  checkAccess: op('check-access', 'GET /account/numbers', json(WireNumberPage)),
  list: op('list-numbers', 'GET /account/numbers', json(WireNumberPage), isList),
  search: op('search-numbers', 'GET /number/search', json(WireNumberPage), isList),
  buy: op('buy', 'POST /number/buy', json(WireOutcome)),
  release: op('release', 'POST /number/cancel', json(WireOutcome)),
  'update-number': op('update-number', 'POST /number/update', json(WireOutcome)),
} as const;

/**
 * @see https://developer.vonage.com/en/api/emergency-calling
 * @see https://developer.vonage.com/en/api/addresses
 */
const CALLS = {
  fetchEmergency: op('fetch-emergency', 'GET /v1/emergency/numbers/{}', json(WireEmergency)),
  patchEmergency: op('associate', 'PATCH /v1/emergency/numbers/{}', json(WireEmergency)),
  listAddresses: op('list-addresses', 'GET /v1/addresses', json(WireAddressPage), isList),
  fetchAddress: op('fetch-address', 'GET /v1/addresses/{}', json(WireAddress)),
  createAddress: op('create-address', 'POST /v1/addresses', json(WireAddress)),
  deleteAddress: op('delete-address', 'DELETE /v1/addresses/{}', noBody, { due: [204, 200] }),
} as const;

export type VonageApi = ReturnType<typeof createApi>;

/** The calls of one account. All throw ProviderError; the lists throw IncompleteListError too. */
export function createApi(settings: VonageSettings, transport: Transport) {
  const given = {
    send: proveFirst(transport).send,
    headers: {
      authorization: basicAuth(settings.api_key, settings.api_secret),
      // The Numbers API would also speak XML.
      accept: 'application/json',
    },
    ...{ errors, refusal, isNotFound, saysNo },
  };
  const hostOf = (url: string) => (path: string) => `${url.replace(/\/+$/, '')}${path}`;
  const numbers = createCaller<Query>({
    ...given,
    urlOf: hostOf(settings.numbers_base_url),
    encode: asForm,
  });
  const { answered, found } = createCaller<unknown>({
    ...given,
    urlOf: hostOf(settings.base_url),
    encode: asJson,
  });

  function numbersBy(of: typeof NUMBER_CALLS.list | typeof NUMBER_CALLS.search, query: Query, call: Call) {
    const { operation } = of;
    return numberPages({ operation, held: call.held }, async (paged) => {
      return (await numbers.answered(of, { query: { ...query, ...paged } }, call)).body;
    });
  }

  return {
    checkAccess: (call: Call) => numbers.answered(NUMBER_CALLS.checkAccess, { query: { size: '1' } }, call),
    listNumbers: (query: Query, call: Call) => numbersBy(NUMBER_CALLS.list, query, call),
    searchNumbers: (query: Query, call: Call) => numbersBy(NUMBER_CALLS.search, query, call),
    changeNumber: (kind: 'buy' | 'release' | 'update-number', body: Query, call: Call) =>
      numbers.answered(NUMBER_CALLS[kind], { body }, call),

    /** Null when Vonage says that there is none. */
    fetchEmergency: async (id: string, call: Call): Promise<WireEmergency | null> =>
      (await found(ofNumber(CALLS.fetchEmergency, id), { id }, call))?.body ?? null,
    patchEmergency: (operation: string, id: string, body: unknown, call: Call) =>
      answered(ofNumber({ ...CALLS.patchEmergency, operation }, id), { id, body }, call),
    listAddresses: (call: Call) =>
      addressPages({ operation: 'list-addresses', held: call.held }, async (query) => {
        return (await answered(CALLS.listAddresses, { query }, call)).body;
      }),
    fetchAddress: (id: string, call: Call) => found(CALLS.fetchAddress, { id }, call),
    createAddress: (body: Query, asked: Address, call: Call) =>
      answered(CALLS.createAddress, { body, asked }, call),
    deleteAddress: (id: string, call: Call) => answered(CALLS.deleteAddress, { id }, call),
  };
}

/** An answer about another number is none. */
const ofNumber = (of: Operation<WireEmergency>, id: string): Operation<WireEmergency> => ({
  ...of,
  read: (answer) => {
    const body = of.read(answer);
    return body?.number.replace('+', '') === id ? body : undefined;
  },
});
