import type { SandboxRequest } from '../stand-in.ts';
import { fetchAccount, listAccounts } from './account-routes.ts';
import * as addresses from './addresses.ts';
import type { Answer, Exchange } from './exchange.ts';
import * as numbers from './numbers.ts';
import * as trunks from './trunks.ts';

type Handler = (exchange: Exchange, first: string, second: string) => Answer;

interface Route {
  readonly operation: string | ((form: URLSearchParams) => string);
  readonly handle: Handler;
}

/** What a path leads to; `methods` empty when nothing is there. */
export interface Match {
  readonly form: 'json' | 'xml';
  /** Account SID in the path; empty for v1 and for the list of accounts, which name none. */
  readonly accountSid: string;
  readonly methods: Readonly<Record<string, Route>>;
  readonly first: string;
  readonly second: string;
}

type Methods = Readonly<Record<string, Route>>;

const ACCOUNT: Methods = { GET: { operation: 'fetch-account', handle: fetchAccount } };
const ACCOUNTS: Methods = { GET: { operation: 'list-accounts', handle: listAccounts } };

/** Patterns below `/2010-04-01/Accounts/{AccountSid}`, without the suffix. */
const ROUTES_2010: readonly (readonly [RegExp, Methods])[] = [
  [/^$/, ACCOUNT],
  [
    /^\/Addresses$/,
    {
      GET: { operation: 'list-addresses', handle: addresses.listAddresses },
      POST: { operation: 'create-address', handle: addresses.createAddress },
    },
  ],
  [
    /^\/Addresses\/([^/]+)$/,
    {
      GET: { operation: 'fetch-address', handle: addresses.fetchAddress },
      POST: { operation: 'update-address', handle: addresses.updateAddress },
      DELETE: { operation: 'delete-address', handle: addresses.deleteAddress },
    },
  ],
  [
    /^\/Addresses\/([^/]+)\/DependentPhoneNumbers$/,
    { GET: { operation: 'list-dependents', handle: addresses.listDependents } },
  ],
  [
    /^\/IncomingPhoneNumbers$/,
    {
      GET: { operation: 'list-numbers', handle: numbers.listNumbers },
      POST: { operation: 'buy', handle: numbers.buyNumber },
    },
  ],
  [
    /^\/IncomingPhoneNumbers\/([^/]+)$/,
    {
      GET: { operation: 'fetch-number', handle: numbers.fetchNumber },
      POST: { operation: numbers.updateOperation, handle: numbers.updateNumber },
      DELETE: { operation: 'release', handle: numbers.releaseNumber },
    },
  ],
];

/** Patterns below `/v1/Trunks`. */
const ROUTES_V1: readonly (readonly [RegExp, Methods])[] = [
  [
    /^\/([^/]+)\/PhoneNumbers$/,
    {
      GET: { operation: 'list-trunk-numbers', handle: trunks.listTrunkNumbers },
      POST: { operation: 'attach-trunk', handle: trunks.attachTrunkNumber },
    },
  ],
  [
    /^\/([^/]+)\/PhoneNumbers\/([^/]+)$/,
    {
      GET: { operation: 'fetch-trunk-number', handle: trunks.fetchTrunkNumber },
      DELETE: { operation: 'detach-trunk', handle: trunks.detachTrunkNumber },
    },
  ],
];

/** Finds what a path leads to. The 2010 API speaks JSON only where the path ends in `.json`, v1 always. */
export function matchRoute(path: string): Match {
  const list = /^\/2010-04-01\/Accounts(\.json|\.xml)?$/.exec(path);
  if (list) {
    const form = list[1] === '.json' ? 'json' : 'xml';
    return { form, accountSid: '', methods: ACCOUNTS, first: '', second: '' };
  }
  const versioned = /^\/2010-04-01\/Accounts\/([^/.]+)(.*?)(\.json|\.xml)?$/.exec(path);
  const form = versioned && versioned[3] !== '.json' ? 'xml' : 'json';
  const rest = versioned ? (versioned[2] ?? '') : path.replace(/^\/v1\/Trunks/, '');
  const known = versioned ? ROUTES_2010 : path.startsWith('/v1/Trunks/') ? ROUTES_V1 : [];
  for (const [pattern, methods] of known) {
    const found = pattern.exec(rest);
    if (found === null) continue;
    return { form, accountSid: versioned?.[1] ?? '', methods, first: found[1] ?? '', second: found[2] ?? '' };
  }
  return { form, accountSid: versioned?.[1] ?? '', methods: {}, first: '', second: '' };
}

/** Name of the call that a request makes; `other` for none. */
export function operationOf(request: SandboxRequest): string {
  const operation = matchRoute(request.path).methods[request.method]?.operation;
  if (operation === undefined) return 'other';
  return typeof operation === 'string' ? operation : operation(new URLSearchParams(request.body));
}
