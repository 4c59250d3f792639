import { z } from 'zod';
import type { SettingName } from '../contract.ts';
import { hostUrl } from '../kit/host-url.ts';
import { type Logins, requireLogin } from '../kit/logins.ts';

/**
 * Where Bandwidth listens when the config names no other place: the Dashboard API (the seed's `servers`) and the token
 * endpoint's host. @see https://dev.bandwidth.com/docs/account/credentials/management
 */
const BASE_URLS = {
  base_url: 'https://dashboard.bandwidth.com/api',
  auth_base_url: 'https://api.bandwidth.com',
} as const;

/** The Universal Platform. @see https://dev.bandwidth.com/docs/universal-platform/ */
const V2_BASE_URL = 'https://api.bandwidth.com/api/v2';

const text = z.string().min(1, 'must not be empty');
const withoutColon = text.regex(/^[^:]*$/, 'must not hold a colon');

/** Ways to prove the account, the preferred one first. */
const logins: Logins = [
  ['client_id', 'client_secret'],
  ['username', 'password'],
];

/** The settings of one Bandwidth account in either dialect, secrets already looked up. Messages never repeat a value. */
const BandwidthSettings = z
  .strictObject({
    account_id: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,64}$/, 'must be the account number of the Bandwidth Dashboard'),
    client_id: withoutColon.optional(),
    client_secret: text.optional(),
    username: withoutColon.optional(),
    password: text.optional(),
    dialect: z.enum(['endpoints', 'orders']).optional(),
    api_version: z.enum(['v1', 'v2']).default('v1'),
    base_url: z.url().default(BASE_URLS.base_url),
    auth_base_url: hostUrl(BASE_URLS.auth_base_url),
  })
  .superRefine(requireLogin(logins))
  .superRefine(({ api_version, dialect }, context) => {
    if (api_version !== 'v2' || dialect !== 'endpoints') return;
    const message = 'must be v1 with dialect endpoints: the Universal Platform (v2) takes orders';
    context.addIssue({ code: 'custom', path: ['api_version'], message });
  });
export type BandwidthSettings = z.output<typeof BandwidthSettings>;

/** The settings that name and prove the account, and the variables that make it one without a config file. */
const settingNames: readonly SettingName[] = [
  { name: 'account_id', environment: 'BW_ACCOUNT_ID', secret: false },
  { name: 'client_id', environment: 'BW_CLIENT_ID', secret: false },
  { name: 'client_secret', environment: 'BW_CLIENT_SECRET', secret: true },
  { name: 'username', environment: 'BW_USERNAME', secret: false },
  { name: 'password', environment: 'BW_PASSWORD', secret: true },
  { name: 'api_version', environment: 'BW_API_VERSION', secret: false, optional: true },
];

/** Base URLs that are not written out follow the version of the API. */
function defaultBaseUrls(given: Readonly<Record<string, string>>): Record<string, string> {
  return given['api_version'] === 'v2' ? { base_url: V2_BASE_URL } : {};
}

/**
 * What will stop working. Bandwidth ends API users on 2 December 2026 and takes OAuth2 client credentials alone from then.
 * @see https://dev.bandwidth.com/docs/account/credentials/management
 */
function notices(settings: BandwidthSettings): readonly string[] {
  if (settings.client_id !== undefined) return [];
  return [
    'Bandwidth ends API users (username and password) on 2 December 2026. Create API credentials in the Bandwidth App and set client_id and client_secret.',
  ];
}

/** Which settings to check when Bandwidth refuses the credentials. */
export function credentialsHint(settings: BandwidthSettings): string {
  const pair = settings.client_id === undefined ? 'username and password' : 'client_id and client_secret';
  return `Check account_id, ${pair} of this account, then run \`e911 accounts check\`.`;
}

/** What the definitions of both dialects share. */
export const bandwidth = {
  provider: 'bandwidth',
  settings: BandwidthSettings,
  settingNames,
  logins,
  dialectEnvironment: 'BW_DIALECT',
  baseUrls: BASE_URLS,
  defaultBaseUrls,
  notices,
} as const;
