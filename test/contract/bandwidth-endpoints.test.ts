import type { Clock } from '../../src/domain/clock.ts';
import { createTransport } from '../../src/http/account-transport.ts';
import { createRedactor } from '../../src/http/redact.ts';
import { createWire } from '../../src/http/wire.ts';
import { bandwidthEndpoints } from '../../src/providers/bandwidth/endpoints/index.ts';
import { createBandwidthEndpointsStandIn } from '../../src/sandbox/bandwidth/endpoints/index.ts';
import { createFaults } from '../../src/sandbox/faults.ts';
import { startSandboxServer } from '../../src/sandbox/server.ts';
import { describeProviderContract } from './provider-contract.ts';
import { realClock } from './real-clock.ts';
import type { World, WorldSize } from './world.ts';

const clock: Clock = realClock();

type Switches = NonNullable<Parameters<typeof createBandwidthEndpointsStandIn>[0]>['switches'];

async function start({ numbers }: WorldSize, switches: NonNullable<Switches>): Promise<World> {
  const standIn = createBandwidthEndpointsStandIn({
    ...(numbers === undefined ? {} : { numbers }),
    switches,
  });
  const faults = createFaults(() => 0.5);
  const server = await startSandboxServer(standIn, { clock, faults });
  const { wire, close } = createWire({ connections: 16 });
  const {
    BANDWIDTH_ACCOUNT_ID: account_id = '',
    BANDWIDTH_USERNAME: username = '',
    BANDWIDTH_PASSWORD: password = '',
  } = standIn.environment;
  const account = (given: string) => {
    const transport = createTransport({
      provider: 'bandwidth',
      account: 'contract',
      origins: [server.origin],
      limits: { requestsPerSecond: 2000, burst: 2000, concurrency: 16 },
      wire,
      clock,
      random: () => 0.01,
      redactor: createRedactor([given]),
    });
    const settings = { account_id, username, password: given, base_url: `${server.origin}/api` };
    return bandwidthEndpoints.create(bandwidthEndpoints.settings.parse(settings), transport);
  };
  return {
    account: account(password),
    stranger: account('a-password-that-nobody-has'),
    secrets: [password, Buffer.from(`${username}:${password}`).toString('base64')],
    // The endpoint is read before it is written, and a read comes through a 500 by itself: such a fault is aimed at the write.
    setFaults: (rules) =>
      faults.set(
        rules.map((rule) =>
          rule.do === 'status' && rule.when === undefined
            ? { ...rule, when: { operation: 'associate' } }
            : rule,
        ),
      ),
    effects: standIn.effects,
    requestCount: () => server.requests.length,
    stopListening: () => server.close(),
    close: async () => {
      await close();
      await server.close();
    },
  };
}

const sanFrancisco = { parts: null, unit: '', city: 'SAN FRANCISCO', region: 'CA', country: 'US' } as const;
const parts = {
  houseNumber: '645',
  houseSuffix: '',
  preDirectional: '',
  streetName: 'HARRISON',
  streetSuffix: 'ST',
  postDirectional: '',
};

const DIALECTS = [
  { name: 'bandwidth endpoints', switches: {} },
  {
    name: 'bandwidth endpoints, PascalCase and wrapped lists',
    switches: { names: 'PascalCase', lists: 'wrapped' },
  },
] as const;

for (const { name, switches } of DIALECTS) {
  describeProviderContract(name, {
    start: (size = {}) => start(size, switches),
    severalPages: 1205,
    // Any North American number can be given an endpoint, so only a number of elsewhere is foreign.
    numbers: { covered: '+14155550100', free: '+14155550150', foreign: '+442079460100' },
    places: {
      exact: { ...sanFrancisco, street: '1 DR CARLTON B GOODLETT PL', postalCode: '94102' },
      near: { ...sanFrancisco, street: '645 Harrison Street', postalCode: '94105' },
      suggested: { ...sanFrancisco, parts, street: '645 HARRISON ST', postalCode: '94105' },
      none: { ...sanFrancisco, street: '99999 Nowhere Ln', postalCode: '94105' },
    },
  });
}
