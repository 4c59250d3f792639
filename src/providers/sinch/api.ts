import type { Clock } from '../../domain/clock.ts';
import type { Call, HttpAnswer, Transport } from '../../http/transport.ts';
import { asJson, createCaller, json, type Query, rowsOfCalls } from '../kit/caller.ts';
import { type ReadPage, readPages } from '../kit/read-pages.ts';
import { capabilities } from './capabilities.ts';
import { errorIn, errors, incompleteList, isNotFound, refusal } from './errors.ts';
import type { SinchSettings } from './settings.ts';
import { createAuthorized } from './token.ts';
import {
  WireAddress,
  WireAvailable,
  WireAvailableList,
  WireNumber,
  WireNumberPage,
  WireValidation,
} from './wire.ts';

const PAGE_SIZE = capabilities.listPageSize;
/** No page says whether a page with a `nextPageToken` may be empty, so a few are followed. */
const MOST_EMPTY_PAGES = 3;

const op = rowsOfCalls(200);

/** Paths are below the project. @see https://developers.sinch.com/docs/numbers/api-reference/numbers/tag/Active-Number/ */
const CALLS = {
  checkAccess: op('check-access', 'GET activeNumbers', json(WireNumberPage)),
  listNumbers: op('list-numbers', 'GET activeNumbers', json(WireNumberPage)),
  fetchNumber: op('fetch-number', 'GET activeNumbers/{}', json(WireNumber)),
  fetchAddress: op('fetch-address', 'GET activeNumbers/{}/emergencyAddress', json(WireAddress)),
  validate: op('validate', 'POST activeNumbers/{}/emergencyAddress:validate', json(WireValidation), {
    isRead: true,
  }),
  provision: op('associate', 'POST activeNumbers/{}/emergencyAddress:provision', json(WireAddress)),
  deprovision: op('disassociate', 'POST activeNumbers/{}/emergencyAddress:deprovision', json(WireAddress)),
  update: op('update-number', 'PATCH activeNumbers/{}', json(WireNumber)),
  release: op('release', 'POST activeNumbers/{}:release', json(WireNumber)),
  rent: op('buy', 'POST availableNumbers/{}:rent', json(WireNumber)),
  checkAvailable: op('check-available', 'GET availableNumbers/{}', json(WireAvailable)),
  searchAvailable: op('search-available', 'GET availableNumbers', json(WireAvailableList)),
} as const;

export type SinchApi = ReturnType<typeof createApi>;

/** The calls of one project. All throw ProviderError; the list throws IncompleteListError too. */
export function createApi(settings: SinchSettings, transport: Transport, clock?: Clock) {
  const project = `${settings.base_url.replace(/\/+$/, '')}/v1/projects/${settings.project_id}`;
  const { ask, expect, answered, shown } = createCaller<unknown>({
    send: createAuthorized(settings, transport, clock),
    headers: { accept: 'application/json' },
    urlOf: (path) => `${project}/${path}`,
    // The seed: "200: a successful response, or an Error", so an error is looked for there too.
    saysNo: (answer) => errorIn(answer) !== null,
    ...{ encode: asJson, errors, refusal, isNotFound },
  });

  return {
    checkAccess: (call: Call) =>
      answered(CALLS.checkAccess, { query: { regionCode: 'US', type: 'LOCAL', pageSize: '1' } }, call),

    /**
     * Pages until there is no `nextPageToken`. `totalSize` decides nothing: the seed calls it "the maximum number of results
     * returned", and Sinch's own sample has a `totalSize` of 1 with a page to come.
     */
    listNumbers: (query: Query, call: Call): AsyncIterable<ReadPage<WireNumber>> =>
      readPages<WireNumber>({
        pageSize: PAGE_SIZE,
        held: call.held,
        mostEmpty: MOST_EMPTY_PAGES,
        incomplete: (why) => incompleteList('list-numbers', why),
        idOf: ({ phoneNumber }) => phoneNumber,
        async read(pageToken) {
          const paged = { pageSize: String(PAGE_SIZE), ...(pageToken === '' ? {} : { pageToken }) };
          const { body } = await answered(CALLS.listNumbers, { query: { ...query, ...paged } }, call);
          return { items: body.activeNumbers ?? [], next: body.nextPageToken ?? '' };
        },
      }),

    fetchNumber: (id: string, call: Call) => shown(CALLS.fetchNumber, id, call),
    fetchAddress: (id: string, call: Call) => shown(CALLS.fetchAddress, id, call),
    validate: (id: string, body: unknown, call: Call) => answered(CALLS.validate, { id, body }, call),
    provision: (id: string, body: unknown, call: Call) => answered(CALLS.provision, { id, body }, call),

    /** An address that is gone already is gone; a number of another account is a refusal. Gives the request id. */
    async deprovision(id: string, call: Call): Promise<string> {
      const answer = await ask(CALLS.deprovision, { id }, call);
      return isRemoved(answer) ? answer.requestId : expect(CALLS.deprovision, answer).requestId;
    },

    update: (id: string, body: unknown, call: Call) => answered(CALLS.update, { id, body }, call),
    release: (id: string, call: Call) => answered(CALLS.release, { id }, call),
    rent: (id: string, body: unknown, call: Call) => answered(CALLS.rent, { id, body }, call),
    checkAvailable: (id: string, call: Call) => shown(CALLS.checkAvailable, id, call),
    searchAvailable: (query: Query, call: Call) => answered(CALLS.searchAvailable, { query }, call),
  };
}

/** "A successful response": no page shows its body, so an empty one is as good as `{}`. */
function isRemoved(answer: HttpAnswer): boolean {
  const isOfNumber = errorIn(answer)?.resourceType === 'ActiveNumber';
  return (isNotFound(answer) && !isOfNumber) || (answer.status === 200 && answer.text.trim() === '');
}
