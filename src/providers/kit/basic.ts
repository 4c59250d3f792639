import { basicAuth } from '../../http/authorization.ts';
import type { Transport } from '../../http/transport.ts';
import { proveFirst } from './prove-first.ts';

/** Sends requests with Basic credentials; wrong ones cost one call. */
export function withBasic(transport: Transport, user: string, password: string): Transport['send'] {
  const authorization = basicAuth(user, password);
  const { send } = proveFirst(transport);
  return (request, call) => send({ ...request, headers: { ...request.headers, authorization } }, call);
}
