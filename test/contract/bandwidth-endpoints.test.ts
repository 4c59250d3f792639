import { bandwidthEndpoints } from '../../src/providers/bandwidth/endpoints/index.ts';
import {
  type BandwidthEndpointsOptions,
  createBandwidthEndpointsStandIn,
} from '../../src/sandbox/bandwidth/endpoints/index.ts';
import { describeProviderContract } from './provider-contract.ts';
import { PLACES_IN_PIECES, serveWorld } from './served-world.ts';
import type { World } from './world.ts';

function start(options: BandwidthEndpointsOptions): Promise<World> {
  const standIn = createBandwidthEndpointsStandIn(options);
  const {
    BW_ACCOUNT_ID: account_id = '',
    BW_USERNAME: username = '',
    BW_PASSWORD: secret = '',
  } = standIn.environment;
  return serveWorld({
    standIn,
    definition: bandwidthEndpoints,
    user: username,
    secret,
    settings: (origin, password) => ({ account_id, username, password, base_url: `${origin}/api` }),
    // The endpoint is read before it is written, and a read comes through a 500 by itself: such a fault is aimed at the write.
    aim: (rule) =>
      rule.do === 'status' && rule.when === undefined ? { ...rule, when: { operation: 'associate' } } : rule,
  });
}

const DIALECTS = [
  { name: 'bandwidth endpoints', switches: {} },
  {
    name: 'bandwidth endpoints, PascalCase and wrapped lists',
    switches: { names: 'PascalCase', lists: 'wrapped' },
  },
] as const;

for (const { name, switches } of DIALECTS) {
  describeProviderContract(name, {
    start: ({ numbers } = {}) => start({ switches, ...(numbers === undefined ? {} : { numbers }) }),
    severalPages: 1205,
    // Any North American number can be given an endpoint, so only a number of elsewhere is foreign.
    numbers: { covered: '+14155550100', free: '+14155550150', foreign: '+442079460100' },
    places: PLACES_IN_PIECES,
  });
}
