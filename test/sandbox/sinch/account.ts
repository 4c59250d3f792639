import { createFaults, type FaultRule } from '../../../src/sandbox/faults.ts';
import { startSandboxServer } from '../../../src/sandbox/server.ts';
import { createSinchStandIn, type SinchStandInOptions } from '../../../src/sandbox/sinch/index.ts';
import { realClock } from '../real-clock.ts';

/** A served stand-in and plain requests with its key pair, which Sinch takes as Basic credentials. */
export async function serveSinch(options: SinchStandInOptions = {}, rules: readonly FaultRule[] = []) {
  const standIn = createSinchStandIn(options);
  const faults = createFaults(() => 0.5, rules);
  const server = await startSandboxServer(standIn, { clock: realClock, faults });
  const {
    SINCH_PROJECT_ID: projectId = '',
    SINCH_KEY_ID: keyId = '',
    SINCH_KEY_SECRET: keySecret = '',
  } = standIn.environment;
  const basic = `Basic ${Buffer.from(`${keyId}:${keySecret}`).toString('base64')}`;
  const send = async (
    authorization: string,
    method: string,
    path: string,
    body?: object,
  ): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> => {
    const answer = await fetch(`${server.origin}/v1/projects/${projectId}/${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const json = (await answer.json()) as Record<string, unknown>;
    return { status: answer.status, body: json, headers: answer.headers };
  };
  /** One request below the project's path. */
  const ask = (method: string, path: string, body?: object) => send(basic, method, path, body);
  const token = (authorization = basic, form = 'grant_type=client_credentials') =>
    fetch(`${server.origin}/oauth2/token`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
      body: form,
    });
  const kinds = (): string[] => standIn.effects.map(({ kind }) => kind);
  return { standIn, server, ask, send, token, kinds, origin: server.origin, projectId, keyId, keySecret };
}

/** An address that the sandbox knows, in standard form. */
export const HARRISON = {
  streetNumber: '645',
  streetInfo: 'HARRISON ST',
  city: 'SAN FRANCISCO',
  state: 'CA',
  postalCode: '94105',
};
