import type { ZodType } from 'zod';
import type { Address } from '../../domain/address/address.ts';
import { basicAuth } from '../../http/basic-auth.ts';
import { encodeForm, FORM_CONTENT_TYPE } from '../../http/form.ts';
import { readJson } from '../../http/json.ts';
import type { Call, HttpAnswer, HttpRequest, Transport } from '../../http/transport.ts';
import { proveFirst } from '../kit/prove-first.ts';
import { capabilities } from './capabilities.ts';
import { incompleteList, isNotFound, refusal, unreadable } from './errors.ts';
import { addressPages, numberPages, type ReadPage } from './paging.ts';
import type { VonageSettings } from './settings.ts';
import {
  WireAddress,
  WireAddressPage,
  WireEmergency,
  type WireNumber,
  WireNumberPage,
  WireOutcome,
} from './wire.ts';

const NUMBER_PAGE_SIZE = String(capabilities.listPageSize);
/** The largest page of addresses. Source: Address reference. */
const ADDRESS_PAGE_SIZE = '1000';

/** A readable answer and the id of its request. */
interface Answered<T> {
  readonly body: T;
  readonly requestId: string;
}

type Query = Readonly<Record<string, string>>;
type NumberCall = 'buy' | 'cancel' | 'update';

/** Vonage's calls, one function each: they build the request and read the answer. All throw ProviderError. */
export interface VonageApi {
  readonly checkAccess: (call: Call) => Promise<void>;
  /** @throws IncompleteListError when the listing cannot be read to its end */
  readonly listNumbers: (query: Query, call: Call) => AsyncIterable<ReadPage<WireNumber>>;
  readonly searchNumbers: (query: Query, call: Call) => AsyncIterable<ReadPage<WireNumber>>;
  readonly changeNumber: (operation: string, path: NumberCall, fields: Query, call: Call) => Promise<string>;
  /** Null when Vonage says that there is none. */
  readonly fetchEmergency: (msisdn: string, call: Call) => Promise<WireEmergency | null>;
  readonly patchEmergency: (
    operation: string,
    msisdn: string,
    body: unknown,
    call: Call,
  ) => Promise<Answered<WireEmergency>>;
  readonly listAddresses: (call: Call) => AsyncIterable<ReadPage<WireAddress>>;
  /** Null when Vonage says that there is none. */
  readonly fetchAddress: (addressId: string, call: Call) => Promise<Answered<WireAddress> | null>;
  readonly createAddress: (fields: Query, asked: Address, call: Call) => Promise<Answered<WireAddress>>;
  readonly deleteAddress: (addressId: string, call: Call) => Promise<string>;
}

/** The calls of one account. Both hosts are asked for JSON; the Numbers API would also speak XML. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: older than the limit
export function createApi(settings: VonageSettings, given: Transport): VonageApi {
  const transport = proveFirst(given);
  const base = settings.base_url.replace(/\/+$/, '');
  const numbersBase = settings.numbers_base_url.replace(/\/+$/, '');
  const headers = {
    authorization: basicAuth(settings.api_key, settings.api_secret),
    accept: 'application/json',
  };

  function numbersUrl(path: string, query?: Query): URL {
    return new URL(`${numbersBase}${path}${query ? `?${encodeForm(query)}` : ''}`);
  }

  function emergencyUrl(msisdn: string): URL {
    return new URL(`${base}/v1/emergency/numbers/${encodeURIComponent(msisdn)}`);
  }

  function addressUrl(addressId: string): URL {
    return new URL(`${base}/v1/addresses/${encodeURIComponent(addressId)}`);
  }

  function read(operation: string, url: URL, call: Call): Promise<HttpAnswer> {
    return transport.send({ operation, method: 'GET', url, headers, effect: false }, call);
  }

  function change(
    { operation, method, url }: Pick<HttpRequest, 'operation' | 'method' | 'url'>,
    content: { readonly type: string; readonly body: string } | null,
    call: Call,
  ): Promise<HttpAnswer> {
    const sent = content
      ? { headers: { ...headers, 'content-type': content.type }, body: content.body }
      : { headers };
    return transport.send({ operation, method, url, effect: true, ...sent }, call);
  }

  function json(body: unknown) {
    return { type: 'application/json', body: JSON.stringify(body) };
  }

  function expect<T>(
    operation: string,
    schema: ZodType<T>,
    answer: HttpAnswer,
    asked?: Address,
  ): Answered<T> {
    // No source states whether a creation is answered 200 or 201.
    if (answer.status !== 200 && answer.status !== 201) {
      throw answer.status < 300
        ? unreadable(operation, answer, '200 was due')
        : refusal(operation, answer, asked);
    }
    const body = readJson(schema, answer.text);
    if (body === null) {
      throw saysNo(answer)
        ? refusal(operation, answer, asked)
        : unreadable(operation, answer, 'its body cannot be read');
    }
    return { body, requestId: answer.requestId };
  }

  /** A page of a listing: an unknown shape under 200 is never read as an empty list. */
  async function page<T>(operation: string, schema: ZodType<T>, url: URL, call: Call): Promise<T> {
    const answer = await read(operation, url, call);
    if (answer.status !== 200 || saysNo(answer)) {
      throw refusal(operation, answer);
    }
    const body = readJson(schema, answer.text);
    if (body === null) {
      throw incompleteList(operation, 'a page cannot be read');
    }
    return body;
  }

  function numbers(operation: string, path: string, query: Query, call: Call) {
    const readPage = (index: number) => {
      const url = numbersUrl(path, { ...query, size: NUMBER_PAGE_SIZE, index: String(index) });
      return page(operation, WireNumberPage, url, call);
    };
    return numberPages({ operation, pageSize: Number(NUMBER_PAGE_SIZE), held: call.held, readPage });
  }

  return {
    async checkAccess(call) {
      await page('check-access', WireNumberPage, numbersUrl('/account/numbers', { size: '1' }), call);
    },

    /** @see https://developer.vonage.com/en/api/numbers#getOwnedNumbers */
    listNumbers: (query, call) => numbers('list-numbers', '/account/numbers', query, call),

    /** @see https://developer.vonage.com/en/api/numbers#getAvailableNumbers */
    searchNumbers: (query, call) => numbers('search-numbers', '/number/search', query, call),

    /** Returns the request id. @see https://developer.vonage.com/en/api/numbers#buyANumber */
    async changeNumber(operation, path, fields, call) {
      const form = { type: FORM_CONTENT_TYPE, body: encodeForm(fields) };
      const answer = await change(
        { operation, method: 'POST', url: numbersUrl(`/number/${path}`) },
        form,
        call,
      );
      const { body, requestId } = expect(operation, WireOutcome, answer);
      if (body['error-code'] !== '200') {
        throw refusal(operation, answer);
      }
      return requestId;
    },

    /** @see https://developer.vonage.com/en/api/emergency-calling */
    async fetchEmergency(msisdn, call) {
      const answer = await read('fetch-emergency', emergencyUrl(msisdn), call);
      return isNotFound(answer) ? null : sameNumber('fetch-emergency', msisdn, answer).body;
    },

    async patchEmergency(operation, msisdn, body, call) {
      const answer = await change(
        { operation, method: 'PATCH', url: emergencyUrl(msisdn) },
        json(body),
        call,
      );
      return sameNumber(operation, msisdn, answer);
    },

    /** @see https://developer.vonage.com/en/api/addresses */
    listAddresses: (call) =>
      addressPages({
        operation: 'list-addresses',
        pageSize: Number(ADDRESS_PAGE_SIZE),
        held: call.held,
        readPage: (index) => {
          const query = encodeForm({ page: String(index), page_size: ADDRESS_PAGE_SIZE });
          return page('list-addresses', WireAddressPage, new URL(`${base}/v1/addresses?${query}`), call);
        },
      }),

    async fetchAddress(addressId, call) {
      const answer = await read('fetch-address', addressUrl(addressId), call);
      return isNotFound(answer) ? null : expect('fetch-address', WireAddress, answer);
    },

    async createAddress(fields, asked, call) {
      const url = new URL(`${base}/v1/addresses`);
      const answer = await change({ operation: 'create-address', method: 'POST', url }, json(fields), call);
      return expect('create-address', WireAddress, answer, asked);
    },

    /** Returns the request id. */
    async deleteAddress(addressId, call) {
      const url = addressUrl(addressId);
      const answer = await change({ operation: 'delete-address', method: 'DELETE', url }, null, call);
      if (answer.status !== 204 && answer.status !== 200) {
        throw answer.status < 300
          ? unreadable('delete-address', answer, '204 was due')
          : refusal('delete-address', answer);
      }
      return answer.requestId;
    },
  };

  function sameNumber(operation: string, msisdn: string, answer: HttpAnswer): Answered<WireEmergency> {
    const answered = expect(operation, WireEmergency, answer);
    if (answered.body.number.replace('+', '') !== msisdn) {
      throw unreadable(operation, answer, 'it speaks of another number');
    }
    return answered;
  }
}

/** A 200 whose body says otherwise. */
function saysNo(answer: HttpAnswer): boolean {
  const outcome = readJson(WireOutcome, answer.text);
  return outcome !== null && outcome['error-code'] !== '200';
}
