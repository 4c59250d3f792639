import type { Address } from '../../src/domain/address/address.ts';
import { createTransport } from '../../src/http/account-transport.ts';
import { createRedactor } from '../../src/http/redact.ts';
import { createWire } from '../../src/http/undici-wire.ts';
import type { ProviderDefinition } from '../../src/providers/contract.ts';
import { createFaults, type FaultRule } from '../../src/sandbox/faults.ts';
import { startSandboxServer } from '../../src/sandbox/server.ts';
import type { StandIn } from '../../src/sandbox/stand-in.ts';
import { movableClock, realClock } from '../sandbox/real-clock.ts';
import type { ContractSetup, World } from './world.ts';

/** What a provider gives to be served over real sockets. */
interface ServedParts<Settings> {
  readonly standIn: StandIn;
  readonly definition: ProviderDefinition<Settings>;
  /** The two halves of its Basic credentials. */
  readonly user: string;
  readonly secret: string;
  /** Settings as a config would give them. */
  readonly settings: (origin: string, secret: string) => Readonly<Record<string, string>>;
  /** Aims faults at the request that they are meant for; as they come when absent. */
  readonly aim?: (rule: FaultRule) => FaultRule;
}

/** Serves a stand-in on loopback, with an account that knows its secret and one that does not. */
export async function serveWorld<Settings>(parts: ServedParts<Settings>): Promise<World> {
  const { standIn, definition, user, secret } = parts;
  const { aim = (rule) => rule } = parts;
  const clock = realClock;
  const carrierClock = movableClock();
  const faults = createFaults(() => 0.5);
  const server = await startSandboxServer(standIn, { clock: carrierClock, faults });
  const { wire, close } = createWire({ connections: 16 });
  const account = (given: string) => {
    const transport = createTransport({
      provider: definition.provider,
      account: 'contract',
      origins: [server.origin],
      limits: { requestsPerSecond: 2000, burst: 2000, concurrency: 16 },
      wire,
      clock,
      random: () => 0.01,
      redactor: createRedactor([given]),
    });
    const settings = definition.settings.parse(parts.settings(server.origin, given));
    return definition.create(settings, transport, { clock });
  };
  return {
    account: account(secret),
    stranger: account('a-secret-that-nobody-has'),
    secrets: [secret, Buffer.from(`${user}:${secret}`).toString('base64')],
    setFaults: (rules) => faults.set(rules.map(aim)),
    pass: carrierClock.pass,
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

function at(street: string, postalCode = '94105'): Address {
  return { ...sanFrancisco, street, postalCode };
}

/** Places that every stand-in knows, for they come from one table. */
export const PLACES: ContractSetup['places'] = {
  exact: at('1 DR CARLTON B GOODLETT PL', '94102'),
  near: at('645 Harrison Street'),
  suggested: at('645 HARRISON ST'),
  none: at('99999 Nowhere Ln'),
};

/** The same where a provider gives a suggested street in its pieces. */
export const PLACES_IN_PIECES: ContractSetup['places'] = {
  ...PLACES,
  suggested: {
    ...PLACES.suggested,
    parts: {
      houseNumber: '645',
      houseSuffix: '',
      preDirectional: '',
      streetName: 'HARRISON',
      streetSuffix: 'ST',
      postDirectional: '',
    },
  },
};
