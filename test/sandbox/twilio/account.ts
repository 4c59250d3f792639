import twilio from 'twilio';
import type { Clock } from '../../../src/domain/clock.ts';
import { createFaults, type FaultRule } from '../../../src/sandbox/faults.ts';
import { type SandboxServerOptions, startSandboxServer } from '../../../src/sandbox/server.ts';
import { createTwilioStandIn, type TwilioStandInOptions } from '../../../src/sandbox/twilio/index.ts';
import { realClock } from '../real-clock.ts';

/** A served stand-in, the vendor's own client for it, and plain requests with its credentials. */
export async function serveTwilio(
  options: TwilioStandInOptions = {},
  served: {
    faults?: readonly FaultRule[];
    latencyMs?: number;
    client?: { autoRetry?: boolean };
    clock?: Clock;
  } = {},
) {
  const standIn = createTwilioStandIn(options);
  const faults = createFaults(() => 0.5, served.faults);
  const serverOptions: SandboxServerOptions = {
    clock: served.clock ?? realClock,
    faults,
    latencyMs: served.latencyMs ?? 0,
  };
  const server = await startSandboxServer(standIn, serverOptions);
  const { TWILIO_ACCOUNT_SID: accountSid = '', TWILIO_AUTH_TOKEN: token = '' } = standIn.environment;
  const client = twilio(accountSid, token, served.client ?? {});
  client.api.baseUrl = server.origin;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${token}`).toString('base64')}`;
  const prefix = `${server.origin}/2010-04-01/Accounts/${accountSid}`;
  /** One request below the account's path; a body makes it a POST. */
  const ask = (path: string, body?: string): Promise<Response> =>
    fetch(`${prefix}${path}`, {
      headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
      ...(body === undefined ? {} : { method: 'POST', body }),
    });
  const kinds = (): string[] => standIn.effects.map(({ kind }) => kind);
  return { standIn, faults, server, client, ask, kinds, origin: server.origin, token };
}

/** The sample address of Twilio's own pages, in standard form. */
export const HARRISON = {
  customerName: 'Harbor Dental & Sons',
  street: '645 Harrison St',
  city: 'San Francisco',
  region: 'CA',
  postalCode: '94105',
  isoCountry: 'US',
  friendlyName: 'tag 1',
  emergencyEnabled: true,
  autoCorrectAddress: false,
};

/** The same as a form body, for plain requests. */
export const HARRISON_FORM = new URLSearchParams({
  CustomerName: HARRISON.customerName,
  Street: HARRISON.street,
  City: HARRISON.city,
  Region: HARRISON.region,
  PostalCode: HARRISON.postalCode,
  IsoCountry: HARRISON.isoCountry,
  EmergencyEnabled: 'true',
  AutoCorrectAddress: 'false',
}).toString();
