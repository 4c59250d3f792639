import type { Clock } from '../../src/domain/clock.ts';
import { createTransport } from '../../src/http/account-transport.ts';
import { createRedactor } from '../../src/http/redact.ts';
import { createWire } from '../../src/http/wire.ts';
import { sinch } from '../../src/providers/sinch/index.ts';
import { createFaults } from '../../src/sandbox/faults.ts';
import { startSandboxServer } from '../../src/sandbox/server.ts';
import { createSinchStandIn } from '../../src/sandbox/sinch/index.ts';
import { describeProviderContract } from './provider-contract.ts';
import { realClock } from './real-clock.ts';
import type { World, WorldSize } from './world.ts';

const clock: Clock = realClock();

async function start({ numbers }: WorldSize = {}): Promise<World> {
  const standIn = createSinchStandIn({
    ...(numbers === undefined ? {} : { numbers, covered: false }),
  });
  const faults = createFaults(() => 0.5);
  const server = await startSandboxServer(standIn, { clock, faults });
  const { wire, close } = createWire({ connections: 16 });
  const {
    SINCH_PROJECT_ID: project_id = '',
    SINCH_KEY_ID: key_id = '',
    SINCH_KEY_SECRET: key_secret = '',
  } = standIn.environment;
  const wrongToken = 'a-token-that-nobody-has';
  const account = (token: string) => {
    const transport = createTransport({
      provider: 'sinch',
      account: 'contract',
      origins: [server.origin],
      limits: { requestsPerSecond: 2000, burst: 2000, concurrency: 16 },
      wire,
      clock,
      random: () => 0.01,
      redactor: createRedactor([token]),
    });
    const settings = {
      project_id,
      key_id,
      key_secret: token,
      base_url: server.origin,
      auth_base_url: server.origin,
    };
    return sinch.create(sinch.settings.parse(settings), transport, { clock });
  };
  return {
    account: account(key_secret),
    stranger: account(wrongToken),
    secrets: [key_secret, Buffer.from(`${key_id}:${key_secret}`).toString('base64')],
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

describeProviderContract('sinch', {
  start,
  severalPages: 705,
  numbers: { covered: '+14045550100', free: '+14045550102', foreign: '+14155559999' },
  places: {
    exact: { ...sanFrancisco, street: '1 DR CARLTON B GOODLETT PL', postalCode: '94102' },
    near: { ...sanFrancisco, street: '645 Harrison Street', postalCode: '94105' },
    suggested: { ...sanFrancisco, street: '645 HARRISON ST', postalCode: '94105' },
    none: { ...sanFrancisco, street: '99999 Nowhere Ln', postalCode: '94105' },
  },
});
