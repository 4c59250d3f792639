import { type Answer, type Exchange, rfc2822 } from './exchange.ts';
import { pageOf2010 } from './paging.ts';

/** `GET /Accounts/{AccountSid}` */
export function fetchAccount(exchange: Exchange): Answer {
  return { status: 200, value: render(exchange, { sid: exchange.store.accountSid }) };
}

/** `GET /Accounts`: the newest first, the asking account itself last. Each comes with its own token. */
export function listAccounts(exchange: Exchange): Answer {
  const { accounts, store, request } = exchange;
  const listed = store === accounts.parent ? [...accounts.children, accounts.parent] : [store];
  const name = request.query.get('FriendlyName');
  const status = request.query.get('Status');
  const value = pageOf2010(
    exchange,
    listed.map(({ accountSid }) => ({ sid: accountSid })),
    {
      key: 'accounts',
      operation: 'list-accounts',
      keep: ({ sid }) =>
        (!name || listed.find((one) => one.accountSid === sid)?.friendlyName === name) &&
        (!status || status === statusOf(exchange, sid)),
      render: (one) => render(exchange, one),
    },
  );
  return { status: 200, value };
}

const statusOf = ({ accounts }: Exchange, sid: string): string => accounts.statuses.get(sid) ?? 'active';

function render(exchange: Exchange, { sid }: { readonly sid: string }): Record<string, unknown> {
  const { parent, children } = exchange.accounts;
  const store = children.find((one) => one.accountSid === sid) ?? parent;
  const path = `/2010-04-01/Accounts/${sid}`;
  return {
    sid,
    owner_account_sid: parent.accountSid,
    friendly_name: store.friendlyName,
    auth_token: store.authToken,
    status: statusOf(exchange, sid),
    type: 'Full',
    date_created: rfc2822(store, 0),
    date_updated: rfc2822(store, 0),
    uri: `${path}.json`,
    subresource_uris: {
      addresses: `${path}/Addresses.json`,
      incoming_phone_numbers: `${path}/IncomingPhoneNumbers.json`,
    },
  };
}
