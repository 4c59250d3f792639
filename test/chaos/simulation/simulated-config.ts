import { threadId } from 'node:worker_threads';
import type { AccountEntry, Config } from '../../../src/config/config.ts';
import type { Clock, Random } from '../../../src/domain/clock.ts';
import { createTransport } from '../../../src/http/account-transport.ts';
import { createRedactor } from '../../../src/http/redact.ts';
import type { ProviderDefinition } from '../../../src/providers/contract.ts';
import { definitions } from '../../../src/providers/registry.ts';
import { secretsOf, type World, type WorldAccount } from '../world/world.ts';
import type { Network } from './network.ts';

/**
 * No name is looked up and no socket opened: the network of a simulation never leaves the process. Every process and
 * thread has a host of its own, because an account is locked by its origin and id on the whole machine.
 */
const HOST = `127.${(process.pid >> 16) & 255}.${(process.pid >> 8) & 255}.${process.pid & 255}`;
const FIRST_PORT = 9;
const MOST_ACCOUNTS = 16;
const LIMITS = { requestsPerSecond: 100, burst: 20, concurrency: 4 };

interface Setup {
  readonly clock: Clock;
  readonly random: Random;
}

/** A config with the accounts of a world: their adapters the real ones, their transports over the simulated networks. */
export function simulatedConfig(world: World, networks: readonly Network[], setup: Setup): Config {
  const accounts = world.accounts.flatMap((account, at) => {
    const network = networks[at];
    const port = FIRST_PORT + threadId * MOST_ACCOUNTS + at;
    return network ? [simulatedAccount(account, network, `http://${HOST}:${port}`, setup)] : [];
  });
  return {
    accounts: new Map(accounts.map((account) => [account.name, account])),
    defaults: { account: accounts[0]?.name ?? '', country: 'US' },
    path: null,
  };
}

function simulatedAccount(
  account: WorldAccount,
  network: Network,
  origin: string,
  setup: Setup,
): AccountEntry {
  const { standIn, name } = account;
  const { provider, dialect, ...given } = standIn.account(origin);
  const definition = definitions.find(
    (each) => each.provider === provider && each.dialect === (dialect ?? ''),
  );
  if (!definition) throw new Error(`no definition of ${String(provider)}`);
  const settings: unknown = definition.settings.parse(
    Object.fromEntries(
      Object.entries(given).map(([key, value]) => {
        const reference = typeof value === 'string' && value.startsWith('env:') ? value.slice(4) : null;
        return [key, reference === null ? value : standIn.environment[reference]];
      }),
    ),
  );
  const secretValues = secretsOf([account]);
  const transport = createTransport({
    provider: definition.provider,
    account: name,
    origins: [origin],
    limits: LIMITS,
    wire: network.wire,
    clock: setup.clock,
    random: setup.random,
    redactor: createRedactor(secretValues),
  });
  const simulated: ProviderDefinition = {
    ...definition,
    create: (parsed) => definition.create(parsed, transport, { clock: setup.clock }),
  };
  return {
    name,
    definition: simulated,
    limits: LIMITS,
    access: async () => ({ settings, origins: [origin], secretValues }),
  };
}
