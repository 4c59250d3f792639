import { z } from 'zod';
import type { SettingName } from '../contract.ts';

/** Where Twilio listens when the config names no other place. Source: vendor's 2010-04-01 and trunking v1 specifications. */
export const BASE_URLS = {
  base_url: 'https://api.twilio.com',
  trunking_base_url: 'https://trunking.twilio.com/v1',
} as const;

/** The settings of one Twilio account, secrets already looked up. Messages never repeat a value. */
export const TwilioSettings = z.strictObject({
  account_sid: z
    .string()
    .regex(/^AC[0-9a-fA-F]{32}$/, 'must be AC and 32 hexadecimal digits, as the Twilio console shows it'),
  auth_token: z.string().min(1, 'must not be empty'),
  base_url: z.url().default(BASE_URLS.base_url),
  trunking_base_url: z.url().default(BASE_URLS.trunking_base_url),
});
export type TwilioSettings = z.output<typeof TwilioSettings>;

/** The settings that name and prove the account, and the variables that make it one without a config file. */
export const settingNames: readonly SettingName[] = [
  { name: 'account_sid', environment: 'TWILIO_ACCOUNT_SID', secret: false },
  { name: 'auth_token', environment: 'TWILIO_AUTH_TOKEN', secret: true },
];

/**
 * The account's name across configs: provider, origin and account sid. `localhost` and `127.0.0.1` are one place, so that
 * two spellings of a base URL cannot run on one account at once.
 */
export function accountKeyOf(settings: TwilioSettings): string {
  const origin = new URL(settings.base_url);
  if (origin.hostname === 'localhost' || origin.hostname === '[::1]') {
    origin.hostname = '127.0.0.1';
  }
  return `twilio:${origin.origin}:${settings.account_sid}`;
}
