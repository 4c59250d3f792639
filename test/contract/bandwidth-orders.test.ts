import { bandwidthOrders } from '../../src/providers/bandwidth/orders/index.ts';
import { createBandwidthOrdersStandIn } from '../../src/sandbox/bandwidth/orders/index.ts';
import type { OrdersSwitches } from '../../src/sandbox/bandwidth/orders/switches.ts';
import { describeProviderContract } from './provider-contract.ts';
import { PLACES_IN_PIECES, serveWorld } from './served-world.ts';
import { LATER_MS, type World, type WorldSize } from './world.ts';

type Version = 'v1' | 'v2';

/** An account with an API user on v1, and one with OAuth2 client credentials, Basic switched off, on v2. */
function start({ numbers }: WorldSize, version: Version, switches: Partial<OrdersSwitches>): Promise<World> {
  const isNew = version === 'v2';
  const standIn = createBandwidthOrdersStandIn({
    switches: {
      orderDelayMs: LATER_MS,
      ...(isNew ? { apiVersions: 'v2', basic: 'refuse' } : {}),
      ...switches,
    },
    ...(numbers === undefined ? {} : { numbers }),
  });
  const { environment } = standIn;
  const user = environment[isNew ? 'BW_ORDERS_CLIENT_ID' : 'BW_ORDERS_USERNAME'] ?? '';
  return serveWorld({
    standIn,
    definition: bandwidthOrders,
    user,
    secret: environment[isNew ? 'BW_ORDERS_CLIENT_SECRET' : 'BW_ORDERS_PASSWORD'] ?? '',
    settings: (origin, secret) => ({
      account_id: environment['BW_ORDERS_ACCOUNT_ID'] ?? '',
      ...(isNew ? { client_id: user, client_secret: secret } : { username: user, password: secret }),
      dialect: 'orders',
      api_version: version,
      base_url: isNew ? `${origin}/api/v2` : `${origin}/api`,
      auth_base_url: origin,
    }),
  });
}

const CARRIERS = [
  { name: 'bandwidth orders', version: 'v1', switches: {} },
  {
    name: 'bandwidth orders, with empty lists instead of 404 and conflicts told at once',
    version: 'v1',
    switches: { emptyOrders: 'empty-list', conflicts: 'request' },
  },
  { name: 'bandwidth orders on the Universal Platform', version: 'v2', switches: {} },
] as const;

for (const { name, version, switches } of CARRIERS) {
  describeProviderContract(name, {
    start: (size = {}) => start(size, version, switches),
    severalPages: 1205,
    numbers: { covered: '+14155550100', free: '+14155550150', foreign: '+14155559999' },
    places: PLACES_IN_PIECES,
  });
}
