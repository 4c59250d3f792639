import { ACCOUNT_ID } from '../../../src/sandbox/bandwidth/endpoints/wire.ts';
import { standInOf } from '../accounts.ts';
import type { Place } from './command.ts';

/** Changes something at the Bandwidth stand-in as another program on the same account would. `path` follows `/e911s`. */
export async function writeAtBandwidth(
  place: Place,
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body = '',
): Promise<void> {
  const { origin, standIn } = standInOf(place, 'bandwidth');
  const { BW_USERNAME: user = '', BW_PASSWORD: password = '' } = standIn.environment;
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const answer = await fetch(`${origin}/api/accounts/${ACCOUNT_ID}/e911s${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/xml' },
    ...(body === '' ? {} : { body }),
  });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
}
