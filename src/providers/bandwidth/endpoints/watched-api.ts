import type { Call } from '../../../http/transport.ts';
import { watchList } from '../../kit/list-watch.ts';
import { shareReads } from '../../kit/shared-read.ts';
import { incompleteList } from '../errors.ts';
import type { EndpointsApi } from './api.ts';
import type { Endpoint } from './wire.ts';

/**
 * The calls, with the list of endpoints watched: only it says whether a number has one, and a number can be given a second. A
 * list that has lost what an earlier one showed, or what was made, throws IncompleteListError.
 */
export function watchedApi(api: EndpointsApi): EndpointsApi {
  const watch = watchList(
    async (id, call) => (await api.fetchEndpoint(id, call)) !== null,
    (why) => incompleteList('list-endpoints', why),
  );
  const listEndpoints = async (call: Call): Promise<readonly Endpoint[]> => {
    const before = watch.begin();
    const endpoints = await api.listEndpoints(call);
    await watch.check(
      before,
      endpoints.map(({ endpointId }) => endpointId),
      call,
    );
    return endpoints;
  };
  return {
    ...api,
    // Before each new endpoint the whole list is asked: a list of its own for each would make the work grow with the square.
    listEndpoints: shareReads(listEndpoints),
    async createEndpoint(endpoint: Endpoint, call: Call) {
      const changed = await api.createEndpoint(endpoint, call);
      watch.add(changed.body?.endpointId ?? '');
      return changed;
    },
    async deleteEndpoint(id: string, call: Call) {
      const changed = await api.deleteEndpoint(id, call);
      watch.forget(id);
      return changed;
    },
  };
}
