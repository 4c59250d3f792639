import type { Clock } from '../../../domain/clock.ts';
import { ProviderError } from '../../../errors/provider-error.ts';
import type { Call } from '../../../http/transport.ts';
import { type ListWatch, watchList } from '../../kit/list-watch.ts';
import { shareReads } from '../../kit/shared-read.ts';
import { incompleteList } from '../errors.ts';
import type { EndpointsApi } from './api.ts';
import {
  createRecentEndpoints,
  type EndpointIndex,
  indexEndpoints,
  type RecentEndpoints,
} from './recent-endpoints.ts';
import type { Endpoint } from './wire.ts';

/** So many endpoints are asked for one by one before the list is asked, which tells of all of them. */
const FEW = 4;

export interface WatchedApi extends EndpointsApi {
  /**
   * The endpoints for a change that is about to be made, seconds old (a minute at most), with all changes of this process. What
   * closes a coverage gap gets a list of its own.
   */
  recentEndpoints(call: Call): Promise<EndpointIndex>;
  /** One of them by its ID; asked for by it where no list does. */
  recentEndpoint(endpointId: string, call: Call): Promise<Endpoint | null>;
}

/**
 * The calls, with the list of endpoints watched: only it says whether a number has one, and a number can be given a second. A
 * list that has lost what an earlier one showed, or what was made, throws IncompleteListError.
 */
export function watchedApi(api: EndpointsApi, clock?: Clock): WatchedApi {
  const nowMs = (): number => clock?.monotonicMs() ?? Number.POSITIVE_INFINITY;
  const recent = createRecentEndpoints();
  let askedSingly = 0;
  const watch = watchList(
    async (id, call) => (await api.fetchEndpoint(id, call)) !== null,
    (why) => incompleteList('list-endpoints', why),
  );
  const readList = async (
    call: Call,
  ): Promise<{ readonly all: readonly Endpoint[]; readonly index: EndpointIndex }> => {
    const before = watch.begin();
    const took = recent.begin(nowMs());
    const all = await api.listEndpoints(call);
    await watch.check(
      before,
      all.map(({ endpointId }) => endpointId),
      call,
    );
    askedSingly = 0;
    return { all, index: took(all, nowMs()) };
  };
  // A list of its own for each that asks would make the work grow with the square.
  const shared = shareReads(readList);

  async function recentEndpoints(call: Call): Promise<EndpointIndex> {
    if (call.priority === 'finish') return indexEndpoints((await shared(call)).all);
    return recent.current(nowMs()) ?? (await shared(call)).index;
  }

  return {
    ...api,
    listEndpoints: async (call) => (await shared(call)).all,
    recentEndpoints,
    async recentEndpoint(endpointId, call) {
      if (call.priority === 'finish') return await api.fetchEndpoint(endpointId, call);
      const isKnown = recent.current(nowMs()) !== null;
      if (!isKnown && clock === undefined) return await api.fetchEndpoint(endpointId, call);
      if (!isKnown && askedSingly < FEW) {
        askedSingly += 1;
        return await api.fetchEndpoint(endpointId, call);
      }
      return (await recentEndpoints(call)).byId(endpointId) ?? (await api.fetchEndpoint(endpointId, call));
    },
    ...rememberingChanges(api, watch, recent),
  };
}

type Changes = Pick<EndpointsApi, 'createEndpoint' | 'updateEndpoint' | 'deleteEndpoint'>;

/** The changes, each told to what was listed before it. */
function rememberingChanges(api: EndpointsApi, watch: ListWatch, recent: RecentEndpoints): Changes {
  async function changing<T>(change: () => Promise<T>): Promise<T> {
    try {
      return await change();
    } catch (error) {
      if (!(error instanceof ProviderError && error.kind === 'refused')) recent.drop();
      throw error;
    }
  }
  return {
    createEndpoint: (endpoint, call) =>
      changing(async () => {
        const changed = await api.createEndpoint(endpoint, call);
        const endpointId = changed.body?.endpointId ?? '';
        watch.add(endpointId);
        if (endpointId === '') recent.drop();
        else recent.put(shownOf(endpoint, changed.body));
        return changed;
      }),
    updateEndpoint: (operation, endpoint, call) =>
      changing(async () => {
        const changed = await api.updateEndpoint(operation, endpoint, call);
        recent.put(shownOf(endpoint, changed.body));
        return changed;
      }),
    deleteEndpoint: (id, call) =>
      changing(async () => {
        const changed = await api.deleteEndpoint(id, call);
        watch.forget(id);
        recent.remove(id);
        return changed;
      }),
  };
}

/** An endpoint after it was written: what the answer shows, and what was sent where it shows nothing. */
function shownOf(sent: Endpoint, shown: Endpoint | null): Endpoint {
  if (shown === null) return sent;
  const given = Object.entries(shown).filter(([, value]) => value !== '');
  return { ...sent, ...Object.fromEntries(given) };
}
