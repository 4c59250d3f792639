import type { ZodType } from 'zod';
import { readJson } from '../../http/json.ts';
import type { Call, HttpAnswer, HttpRequest } from '../../http/transport.ts';
import { guardPages } from '../kit/page-guard.ts';
import { capabilities } from './capabilities.ts';
import { errorIn, incompleteList, isNotFound, refusal, unreadable } from './errors.ts';
import type { SinchSettings } from './settings.ts';
import type { createAuthorized } from './token.ts';
import { WireAddress, WireAvailableList, WireNumber, WireNumberPage, WireValidation } from './wire.ts';

const PAGE_SIZE = String(capabilities.listPageSize);
/** No page says whether a page with a `nextPageToken` may be empty, so a few are followed. */
const MOST_EMPTY_PAGES = 3;

interface Answered<T> {
  readonly body: T;
  readonly requestId: string;
}

type Query = Readonly<Record<string, string>>;
export type SinchApi = ReturnType<typeof createApi>;

/** The calls of one project. All throw ProviderError. @see https://developers.sinch.com/docs/numbers/api-reference/numbers/tag/Active-Number/ */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: older than the limit
export function createApi(settings: SinchSettings, send: ReturnType<typeof createAuthorized>) {
  const project = `${settings.base_url.replace(/\/+$/, '')}/v1/projects/${settings.project_id}`;
  const active = (phoneNumber: string): string => `activeNumbers/${encodeURIComponent(phoneNumber)}`;

  function read(operation: string, path: string, call: Call, query: Query = {}): Promise<HttpAnswer> {
    const text = new URLSearchParams(query).toString();
    const url = new URL(`${project}/${path}${text === '' ? '' : `?${text}`}`);
    return send({ operation, method: 'GET', url, effect: false }, call);
  }

  function post(
    operation: string,
    path: string,
    call: Call,
    more: Partial<HttpRequest> = {},
  ): Promise<HttpAnswer> {
    return send(
      { operation, method: 'POST', url: new URL(`${project}/${path}`), effect: true, ...more },
      call,
    );
  }

  /** The seed: "200: a successful response, or an Error", so an error is looked for there too. */
  function expect<T>(operation: string, schema: ZodType<T>, answer: HttpAnswer): Answered<T> {
    if (answer.status !== 200) {
      throw answer.status < 300 ? unreadable(operation, answer, '200 was due') : refusal(operation, answer);
    }
    if (errorIn(answer) !== null) throw refusal(operation, answer);
    const body = readJson(schema, answer.text);
    if (body === null) throw unreadable(operation, answer, 'its body cannot be read');
    return { body, requestId: answer.requestId };
  }

  return {
    async checkAccess(call: Call): Promise<void> {
      const query = { regionCode: 'US', type: 'LOCAL', pageSize: '1' };
      expect('check-access', WireNumberPage, await read('check-access', 'activeNumbers', call, query));
    },

    /**
     * Pages until there is no `nextPageToken`. `totalSize` decides nothing: the seed calls it "the maximum number of results
     * returned", and Sinch's own sample has a `totalSize` of 1 with a page to come.
     * @throws IncompleteListError when the listing cannot be read to its end
     */
    async *listNumbers(query: Query, call: Call): AsyncIterable<readonly WireNumber[]> {
      const operation = 'list-numbers';
      const guard = guardPages({
        pageSize: Number(PAGE_SIZE),
        held: call.held,
        mostEmpty: MOST_EMPTY_PAGES,
        incomplete: (why) => incompleteList(operation, why),
      });
      for (let pageToken = ''; ; ) {
        const paged = { ...query, pageSize: PAGE_SIZE, ...(pageToken === '' ? {} : { pageToken }) };
        const { body } = expect(
          operation,
          WireNumberPage,
          await read(operation, 'activeNumbers', call, paged),
        );
        const items = body.activeNumbers ?? [];
        pageToken = body.nextPageToken ?? '';
        guard({ ids: items.map(({ phoneNumber }) => phoneNumber), next: pageToken });
        yield items;
        if (pageToken === '') return;
      }
    },

    async fetchNumber(phoneNumber: string, call: Call): Promise<Answered<WireNumber> | null> {
      const answer = await read('fetch-number', active(phoneNumber), call);
      return isNotFound(answer) ? null : expect('fetch-number', WireNumber, answer);
    },

    /** Null when the number has none. */
    async fetchAddress(phoneNumber: string, call: Call): Promise<WireAddress | null> {
      const answer = await read('fetch-address', `${active(phoneNumber)}/emergencyAddress`, call);
      return isNotFound(answer) ? null : expect('fetch-address', WireAddress, answer).body;
    },

    async validate(phoneNumber: string, body: unknown, call: Call): Promise<WireValidation> {
      const path = `${active(phoneNumber)}/emergencyAddress:validate`;
      const answer = await post('validate', path, call, { body: JSON.stringify(body), effect: false });
      return expect('validate', WireValidation, answer).body;
    },

    async provision(phoneNumber: string, body: unknown, call: Call): Promise<Answered<WireAddress>> {
      const path = `${active(phoneNumber)}/emergencyAddress:provision`;
      return expect(
        'associate',
        WireAddress,
        await post('associate', path, call, { body: JSON.stringify(body) }),
      );
    },

    /** Returns the request id. An address that is gone already is gone; a number that is not ours is a refusal. */
    async deprovision(phoneNumber: string, call: Call): Promise<string> {
      const answer = await post('disassociate', `${active(phoneNumber)}/emergencyAddress:deprovision`, call);
      const isOfNumber = errorIn(answer)?.resourceType === 'ActiveNumber';
      if (isNotFound(answer) && !isOfNumber) return answer.requestId;
      // "A successful response": no page shows its body, so an empty one is as good as `{}`.
      if (answer.status === 200 && answer.text.trim() === '') return answer.requestId;
      return expect('disassociate', WireAddress, answer).requestId;
    },

    async update(phoneNumber: string, body: unknown, call: Call): Promise<Answered<WireNumber>> {
      const more = { method: 'PATCH', body: JSON.stringify(body) } as const;
      return expect(
        'update-number',
        WireNumber,
        await post('update-number', active(phoneNumber), call, more),
      );
    },

    async release(phoneNumber: string, call: Call): Promise<Answered<WireNumber>> {
      return expect('release', WireNumber, await post('release', `${active(phoneNumber)}:release`, call));
    },

    async rent(phoneNumber: string, body: unknown, call: Call): Promise<Answered<WireNumber>> {
      const path = `availableNumbers/${encodeURIComponent(phoneNumber)}:rent`;
      return expect('buy', WireNumber, await post('buy', path, call, { body: JSON.stringify(body) }));
    },

    async searchAvailable(query: Query, call: Call) {
      const answer = await read('search-available', 'availableNumbers', call, query);
      return expect('search-available', WireAvailableList, answer).body.availableNumbers ?? [];
    },
  };
}
