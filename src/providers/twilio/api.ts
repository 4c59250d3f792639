import type { ZodType } from 'zod';
import type { Address } from '../../domain/address/address.ts';
import { encodeForm, FORM_CONTENT_TYPE } from '../../http/form.ts';
import { readJson } from '../../http/json.ts';
import type { Call, HttpAnswer, Transport } from '../../http/transport.ts';
import { guardPages } from '../kit/page-guard.ts';
import { proveFirst } from '../kit/prove-first.ts';
import { capabilities } from './capabilities.ts';
import { incompleteList, isNotFound, refusal, unreadable } from './errors.ts';
import { authorizationOf, type TwilioSettings } from './settings.ts';
import {
  type WireAccount,
  WireAccountPage,
  WireAddress,
  WireAddressPage,
  WireNumber,
  WireNumberPage,
} from './wire.ts';

const PAGE_SIZE = String(capabilities.listPageSize);

/** A readable answer and the id that Twilio's support asks for. */
export interface Answered<T> {
  readonly body: T;
  readonly requestId: string;
}

type Query = Readonly<Record<string, string>>;

/** Twilio's calls, one function each: they build the request and read the answer. All throw ProviderError. */
export interface TwilioApi {
  readonly checkAccess: (call: Call) => Promise<void>;
  /** The account itself among those that it owns. @throws IncompleteListError when the listing cannot be read to its end */
  readonly listAccounts: (call: Call) => AsyncIterable<readonly WireAccount[]>;
  /** @throws IncompleteListError when the listing cannot be read to its end */
  readonly listNumbers: (query: Query, call: Call) => AsyncIterable<readonly WireNumber[]>;
  /** Null when Twilio says that there is none. */
  readonly fetchNumber: (numberSid: string, call: Call) => Promise<WireNumber | null>;
  readonly listAddresses: (query: Query, call: Call) => AsyncIterable<readonly WireAddress[]>;
  /** Null when Twilio says that there is none. */
  readonly fetchAddress: (addressSid: string, call: Call) => Promise<Answered<WireAddress> | null>;
  readonly createAddress: (fields: Query, asked: Address, call: Call) => Promise<Answered<WireAddress>>;
  readonly updateAddress: (
    addressSid: string,
    fields: Query,
    asked: Address,
    call: Call,
  ) => Promise<Answered<WireAddress>>;
  readonly deleteAddress: (addressSid: string, call: Call) => Promise<string>;
  readonly updateNumber: (
    operation: string,
    numberSid: string,
    fields: Query,
    call: Call,
  ) => Promise<Answered<WireNumber>>;
}

/** The calls of one account. Paths always end in `.json`: without it the answer is XML. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: older than the limit
export function createApi(settings: TwilioSettings, given: Transport): TwilioApi {
  const transport = proveFirst(given);
  const base = settings.base_url.replace(/\/+$/, '');
  const account = `${base}/2010-04-01/Accounts/${settings.account_sid}`;
  const headers = {
    authorization: authorizationOf(settings),
    accept: 'application/json',
  };

  function url(path: string, query?: Query): URL {
    return new URL(`${account}/${path}.json${query ? `?${encodeForm(query)}` : ''}`);
  }

  function read(operation: string, target: URL, call: Call): Promise<HttpAnswer> {
    return transport.send({ operation, method: 'GET', url: target, headers, effect: false }, call);
  }

  function post(operation: string, target: URL, fields: Query, call: Call): Promise<HttpAnswer> {
    const form = { headers: { ...headers, 'content-type': FORM_CONTENT_TYPE }, body: encodeForm(fields) };
    return transport.send({ operation, method: 'POST', url: target, effect: true, ...form }, call);
  }

  /** Where the next page is; null at the end. Credentials go with it, so it must be on the account's own origin. */
  function nextPage(operation: string, next: string | null | undefined): URL | null {
    if (next === null || next === undefined || next === '') {
      return null;
    }
    const target = next.startsWith('/') ? `${base}${next}` : next;
    if (!URL.canParse(target) || new URL(target).origin !== new URL(base).origin) {
      throw incompleteList(operation, 'its next page is on another origin, where credentials are not sent');
    }
    return new URL(target);
  }

  // biome-ignore lint/complexity/useMaxParams: older than the limit
  async function* list<P extends { next_page_uri?: string | null | undefined }, T extends { sid: string }>(
    operation: string,
    first: URL,
    schema: ZodType<P>,
    itemsOf: (page: P) => readonly T[],
    call: Call,
  ): AsyncIterable<readonly T[]> {
    const guard = guardPages({
      pageSize: Number(PAGE_SIZE),
      held: call.held,
      first: first.href,
      incomplete: (why) => incompleteList(operation, why),
    });
    for (let target: URL | null = first; target !== null; ) {
      const answer: HttpAnswer = await read(operation, target, call);
      if (answer.status !== 200) {
        throw refusal(operation, answer);
      }
      const page = readJson(schema, answer.text);
      if (page === null) {
        throw incompleteList(operation, 'a page cannot be read');
      }
      const items = itemsOf(page);
      target = nextPage(operation, page.next_page_uri);
      guard({ ids: items.map(({ sid }) => sid), next: target?.href ?? '' });
      yield items;
    }
  }

  // biome-ignore lint/complexity/useMaxParams: older than the limit
  function expect<T>(
    operation: string,
    status: number,
    schema: ZodType<T>,
    answer: HttpAnswer,
    asked?: Address,
  ) {
    if (answer.status !== status) {
      throw answer.status < 300
        ? unreadable(operation, answer, `${status} was due`)
        : refusal(operation, answer, asked);
    }
    const body = readJson(schema, answer.text);
    if (body === null) {
      throw unreadable(operation, answer, 'its body cannot be read');
    }
    return { body, requestId: answer.requestId };
  }

  return {
    /** @see https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource#read-multiple-incomingphonenumber-resources */
    async checkAccess(call) {
      const answer = await read('check-access', url('IncomingPhoneNumbers', { PageSize: '1' }), call);
      expect('check-access', 200, WireNumberPage, answer);
    },

    /** @see https://www.twilio.com/docs/iam/api/account#read-multiple-account-resources */
    listAccounts: (call) =>
      list(
        'list-accounts',
        new URL(`${base}/2010-04-01/Accounts.json?${encodeForm({ PageSize: PAGE_SIZE })}`),
        WireAccountPage,
        (page) => page.accounts,
        call,
      ),

    listNumbers: (query, call) =>
      list(
        'list-numbers',
        url('IncomingPhoneNumbers', { ...query, PageSize: PAGE_SIZE }),
        WireNumberPage,
        (page) => page.incoming_phone_numbers,
        call,
      ),

    /** @see https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource#fetch-an-incomingphonenumber-resource */
    async fetchNumber(numberSid, call) {
      const target = url(`IncomingPhoneNumbers/${encodeURIComponent(numberSid)}`);
      const answer = await read('fetch-number', target, call);
      return isNotFound(answer) ? null : expect('fetch-number', 200, WireNumber, answer).body;
    },

    /** @see https://www.twilio.com/docs/usage/api/address#read-multiple-address-resources */
    listAddresses: (query, call) =>
      list(
        'list-addresses',
        url('Addresses', { ...query, PageSize: PAGE_SIZE }),
        WireAddressPage,
        (page) => page.addresses,
        call,
      ),

    /** @see https://www.twilio.com/docs/usage/api/address#fetch-an-address-resource */
    async fetchAddress(addressSid, call) {
      const answer = await read('fetch-address', url(`Addresses/${encodeURIComponent(addressSid)}`), call);
      return isNotFound(answer) ? null : expect('fetch-address', 200, WireAddress, answer);
    },

    /** @see https://www.twilio.com/docs/usage/api/address#create-an-address-resource */
    async createAddress(fields, asked, call) {
      const answer = await post('create-address', url('Addresses'), fields, call);
      return expect('create-address', 201, WireAddress, answer, asked);
    },

    /** @see https://www.twilio.com/docs/usage/api/address#update-an-address-resource */
    async updateAddress(addressSid, fields, asked, call) {
      const target = url(`Addresses/${encodeURIComponent(addressSid)}`);
      const answer = await post('update-address', target, fields, call);
      return expect('update-address', 200, WireAddress, answer, asked);
    },

    /** Returns the request id. @see https://www.twilio.com/docs/usage/api/address#delete-an-address-resource */
    async deleteAddress(addressSid, call) {
      const target = url(`Addresses/${encodeURIComponent(addressSid)}`);
      const removal = { operation: 'delete-address', method: 'DELETE', url: target, effect: true } as const;
      const answer = await transport.send({ ...removal, headers }, call);
      if (answer.status !== 204) {
        throw answer.status < 300
          ? unreadable('delete-address', answer, '204 was due')
          : refusal('delete-address', answer);
      }
      return answer.requestId;
    },

    /** @see https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource#update-an-incomingphonenumber-resource */
    async updateNumber(operation, numberSid, fields, call) {
      const target = url(`IncomingPhoneNumbers/${encodeURIComponent(numberSid)}`);
      const answer = await post(operation, target, fields, call);
      return expect(operation, 200, WireNumber, answer);
    },
  };
}
