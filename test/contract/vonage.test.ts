import type { Clock } from '../../src/domain/clock.ts';
import { createTransport } from '../../src/http/account-transport.ts';
import { createRedactor } from '../../src/http/redact.ts';
import { createWire } from '../../src/http/wire.ts';
import { vonage } from '../../src/providers/vonage/index.ts';
import { createFaults } from '../../src/sandbox/faults.ts';
import { startSandboxServer } from '../../src/sandbox/server.ts';
import { createVonageStandIn } from '../../src/sandbox/vonage/index.ts';
import { describeProviderContract } from './provider-contract.ts';
import { realClock } from './real-clock.ts';
import type { World, WorldSize } from './world.ts';

const clock: Clock = realClock();

async function start({ numbers }: WorldSize = {}): Promise<World> {
  const standIn = createVonageStandIn({
    ...(numbers === undefined ? {} : { numbers, covered: false }),
  });
  const faults = createFaults(() => 0.5);
  const server = await startSandboxServer(standIn, { clock, faults });
  const { wire, close } = createWire({ connections: 16 });
  const { VONAGE_API_KEY: api_key = '', VONAGE_API_SECRET: api_secret = '' } = standIn.environment;
  const wrongToken = 'a-token-that-nobody-has';
  const account = (token: string) => {
    const transport = createTransport({
      provider: 'vonage',
      account: 'contract',
      origins: [server.origin],
      limits: { requestsPerSecond: 2000, burst: 2000, concurrency: 16 },
      wire,
      clock,
      random: () => 0.01,
      redactor: createRedactor([token]),
    });
    const settings = { api_key, api_secret: token, base_url: server.origin, numbers_base_url: server.origin };
    return vonage.create(vonage.settings.parse(settings), transport);
  };
  return {
    account: account(api_secret),
    stranger: account(wrongToken),
    secrets: [api_secret, Buffer.from(`${api_key}:${api_secret}`).toString('base64')],
    setFaults: (rules) => faults.set(rules),
    effects: standIn.effects,
    requestCount: () => server.requests.length,
    stopListening: () => server.close(),
    close: async () => {
      await close();
      await server.close();
    },
  };
}

const city = { parts: null, unit: '', country: 'US' } as const;
const sanFrancisco = { ...city, city: 'SAN FRANCISCO', region: 'CA' } as const;

describeProviderContract('vonage', {
  start,
  severalPages: 205,
  numbers: { covered: '+14155550100', free: '+14155550150', foreign: '+14155559999' },
  places: {
    exact: { ...sanFrancisco, street: '1 DR CARLTON B GOODLETT PL', postalCode: '94102' },
    near: { ...sanFrancisco, street: '645 Harrison Street', postalCode: '94105' },
    suggested: { ...sanFrancisco, street: '645 HARRISON ST', postalCode: '94105' },
    none: { ...sanFrancisco, street: '99999 Nowhere Ln', postalCode: '94105' },
  },
});
