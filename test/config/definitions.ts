import { z } from 'zod';
import type { Capabilities, ProviderAccount, ProviderDefinition } from '../../src/providers/contract.ts';

/** A provider that needs no carrier, in one or two dialects. */
function definition(provider: 'twilio' | 'bandwidth', dialect: string): ProviderDefinition {
  const bandwidth = provider === 'bandwidth';
  const id = bandwidth ? 'account_id' : 'account_sid';
  const secret = bandwidth ? 'password' : 'auth_token';
  const capabilities = {
    title: provider,
    limits: { requestsPerSecond: 10, burst: 1, concurrency: 4, source: 'test' },
    actions: ['assign'],
  } as Partial<Capabilities> as Capabilities;
  return {
    provider,
    dialect,
    capabilities,
    settings: z.strictObject({
      [id]: z.string().regex(/^[A-Z0-9]+$/, 'must be letters and digits'),
      [secret]: z.string().min(1),
      base_url: z.url(),
      ...(bandwidth ? { dialect: z.literal(dialect) } : {}),
    }),
    settingNames: [
      { name: id, environment: bandwidth ? 'BW_ACCOUNT_ID' : 'TWILIO_ACCOUNT_SID', secret: false },
      { name: secret, environment: bandwidth ? 'BW_PASSWORD' : 'TWILIO_AUTH_TOKEN', secret: true },
    ],
    baseUrls: { base_url: `https://api.${provider}.test/api` },
    refuse: () => [],
    create: (settings, transport) =>
      ({
        provider,
        capabilities,
        accountKey: JSON.stringify(settings),
        checkAccess: async (call) => {
          await transport.send(
            {
              operation: 'check',
              method: 'GET',
              url: new URL('http://127.0.0.1:4010/x'),
              headers: {},
              effect: false,
            },
            call,
          );
        },
      }) as Partial<ProviderAccount> as ProviderAccount,
  };
}
export const definitions = [
  definition('twilio', ''),
  definition('bandwidth', 'endpoints'),
  definition('bandwidth', 'orders'),
];
