import type { Clock } from '../../domain/clock.ts';
import { basicAuth } from '../../http/basic-auth.ts';
import type { Call, HttpAnswer, HttpRequest, Transport } from '../../http/transport.ts';
import { buildXml, type XmlElement } from '../../http/xml.ts';
import { type Authorized, createBearer } from '../kit/bearer.ts';
import { proveFirst } from '../kit/prove-first.ts';
import { refusal } from './errors.ts';
import { type BandwidthSettings, credentialsHint } from './settings.ts';

/** A body: root element and content. */
export interface Document {
  readonly root: string;
  readonly content: XmlElement;
}

/** A request that changes something; without a document it has no body. */
export interface Change {
  readonly operation: string;
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly document?: Document | undefined;
}

/** The requests of one account: every path is below `/accounts/{accountId}` or, with `global`, below the base. */
interface Client {
  readonly read: (operation: string, path: string, call: Call) => Promise<HttpAnswer>;
  /** A POST that changes nothing and may be repeated. */
  readonly ask: (operation: string, path: string, document: Document, call: Call) => Promise<HttpAnswer>;
  readonly change: (change: Change, call: Call) => Promise<HttpAnswer>;
}

const XML = 'application/xml; charset=utf-8';

/** Paths begin with `/`; one that begins with `/tns/` is outside the account. */
export function createClient(settings: BandwidthSettings, transport: Transport, clock?: Clock): Client {
  const base = settings.base_url.replace(/\/+$/, '');
  const account = `${base}/accounts/${encodeURIComponent(settings.account_id)}`;
  const sendAuthorized = createAuthorized(settings, transport, clock);

  function send(change: Change, effect: boolean, call: Call): Promise<HttpAnswer> {
    const { operation, method, path, document } = change;
    const url = new URL(`${path.startsWith('/tns/') ? base : account}${path}`);
    const accept = { accept: 'application/xml' };
    const body =
      document === undefined
        ? { headers: accept }
        : {
            headers: { ...accept, 'content-type': XML },
            body: buildXml(document.root, document.content),
          };
    return sendAuthorized({ operation, method, url, effect, ...body }, call);
  }

  return {
    read: (operation, path, call) => send({ operation, method: 'GET', path }, false, call),
    ask: (operation, path, document, call) =>
      send({ operation, method: 'POST', path, document }, false, call),
    change: (change, call) => send(change, true, call),
  };
}

/**
 * OAuth2 client credentials; username and password where an account has no others yet.
 * @see https://dev.bandwidth.com/docs/account/credentials/management
 */
function createAuthorized(settings: BandwidthSettings, transport: Transport, clock?: Clock): Authorized {
  const { client_id, client_secret, username = '', password = '' } = settings;
  if (client_id === undefined || client_secret === undefined) {
    const authorization = basicAuth(username, password);
    const { send } = proveFirst(transport);
    return (request, call) => send({ ...request, headers: { ...request.headers, authorization } }, call);
  }
  return createBearer({
    provider: 'bandwidth',
    title: 'Bandwidth',
    tokenUrl: new URL(`${settings.auth_base_url.replace(/\/+$/, '')}/api/v1/oauth2/token`),
    clientId: client_id,
    clientSecret: client_secret,
    credentialsHint: credentialsHint(settings),
    refusal: (operation, answer) => refusal(operation, answer),
    transport,
    clock,
  });
}
