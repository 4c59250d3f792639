import type { ProviderName } from '../contract.ts';

/**
 * The account's name across configs: provider, origin and the carrier's own account id. `localhost`, `::1` and `127.0.0.1`
 * are one place, so two spellings of a base URL cannot run on one account at the same time.
 */
export function accountKey(provider: ProviderName, baseUrl: string, id: string): string {
  const origin = new URL(baseUrl);
  if (origin.hostname === 'localhost' || origin.hostname === '[::1]') origin.hostname = '127.0.0.1';
  return `${provider}:${origin.origin}:${id}`;
}
