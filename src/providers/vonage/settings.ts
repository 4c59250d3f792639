import { z } from 'zod';
import type { SettingName } from '../contract.ts';

/** Where Vonage listens when the config names no other place: emergency and addresses, and the Numbers API. Source: vendor's references. */
export const BASE_URLS = {
  base_url: 'https://api.nexmo.com',
  numbers_base_url: 'https://rest.nexmo.com',
} as const;

/** The settings of one Vonage account, secrets already looked up. Messages never repeat a value. */
export const VonageSettings = z.strictObject({
  api_key: z
    .string()
    .regex(/^[^\s:]+$/, 'must be the API key of the Vonage dashboard, without spaces or colons'),
  api_secret: z.string().min(1, 'must not be empty'),
  base_url: z.url().default(BASE_URLS.base_url),
  numbers_base_url: z.url().default(BASE_URLS.numbers_base_url),
});
export type VonageSettings = z.output<typeof VonageSettings>;

/** The settings that name and prove the account, and the variables that make it one without a config file. */
export const settingNames: readonly SettingName[] = [
  { name: 'api_key', environment: 'VONAGE_API_KEY', secret: false },
  { name: 'api_secret', environment: 'VONAGE_API_SECRET', secret: true },
];
