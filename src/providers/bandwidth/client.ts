import { basicAuth } from '../../http/basic-auth.ts';
import type { Call, HttpAnswer, HttpRequest, Transport } from '../../http/transport.ts';
import { buildXml, type XmlElement } from '../../http/xml.ts';
import type { BandwidthSettings } from './settings.ts';

/** A body: root element and content. */
export interface Document {
  readonly root: string;
  readonly content: XmlElement;
}

/** The requests of one account: every path is below `/accounts/{accountId}` or, with `global`, below the base. */
export interface Client {
  readonly read: (operation: string, path: string, call: Call) => Promise<HttpAnswer>;
  /** A POST that changes nothing and may be repeated. */
  readonly ask: (operation: string, path: string, document: Document, call: Call) => Promise<HttpAnswer>;
  readonly change: (
    operation: string,
    method: HttpRequest['method'],
    path: string,
    document: Document | null,
    call: Call,
  ) => Promise<HttpAnswer>;
}

const XML = 'application/xml; charset=utf-8';

/** Paths begin with `/`; one that begins with `/tns/` is outside the account. */
export function createClient(settings: BandwidthSettings, transport: Transport): Client {
  const base = settings.base_url.replace(/\/+$/, '');
  const account = `${base}/accounts/${encodeURIComponent(settings.account_id)}`;
  const headers = {
    authorization: basicAuth(settings.username, settings.password),
    accept: 'application/xml',
  };

  function send(
    operation: string,
    method: HttpRequest['method'],
    path: string,
    effect: boolean,
    document: Document | null,
    call: Call,
  ): Promise<HttpAnswer> {
    const url = new URL(`${path.startsWith('/tns/') ? base : account}${path}`);
    const body =
      document === null
        ? { headers }
        : {
            headers: { ...headers, 'content-type': XML },
            body: buildXml(document.root, document.content),
          };
    return transport.send({ operation, method, url, effect, ...body }, call);
  }

  return {
    read: (operation, path, call) => send(operation, 'GET', path, false, null, call),
    ask: (operation, path, document, call) => send(operation, 'POST', path, false, document, call),
    change: (operation, method, path, document, call) => send(operation, method, path, true, document, call),
  };
}
