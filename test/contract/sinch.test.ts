import { sinch } from '../../src/providers/sinch/index.ts';
import { createSinchStandIn } from '../../src/sandbox/sinch/index.ts';
import { describeProviderContract } from './provider-contract.ts';
import { PLACES, serveWorld } from './served-world.ts';

describeProviderContract('sinch', {
  start: ({ numbers } = {}) => {
    const standIn = createSinchStandIn(numbers === undefined ? {} : { numbers, covered: false });
    const { SINCH_PROJECT_ID: project_id = '', SINCH_KEY_ID: key_id = '' } = standIn.environment;
    const settings = (origin: string, key_secret: string) => ({
      project_id,
      key_id,
      key_secret,
      base_url: origin,
      auth_base_url: origin,
    });
    const { SINCH_KEY_SECRET: secret = '' } = standIn.environment;
    return serveWorld({ standIn, definition: sinch, user: key_id, secret, settings });
  },
  severalPages: 705,
  numbers: { covered: '+14045550100', free: '+14045550102', foreign: '+14155559999' },
  places: PLACES,
});
