import type { HttpRequest } from '../../../src/http/transport.ts';
import type { ProviderAccount } from '../../../src/providers/contract.ts';
import { twilio } from '../../../src/providers/twilio/index.ts';
import { type ScriptedAnswer, scriptedTransport } from '../scripted.ts';

export { call } from '../scripted.ts';

export const ACCOUNT_SID = `AC${'0'.repeat(32)}`;

/** A Twilio account that gets these answers. */
export function scripted(answers: readonly ScriptedAnswer[]): {
  readonly account: ProviderAccount;
  readonly requests: HttpRequest[];
} {
  const { transport, requests } = scriptedTransport(answers);
  const settings = twilio.settings.parse({
    account_sid: ACCOUNT_SID,
    auth_token: 'a token',
    base_url: 'http://127.0.0.1:4010/',
  });
  return { account: twilio.create(settings, transport), requests };
}

/** A sid of this kind that ends in the given number. */
export function sid(prefix: 'AD' | 'PN', number = 1): string {
  return `${prefix}${String(number).padStart(32, '0')}`;
}
