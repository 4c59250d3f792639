import { z } from 'zod';
import { option } from '../../options/option.ts';
import { count } from '../../options/typed-values.ts';

/** The options of `e911 runs`. */
export const runsOptions = z.object({
  limit: option(count.prefault('20'), {
    group: 'output',
    help: 'how many of the newest runs to list',
    on: ['runs'],
  }),
  uncovered: option(z.boolean().default(false), {
    group: 'output',
    help: 'list numbers that a run left without an address; exit 9 if there are any',
    on: ['runs'],
  }),
});
