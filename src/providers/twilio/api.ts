import type { Address } from '../../domain/address/address.ts';
import { encodeForm } from '../../http/form.ts';
import type { Call, Transport } from '../../http/transport.ts';
import {
  asForm,
  createCaller,
  json,
  noBody,
  type Operation,
  type Query,
  rowsOfCalls,
} from '../kit/caller.ts';
import { proveFirst } from '../kit/prove-first.ts';
import { type ReadPage, readPages } from '../kit/read-pages.ts';
import { capabilities } from './capabilities.ts';
import { errors, incompleteList, isNotFound, refusal } from './errors.ts';
import { authorizationOf, type TwilioSettings } from './settings.ts';
import { WireAccountPage, WireAddress, WireAddressPage, WireNumber, WireNumberPage } from './wire.ts';

const PAGE_SIZE = String(capabilities.listPageSize);

const op = rowsOfCalls(200);
const isList = { isList: true } as const;

/**
 * Paths are below the account. @see https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
 * @see https://www.twilio.com/docs/usage/api/address
 */
const CALLS = {
  checkAccess: op('check-access', 'GET IncomingPhoneNumbers', json(WireNumberPage)),
  /** @see https://www.twilio.com/docs/iam/api/account#read-multiple-account-resources */
  listAccounts: op('list-accounts', 'GET ', json(WireAccountPage), isList),
  listNumbers: op('list-numbers', 'GET IncomingPhoneNumbers', json(WireNumberPage), isList),
  fetchNumber: op('fetch-number', 'GET IncomingPhoneNumbers/{}', json(WireNumber)),
  updateNumber: op('update-number', 'POST IncomingPhoneNumbers/{}', json(WireNumber)),
  listAddresses: op('list-addresses', 'GET Addresses', json(WireAddressPage), isList),
  fetchAddress: op('fetch-address', 'GET Addresses/{}', json(WireAddress)),
  createAddress: op('create-address', 'POST Addresses', json(WireAddress), { due: [201] }),
  updateAddress: op('update-address', 'POST Addresses/{}', json(WireAddress)),
  deleteAddress: op('delete-address', 'DELETE Addresses/{}', noBody, { due: [204] }),
} as const;

export type TwilioApi = ReturnType<typeof createApi>;

/** The calls of one account. All throw ProviderError; the lists throw IncompleteListError too. */
export function createApi(settings: TwilioSettings, transport: Transport) {
  const base = settings.base_url.replace(/\/+$/, '');
  // Without `.json` the answer is XML.
  const urlOf = (path: string) => `${base}/2010-04-01/Accounts/${settings.account_sid}/${path}.json`;
  const pageOf = (url: string, query: Query = {}) =>
    new URL(`${url}?${encodeForm({ ...query, PageSize: PAGE_SIZE })}`).href;
  const { answered, found, shown } = createCaller<Query>({
    send: proveFirst(transport).send,
    headers: { authorization: authorizationOf(settings), accept: 'application/json' },
    ...{ urlOf, encode: asForm, errors, refusal, isNotFound },
  });

  /** Where the next page is; empty at the end. Credentials go with it, so it must be on the account's own origin. */
  function nextPage(operation: string, next: string | null | undefined): string {
    if (!next) return '';
    const target = next.startsWith('/') ? `${base}${next}` : next;
    if (!URL.canParse(target) || new URL(target).origin !== new URL(base).origin) {
      throw incompleteList(operation, 'its next page is on another origin, where credentials are not sent');
    }
    return new URL(target).href;
  }

  /** A list from the page with this URL on. */
  function pages<P extends { next_page_uri?: string | null | undefined }, T extends { sid: string }>(
    of: Operation<P>,
    first: string,
    itemsOf: (page: P) => readonly T[],
    call: Call,
  ): AsyncIterable<ReadPage<T>> {
    return readPages<T>({
      pageSize: Number(PAGE_SIZE),
      held: call.held,
      first,
      incomplete: (why) => incompleteList(of.operation, why),
      idOf: ({ sid }) => sid,
      async read(at) {
        const page = (await answered(of, { url: new URL(at) }, call)).body;
        return { items: itemsOf(page), next: nextPage(of.operation, page.next_page_uri) };
      },
    });
  }

  return {
    checkAccess: (call: Call) => answered(CALLS.checkAccess, { query: { PageSize: '1' } }, call),
    /** The account itself is among those that it owns. */
    listAccounts: (call: Call) =>
      pages(CALLS.listAccounts, pageOf(`${base}/2010-04-01/Accounts.json`), ({ accounts }) => accounts, call),
    listNumbers: (query: Query, call: Call) =>
      pages(
        CALLS.listNumbers,
        pageOf(urlOf('IncomingPhoneNumbers'), query),
        (page) => page.incoming_phone_numbers,
        call,
      ),
    fetchNumber: (id: string, call: Call) => shown(CALLS.fetchNumber, id, call),
    updateNumber: (operation: string, id: string, body: Query, call: Call) =>
      answered({ ...CALLS.updateNumber, operation }, { id, body }, call),
    listAddresses: (query: Query, call: Call) =>
      pages(CALLS.listAddresses, pageOf(urlOf('Addresses'), query), (page) => page.addresses, call),
    fetchAddress: (id: string, call: Call) => found(CALLS.fetchAddress, { id }, call),
    createAddress: (body: Query, asked: Address, call: Call) =>
      answered(CALLS.createAddress, { body, asked }, call),
    updateAddress: (id: string, body: Query, asked: Address, call: Call) =>
      answered(CALLS.updateAddress, { id, body, asked }, call),
    deleteAddress: (id: string, call: Call) => answered(CALLS.deleteAddress, { id }, call),
  };
}
