import type { ZodType, z } from 'zod';
import { readJson } from '../../http/json.ts';
import type { Call, HttpAnswer, HttpRequest } from '../../http/transport.ts';
import { guardPages } from '../kit/page-guard.ts';
import { capabilities } from './capabilities.ts';
import { errorIn, incompleteList, isNotFound, refusal, unreadable } from './errors.ts';
import type { SinchSettings } from './settings.ts';
import type { createAuthorized } from './token.ts';
import {
  WireAddress,
  WireAvailable,
  WireAvailableList,
  WireNumber,
  WireNumberPage,
  WireValidation,
} from './wire.ts';

const PAGE_SIZE = String(capabilities.listPageSize);
/** No page says whether a page with a `nextPageToken` may be empty, so a few are followed. */
const MOST_EMPTY_PAGES = 3;

interface Answered<T> {
  readonly body: T;
  readonly requestId: string;
}

type Query = Readonly<Record<string, string>>;

/** One call of the API, below the project; `{}` in its path is the phone number. Whatever is not a GET changes something. */
interface Operation<T> {
  readonly operation: string;
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly answer: ZodType<T>;
  /** A POST that changes nothing. */
  readonly isRead?: true;
}

const op = <T>(
  operation: string,
  method: HttpRequest['method'],
  path: string,
  answer: ZodType<T>,
): Operation<T> => ({ operation, method, path, answer });

/** @see https://developers.sinch.com/docs/numbers/api-reference/numbers/tag/Active-Number/ */
const CALLS = {
  checkAccess: op('check-access', 'GET', 'activeNumbers', WireNumberPage),
  listNumbers: op('list-numbers', 'GET', 'activeNumbers', WireNumberPage),
  fetchNumber: op('fetch-number', 'GET', 'activeNumbers/{}', WireNumber),
  fetchAddress: op('fetch-address', 'GET', 'activeNumbers/{}/emergencyAddress', WireAddress),
  validate: {
    ...op('validate', 'POST', 'activeNumbers/{}/emergencyAddress:validate', WireValidation),
    isRead: true,
  },
  provision: op('associate', 'POST', 'activeNumbers/{}/emergencyAddress:provision', WireAddress),
  deprovision: op('disassociate', 'POST', 'activeNumbers/{}/emergencyAddress:deprovision', WireAddress),
  update: op('update-number', 'PATCH', 'activeNumbers/{}', WireNumber),
  release: op('release', 'POST', 'activeNumbers/{}:release', WireNumber),
  rent: op('buy', 'POST', 'availableNumbers/{}:rent', WireNumber),
  checkAvailable: op('check-available', 'GET', 'availableNumbers/{}', WireAvailable),
  searchAvailable: op('search-available', 'GET', 'availableNumbers', WireAvailableList),
} as const;

interface Sent {
  readonly phoneNumber?: string;
  readonly query?: Query;
  readonly body?: unknown;
}

export type SinchApi = ReturnType<typeof createApi>;

/** The calls of one project. All throw ProviderError. */
export function createApi(settings: SinchSettings, send: ReturnType<typeof createAuthorized>) {
  const project = `${settings.base_url.replace(/\/+$/, '')}/v1/projects/${settings.project_id}`;

  function ask(of: Operation<unknown>, sent: Sent, call: Call): Promise<HttpAnswer> {
    const path = of.path.replace('{}', encodeURIComponent(sent.phoneNumber ?? ''));
    const text = new URLSearchParams(sent.query).toString();
    const url = new URL(`${project}/${path}${text === '' ? '' : `?${text}`}`);
    const body = sent.body === undefined ? {} : { body: JSON.stringify(sent.body) };
    const effect = of.method !== 'GET' && of.isRead !== true;
    return send({ operation: of.operation, method: of.method, url, effect, ...body }, call);
  }

  async function answered<T>(of: Operation<T>, sent: Sent, call: Call): Promise<Answered<T>> {
    return expect(of, await ask(of, sent, call));
  }

  /** Null when Sinch says that there is none. */
  async function found<T>(of: Operation<T>, phoneNumber: string, call: Call): Promise<Answered<T> | null> {
    const answer = await ask(of, { phoneNumber }, call);
    return isNotFound(answer) ? null : expect(of, answer);
  }

  return {
    checkAccess: async (call: Call): Promise<void> => {
      const query = { regionCode: 'US', type: 'LOCAL', pageSize: '1' };
      await answered(CALLS.checkAccess, { query }, call);
    },

    listNumbers: (query: Query, call: Call): AsyncIterable<readonly WireNumber[]> =>
      pages(
        async (paged) => (await answered(CALLS.listNumbers, { query: { ...query, ...paged } }, call)).body,
        call,
      ),

    fetchNumber: (phoneNumber: string, call: Call) => found(CALLS.fetchNumber, phoneNumber, call),

    fetchAddress: async (phoneNumber: string, call: Call): Promise<WireAddress | null> =>
      (await found(CALLS.fetchAddress, phoneNumber, call))?.body ?? null,

    validate: async (phoneNumber: string, body: unknown, call: Call): Promise<WireValidation> =>
      (await answered(CALLS.validate, { phoneNumber, body }, call)).body,

    provision: (phoneNumber: string, body: unknown, call: Call) =>
      answered(CALLS.provision, { phoneNumber, body }, call),

    deprovision: async (phoneNumber: string, call: Call): Promise<string> =>
      removed(await ask(CALLS.deprovision, { phoneNumber }, call)),

    update: (phoneNumber: string, body: unknown, call: Call) =>
      answered(CALLS.update, { phoneNumber, body }, call),

    release: (phoneNumber: string, call: Call) => answered(CALLS.release, { phoneNumber }, call),

    rent: (phoneNumber: string, body: unknown, call: Call) =>
      answered(CALLS.rent, { phoneNumber, body }, call),

    /** Null when it is not for rent. */
    checkAvailable: async (phoneNumber: string, call: Call): Promise<WireAvailable | null> =>
      (await found(CALLS.checkAvailable, phoneNumber, call))?.body ?? null,

    searchAvailable: async (query: Query, call: Call) =>
      (await answered(CALLS.searchAvailable, { query }, call)).body.availableNumbers ?? [],
  };
}

/** The seed: "200: a successful response, or an Error", so an error is looked for there too. */
function expect<T>({ operation, answer: schema }: Operation<T>, answer: HttpAnswer): Answered<T> {
  if (answer.status !== 200) {
    throw answer.status < 300 ? unreadable(operation, answer, '200 was due') : refusal(operation, answer);
  }
  if (errorIn(answer) !== null) throw refusal(operation, answer);
  const body = readJson(schema, answer.text);
  if (body === null) throw unreadable(operation, answer, 'its body cannot be read');
  return { body, requestId: answer.requestId };
}

/** Returns the request id. An address that is gone already is gone; a number of another account is a refusal. */
function removed(answer: HttpAnswer): string {
  const isOfNumber = errorIn(answer)?.resourceType === 'ActiveNumber';
  if (isNotFound(answer) && !isOfNumber) return answer.requestId;
  // "A successful response": no page shows its body, so an empty one is as good as `{}`.
  if (answer.status === 200 && answer.text.trim() === '') return answer.requestId;
  return expect(CALLS.deprovision, answer).requestId;
}

/**
 * Pages until there is no `nextPageToken`. `totalSize` decides nothing: the seed calls it "the maximum number of results
 * returned", and Sinch's own sample has a `totalSize` of 1 with a page to come.
 * @throws IncompleteListError when the listing cannot be read to its end
 */
async function* pages(
  read: (paged: Query) => Promise<z.infer<typeof WireNumberPage>>,
  call: Call,
): AsyncIterable<readonly WireNumber[]> {
  const guard = guardPages({
    pageSize: Number(PAGE_SIZE),
    held: call.held,
    mostEmpty: MOST_EMPTY_PAGES,
    incomplete: (why) => incompleteList(CALLS.listNumbers.operation, why),
  });
  for (let pageToken = ''; ; ) {
    const page = await read({ pageSize: PAGE_SIZE, ...(pageToken === '' ? {} : { pageToken }) });
    const items = page.activeNumbers ?? [];
    pageToken = page.nextPageToken ?? '';
    guard({ ids: items.map(({ phoneNumber }) => phoneNumber), next: pageToken });
    yield items;
    if (pageToken === '') return;
  }
}
