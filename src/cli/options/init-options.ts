import { z } from 'zod';
import { option } from '../../options/option.ts';

/** Bandwidth has an account for each of its dialects. */
const PROVIDERS = ['twilio', 'vonage', 'sinch', 'bandwidth', 'bandwidth-orders'];

/** The options of `e911 init`. */
export const initOptions = z.object({
  provider: option(z.array(z.string()).default([]), {
    group: 'accounts',
    help: `account to write: ${PROVIDERS.join(', ')}`,
    values: PROVIDERS,
    on: ['init'],
  }),
  country: option(z.string().default('US'), {
    group: 'accounts',
    help: 'country of rows that name none, two letters',
    on: ['init'],
  }),
  out: option(z.string().default('e911.config.yaml'), {
    group: 'output',
    help: 'file to write',
    values: 'file',
    on: ['init'],
  }),
});
