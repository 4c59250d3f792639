import { z } from 'zod';
import { option } from '../../options/option.ts';
import { factor, wholeNumber } from '../../options/typed-values.ts';

/** The options of `e911 sandbox`. */
export const sandboxOptions = z.object({
  port: option(wholeNumber(65_535, '', '4010').prefault('0'), {
    group: 'sandbox',
    help: 'first port; 0 takes free ports',
    on: ['sandbox'],
  }),
  scale: option(factor.prefault('1'), {
    group: 'sandbox',
    help: 'factor on all delays of registration; 0 means no delay',
    on: ['sandbox'],
  }),
  latency: option(wholeNumber(60_000, ' of milliseconds', '20').prefault('0'), {
    group: 'sandbox',
    help: 'shortest time to answer, in milliseconds',
    on: ['sandbox'],
  }),
  write: option(z.string().optional(), {
    group: 'sandbox',
    help: 'folder to write e911.config.yaml and .env into, ready to use',
    values: 'folder',
    on: ['sandbox'],
  }),
  faults: option(z.string().optional(), {
    group: 'sandbox',
    help: 'JSON file with a list of faults, such as [{"do": "status", "status": 503, "times": 2}]',
    values: 'file',
    on: ['sandbox'],
  }),
});
