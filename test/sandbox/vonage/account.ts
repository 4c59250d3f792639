import { createFaults } from '../../../src/sandbox/faults.ts';
import { startSandboxServer } from '../../../src/sandbox/server.ts';
import { createVonageStandIn, type VonageStandInOptions } from '../../../src/sandbox/vonage/index.ts';
import { realClock } from '../real-clock.ts';

/** A served stand-in and plain requests with its credentials. */
export async function serveVonage(options: VonageStandInOptions = {}) {
  const standIn = createVonageStandIn(options);
  const server = await startSandboxServer(standIn, { clock: realClock, faults: createFaults(() => 0.5) });
  const { VONAGE_API_KEY: apiKey = '', VONAGE_API_SECRET: apiSecret = '' } = standIn.environment;
  const authorization = `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`;
  /** One request; a text body is sent as a form, an object as JSON. */
  const ask = (method: string, path: string, body?: string | object): Promise<Response> =>
    fetch(`${server.origin}${path}`, {
      method,
      headers: {
        authorization,
        ...(body === undefined
          ? {}
          : {
              'content-type':
                typeof body === 'string' ? 'application/x-www-form-urlencoded' : 'application/json',
            }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  const kinds = (): string[] => standIn.effects.map(({ kind }) => kind);
  return { standIn, server, ask, kinds, origin: server.origin, apiKey, apiSecret };
}
