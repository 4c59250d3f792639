import { vonage } from '../../src/providers/vonage/index.ts';
import { createVonageStandIn } from '../../src/sandbox/vonage/index.ts';
import { describeProviderContract } from './provider-contract.ts';
import { PLACES, serveWorld } from './served-world.ts';

describeProviderContract('vonage', {
  start: ({ numbers } = {}) => {
    const standIn = createVonageStandIn(numbers === undefined ? {} : { numbers, covered: false });
    const { VONAGE_API_KEY: api_key = '', VONAGE_API_SECRET: secret = '' } = standIn.environment;
    const settings = (origin: string, api_secret: string) => ({
      api_key,
      api_secret,
      base_url: origin,
      numbers_base_url: origin,
    });
    return serveWorld({ standIn, definition: vonage, user: api_key, secret, settings });
  },
  severalPages: 205,
  numbers: { covered: '+14155550100', free: '+14155550150', foreign: '+14155559999' },
  places: PLACES,
});
