import { z } from 'zod';
import { basicAuth } from '../../http/authorization.ts';
import type { SettingName } from '../contract.ts';
import { type Logins, requireLogin } from '../kit/logins.ts';

/** Where Twilio listens when the config names no other place. Source: vendor's 2010-04-01 specification. */
export const BASE_URLS = { base_url: 'https://api.twilio.com' } as const;

/** Ways to prove the account. Twilio recommends API keys. @see https://www.twilio.com/docs/iam/api-keys */
export const logins: Logins = [['api_key', 'api_key_secret'], ['auth_token']];

/** The form of an account's id. */
export const ACCOUNT_SID = /^AC[0-9a-fA-F]{32}$/;

const AccountSid = z
  .string()
  .regex(ACCOUNT_SID, 'must be AC and 32 hexadecimal digits, as the Twilio console shows it');
const secret = z.string().min(1, 'must not be empty');

/** The settings of one Twilio account, secrets already looked up. Messages never repeat a value. */
export const TwilioSettings = z
  .strictObject({
    /** The account that the numbers are in: it is in every path. */
    account_sid: AccountSid,
    api_key: z
      .string()
      .regex(/^SK[0-9a-fA-F]{32}$/, 'must be SK and 32 hexadecimal digits, as the Twilio console shows it')
      .optional(),
    api_key_secret: secret.optional(),
    auth_token: secret.optional(),
    /** The parent account that `auth_token` is of, for a subaccount in `account_sid`. */
    auth_account_sid: AccountSid.optional(),
    /** Makes each subaccount an account `name/AC…`. */
    subaccounts: z.literal('all', 'must be all').optional(),
    region: z
      .string()
      .regex(/^[a-z]{2}\d$/, 'must be a Twilio region such as us1, ie1 or au1')
      .optional(),
    edge: z
      .string()
      .regex(/^[a-z][a-z-]{1,30}$/, 'must be a Twilio edge location such as ashburn, dublin or sydney')
      .optional(),
    base_url: z.url().default(BASE_URLS.base_url),
  })
  .superRefine(requireLogin(logins))
  .superRefine(({ api_key, auth_account_sid, subaccounts, region, edge, base_url }, context) => {
    if (auth_account_sid !== undefined && api_key !== undefined) {
      const message = 'goes with auth_token; an API key names its account itself';
      context.addIssue({ code: 'custom', path: ['auth_account_sid'], message });
    }
    if (subaccounts !== undefined && auth_account_sid !== undefined) {
      const message = 'goes with the parent account: write its SID as account_sid, without auth_account_sid';
      context.addIssue({ code: 'custom', path: ['subaccounts'], message });
    }
    if (region !== undefined && edge === undefined) {
      const message = 'is missing beside region: Twilio ended host names without an edge on 28 April 2026';
      context.addIssue({ code: 'custom', path: ['edge'], message, params: { isMissing: true } });
    } else if (edge !== undefined && base_url !== hostOf(edge, region)) {
      const message = 'makes the host and does nothing beside base_url: leave out one of them';
      context.addIssue({ code: 'custom', path: ['edge'], message });
    }
  });
export type TwilioSettings = z.output<typeof TwilioSettings>;

/** The settings that name and prove the account, and the variables that make it one without a config file. */
export const settingNames: readonly SettingName[] = [
  { name: 'account_sid', environment: 'TWILIO_ACCOUNT_SID', secret: false },
  { name: 'api_key', environment: 'TWILIO_API_KEY', secret: false },
  { name: 'api_key_secret', environment: 'TWILIO_API_KEY_SECRET', secret: true },
  { name: 'auth_token', environment: 'TWILIO_AUTH_TOKEN', secret: true },
  { name: 'auth_account_sid', environment: 'TWILIO_AUTH_ACCOUNT_SID', secret: false, optional: true },
  { name: 'region', environment: 'TWILIO_REGION', secret: false, optional: true },
  { name: 'edge', environment: 'TWILIO_EDGE', secret: false, optional: true },
];

/**
 * The host of a region and edge; an edge alone leads to the US region, as in Twilio's own libraries.
 * @see https://www.twilio.com/docs/global-infrastructure/understanding-twilio-regions
 */
export function defaultBaseUrls(given: Readonly<Record<string, string>>): Record<string, string> {
  const { region, edge } = given;
  return edge === undefined ? {} : { base_url: hostOf(edge, region) };
}

const hostOf = (edge: string, region = 'us1'): string => `https://api.${edge}.${region}.twilio.com`;

/**
 * The `authorization` header: an API key, or the token of the account or of its parent.
 * @see https://www.twilio.com/docs/iam/api/subaccounts#authentication
 */
export function authorizationOf(settings: TwilioSettings): string {
  const { account_sid, api_key, api_key_secret, auth_account_sid, auth_token } = settings;
  if (api_key !== undefined && api_key_secret !== undefined) return basicAuth(api_key, api_key_secret);
  return basicAuth(auth_account_sid ?? account_sid, auth_token ?? '');
}
