import { hasBasic } from '../client-tokens.ts';
import type { Effect, SandboxRequest } from '../stand-in.ts';
import { TwilioRefusal } from './refusal.ts';
import { seedNumbers } from './seed.ts';
import { nextSid, type TwilioStore } from './store.ts';
import type { TwilioSwitches } from './switches.ts';

export const ACCOUNT_SID = `AC${'e911'.repeat(8)}`;
export const AUTH_TOKEN = 'sandbox-token-of-no-account';
export const API_KEY = `SK${'e911'.repeat(8)}`;
export const API_KEY_SECRET = 'sandbox-key-secret-of-no-account';

/** A subaccount to start with. */
export interface SubaccountOption {
  readonly name: string;
  /** `+` and digits. */
  readonly numbers: readonly string[];
  /** As Twilio's list names it; active when absent. */
  readonly status?: 'active' | 'suspended' | 'closed';
}

export const DEFAULT_SUBACCOUNTS: readonly SubaccountOption[] = [
  { name: 'Branch West', numbers: ['+12065550100', '+12065550101', '+12065550102', '+12065550103'] },
  { name: 'Branch East', numbers: ['+16175550100', '+16175550101', '+16175550102', '+16175550103'] },
];

/** Each account counts its SIDs from a start of its own: no two accounts share one. */
const SIDS_PER_ACCOUNT = 10_000_000;

/** The account with the sandbox's credentials, and those it owns. */
export interface TwilioAccounts {
  readonly parent: TwilioStore;
  readonly children: readonly TwilioStore[];
  /** Of those that are not active, by SID. */
  readonly statuses: ReadonlyMap<string, string>;
}

function emptyStore(
  identity: Pick<
    TwilioStore,
    'accountSid' | 'authToken' | 'friendlyName' | 'wallAtZeroMs' | 'effects' | 'sequence'
  >,
): TwilioStore {
  return { ...identity, addresses: new Map(), numbers: new Map(), sidByPhone: new Map(), trunks: new Set() };
}

/** The parent without numbers, and the subaccounts with theirs. */
export function createAccounts(
  subaccounts: readonly SubaccountOption[],
  wallAtZeroMs: number,
  effects: Effect[],
): TwilioAccounts {
  const shared = { wallAtZeroMs, effects };
  const sids = { sequence: 0 };
  const parent = emptyStore({
    ...shared,
    accountSid: ACCOUNT_SID,
    authToken: AUTH_TOKEN,
    friendlyName: 'Sandbox',
    sequence: 0,
  });
  const statuses = new Map<string, string>();
  const children = subaccounts.map(({ name, numbers, status }, at) => {
    const child = emptyStore({
      ...shared,
      accountSid: nextSid(sids, 'AC'),
      authToken: `${AUTH_TOKEN}-${at + 1}`,
      friendlyName: name,
      sequence: (at + 1) * SIDS_PER_ACCOUNT,
    });
    seedNumbers(child, numbers);
    if (status !== undefined) statuses.set(child.accountSid, status);
    return child;
  });
  return { parent, children, statuses };
}

/** What a request asks of which account. */
interface Asked {
  readonly request: SandboxRequest;
  /** Account SID in the path; empty for v1 and for `/Accounts`, which name none. */
  readonly accountSid: string;
  readonly isAccountList: boolean;
}

/**
 * The account that a request is about, by its path and its credentials: an account's own SID and token, its parent's, or
 * the parent's API key.
 * @throws TwilioRefusal 401 with 20003 for credentials that do not reach it
 */
export function authorize(
  { parent, children }: TwilioAccounts,
  { request, accountSid, isAccountList }: Asked,
  switches: TwilioSwitches,
): TwilioStore {
  const all = [parent, ...children];
  const hasKey = hasBasic(request, API_KEY, API_KEY_SECRET);
  const user = all.find((one) => hasBasic(request, one.accountSid, one.authToken));
  const caller = hasKey ? parent : user;
  const wanted = accountSid === '' ? caller : all.find((one) => one.accountSid === accountSid);
  if (caller === undefined || wanted === undefined) throw new TwilioRefusal(401, 20003, 'Authenticate');
  const reaches = wanted === caller || caller === parent;
  const isKeyRefused =
    hasKey &&
    ((isAccountList && switches.apiKeyType === 'standard') ||
      (wanted !== parent && switches.parentKeyOnSubaccounts === 'refuse'));
  if (!reaches || isKeyRefused) throw new TwilioRefusal(401, 20003, 'Authenticate');
  return wanted;
}
