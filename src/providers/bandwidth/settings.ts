import { z } from 'zod';
import type { SettingName } from '../contract.ts';

/** Where Bandwidth's Dashboard API listens when the config names no other place. Source: the seed's `servers`. */
export const BASE_URLS = { base_url: 'https://dashboard.bandwidth.com/api' } as const;

/** The settings of one Bandwidth account in either dialect, secrets already looked up. Messages never repeat a value. */
export const BandwidthSettings = z.strictObject({
  account_id: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/, 'must be the account number of the Bandwidth Dashboard'),
  username: z
    .string()
    .min(1, 'must not be empty')
    .regex(/^[^:]*$/, 'must not hold a colon'),
  password: z.string().min(1, 'must not be empty'),
  dialect: z.enum(['endpoints', 'orders']).optional(),
  base_url: z.url().default(BASE_URLS.base_url),
});
export type BandwidthSettings = z.output<typeof BandwidthSettings>;

/** The settings that name and prove the account, and the variables that make it one without a config file. */
export const settingNames: readonly SettingName[] = [
  { name: 'account_id', environment: 'BW_ACCOUNT_ID', secret: false },
  { name: 'username', environment: 'BW_USERNAME', secret: false },
  { name: 'password', environment: 'BW_PASSWORD', secret: true },
];

/**
 * The account's name across configs: provider, origin and account id. Both dialects have one key, for they change the same
 * numbers; `localhost` and `127.0.0.1` are one place.
 */
export function accountKeyOf(settings: BandwidthSettings): string {
  const origin = new URL(settings.base_url);
  if (origin.hostname === 'localhost' || origin.hostname === '[::1]') origin.hostname = '127.0.0.1';
  return `bandwidth:${origin.origin}:${settings.account_id}`;
}
