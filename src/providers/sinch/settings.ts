import { z } from 'zod';
import type { SettingName } from '../contract.ts';
import { hostUrl } from '../kit/host-url.ts';
import { LISTED_REGIONS } from './capabilities.ts';

/** Where Sinch listens when the config names no other place. Source: Sinch Numbers API and its SDK, verified 2026-11-21. */
export const BASE_URLS = {
  base_url: 'https://numbers.api.sinch.com',
  auth_base_url: 'https://auth.sinch.com',
} as const;

/** The settings of one Sinch project, secrets already looked up. Messages never repeat a value. */
export const SinchSettings = z.strictObject({
  project_id: z.string().regex(/^[\w-]+$/, 'must be the project id of the Sinch dashboard'),
  key_id: z.string().regex(/^[^:\s]+$/, 'must not be empty or hold a colon'),
  key_secret: z.string().min(1, 'must not be empty'),
  auth: z.enum(['oauth2', 'basic']).default('oauth2'),
  base_url: z.url().default(BASE_URLS.base_url),
  auth_base_url: hostUrl(BASE_URLS.auth_base_url),
  /** Countries whose numbers a listing asks for, one by one: Sinch lists one `regionCode` at a time. */
  regions: z
    .string()
    .regex(/^[A-Z]{2}([, ]+[A-Z]{2})*$/, 'must be country codes of two capital letters: US,CA,GB')
    .default(LISTED_REGIONS.join(','))
    .transform((codes) => [...new Set(codes.split(/[, ]+/))]),
});
export type SinchSettings = z.output<typeof SinchSettings>;

/** The settings that name and prove the account, and the variables that make it one without a config file. */
export const settingNames: readonly SettingName[] = [
  { name: 'project_id', environment: 'SINCH_PROJECT_ID', secret: false },
  { name: 'key_id', environment: 'SINCH_KEY_ID', secret: false },
  { name: 'key_secret', environment: 'SINCH_KEY_SECRET', secret: true },
];
