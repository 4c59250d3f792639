import type { Clock } from '../../domain/clock.ts';
import type { HttpAnswer, Transport } from '../../http/transport.ts';
import { buildXml, type XmlElement } from '../../http/xml.ts';
import { withBasic } from '../kit/basic.ts';
import { createBearer } from '../kit/bearer.ts';
import { createCaller } from '../kit/caller.ts';
import { errors, refusal } from './errors.ts';
import { type BandwidthSettings, credentialsHint } from './settings.ts';

/** A body: root element and content. */
interface Document {
  readonly root: string;
  readonly content: XmlElement;
}

interface ClientOptions {
  readonly settings: BandwidthSettings;
  readonly transport: Transport;
  readonly clock?: Clock | undefined;
  readonly isNotFound: (answer: HttpAnswer) => boolean;
}

/** The calls of one account. Paths begin with `/` and are below the account, but for those that begin with `/tns/`. */
export function createClient({ settings, transport, clock, isNotFound }: ClientOptions) {
  const base = settings.base_url.replace(/\/+$/, '');
  const account = `${base}/accounts/${encodeURIComponent(settings.account_id)}`;
  return createCaller<Document>({
    send: createAuthorized(settings, transport, clock),
    headers: { accept: 'application/xml' },
    urlOf: (path) => `${path.startsWith('/tns/') ? base : account}${path}`,
    encode: ({ root, content }) => ({
      type: 'application/xml; charset=utf-8',
      text: buildXml(root, content),
    }),
    ...{ errors, refusal, isNotFound },
  });
}

/**
 * OAuth2 client credentials; username and password where an account has no others yet.
 * @see https://dev.bandwidth.com/docs/account/credentials/management
 */
function createAuthorized(
  settings: BandwidthSettings,
  transport: Transport,
  clock?: Clock,
): Transport['send'] {
  const { client_id, client_secret, username = '', password = '' } = settings;
  if (client_id === undefined || client_secret === undefined) return withBasic(transport, username, password);
  return createBearer({
    provider: 'bandwidth',
    title: 'Bandwidth',
    tokenUrl: new URL(`${settings.auth_base_url.replace(/\/+$/, '')}/api/v1/oauth2/token`),
    clientId: client_id,
    clientSecret: client_secret,
    credentialsHint: credentialsHint(settings),
    refusal,
    transport,
    clock,
  });
}
