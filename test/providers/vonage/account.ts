import { vonage } from '../../../src/providers/vonage/index.ts';
import { createVonageStandIn, type VonageStandInOptions } from '../../../src/sandbox/vonage/index.ts';
import { type Answerer, connect } from '../../contract/socketless.ts';

/** The adapter on a stand-in of its own without sockets; `override` answers in its place. */
export function openAccount(options: VonageStandInOptions = {}, override?: Answerer) {
  const standIn = createVonageStandIn(options);
  const { transport, sent } = connect(standIn, override);
  const { VONAGE_API_KEY: api_key, VONAGE_API_SECRET: api_secret } = standIn.environment;
  const account = vonage.create(vonage.settings.parse({ api_key, api_secret }), transport);
  return { account, standIn, sent };
}

/** A number that the fresh account covers, and one without address. */
export const COVERED = '+14155550100';
export const FREE = '+14155550150';
/** A number that is for sale. */
export const FOR_SALE = '+12065550100';
