import type { SandboxRequest } from '../stand-in.ts';
import { fetchAccount, listAccounts } from './account-routes.ts';
import * as addresses from './addresses.ts';
import type { Answer, Exchange } from './exchange.ts';
import * as numbers from './numbers.ts';

type Handler = (exchange: Exchange, sid: string) => Answer;

interface Route {
  readonly operation: string | ((form: URLSearchParams) => string);
  readonly handle: Handler;
}

/** What a path leads to; `methods` empty when nothing is there. */
export interface Match {
  /** Account SID in the path; empty for the list of accounts, which names none. */
  readonly accountSid: string;
  readonly methods: Readonly<Record<string, Route>>;
  /** SID of an address or a number; empty for a list. */
  readonly sid: string;
}

type Methods = Readonly<Record<string, Route>>;

const ACCOUNT: Methods = { GET: { operation: 'fetch-account', handle: fetchAccount } };
const ACCOUNTS: Methods = { GET: { operation: 'list-accounts', handle: listAccounts } };

/** Patterns below `/2010-04-01/Accounts/{AccountSid}`, without `.json`. */
const ROUTES: readonly (readonly [RegExp, Methods])[] = [
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

/** Finds what a path leads to. The API speaks JSON only where the path ends in `.json`, which is all that the sandbox serves. */
export function matchRoute(path: string): Match {
  if (path === '/2010-04-01/Accounts.json') return { accountSid: '', methods: ACCOUNTS, sid: '' };
  const [, accountSid = '', rest = ''] = /^\/2010-04-01\/Accounts\/([^/.]+)(.*)\.json$/.exec(path) ?? [];
  for (const [pattern, methods] of accountSid === '' ? [] : ROUTES) {
    const found = pattern.exec(rest);
    if (found !== null) return { accountSid, methods, sid: found[1] ?? '' };
  }
  return { accountSid, methods: {}, sid: '' };
}

/** Name of the call that a request makes; `other` for none. */
export function operationOf(request: SandboxRequest): string {
  const operation = matchRoute(request.path).methods[request.method]?.operation;
  if (operation === undefined) return 'other';
  return typeof operation === 'string' ? operation : operation(new URLSearchParams(request.body));
}
