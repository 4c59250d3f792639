import { twilio } from '../../src/providers/twilio/index.ts';
import { createTwilioStandIn } from '../../src/sandbox/twilio/index.ts';
import { describeProviderContract } from './provider-contract.ts';
import { PLACES, serveWorld } from './served-world.ts';
import { LATER_MS } from './world.ts';

describeProviderContract('twilio', {
  start: ({ numbers } = {}) => {
    const standIn = createTwilioStandIn({
      ...(numbers === undefined ? {} : { numbers, covered: false }),
      registrationDelayMs: LATER_MS,
      removalDelayMs: LATER_MS,
      switches: { emergencyStatusDelayMs: 0, emergencyStatusIgnored: false },
    });
    const { TWILIO_ACCOUNT_SID: account_sid = '', TWILIO_AUTH_TOKEN: secret = '' } = standIn.environment;
    const settings = (base_url: string, auth_token: string) => ({ account_sid, auth_token, base_url });
    return serveWorld({ standIn, definition: twilio, user: account_sid, secret, settings });
  },
  severalPages: 2005,
  numbers: { covered: '+14155550100', free: '+14155550150', foreign: '+14155559999' },
  places: PLACES,
});
