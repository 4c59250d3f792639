import { bandwidthOrders } from '../../src/providers/bandwidth/orders/index.ts';
import { createBandwidthOrdersStandIn } from '../../src/sandbox/bandwidth/orders/index.ts';
import type { OrdersSwitches } from '../../src/sandbox/bandwidth/orders/switches.ts';
import { describeProviderContract } from './provider-contract.ts';
import { PLACES_IN_PIECES, serveWorld } from './served-world.ts';
import type { World, WorldSize } from './world.ts';

function start({ numbers }: WorldSize, switches: Partial<OrdersSwitches>): Promise<World> {
  const standIn = createBandwidthOrdersStandIn({
    switches: { orderDelayMs: 300, ...switches },
    ...(numbers === undefined ? {} : { numbers }),
  });
  const {
    BW_ORDERS_ACCOUNT_ID: account_id = '',
    BW_ORDERS_USERNAME: username = '',
    BW_ORDERS_PASSWORD: secret = '',
  } = standIn.environment;
  return serveWorld({
    standIn,
    definition: bandwidthOrders,
    user: username,
    secret,
    settings: (origin, password) => ({
      account_id,
      username,
      password,
      dialect: 'orders',
      base_url: `${origin}/api`,
    }),
  });
}

const CARRIERS = [
  { name: 'bandwidth orders', switches: {} },
  {
    name: 'bandwidth orders, with empty lists instead of 404 and conflicts told at once',
    switches: { emptyOrders: 'empty-list', conflicts: 'request' },
  },
] as const;

for (const { name, switches } of CARRIERS) {
  describeProviderContract(name, {
    start: (size = {}) => start(size, switches),
    severalPages: 1205,
    numbers: { covered: '+14155550100', free: '+14155550150', foreign: '+14155559999' },
    places: PLACES_IN_PIECES,
  });
}
