import { z } from 'zod';
import { option } from '../../options/option.ts';
import { count } from '../../options/typed-values.ts';

/** The options of `e911 worker`. */
export const workerOptions = z.object({
  places: option(count.prefault('10'), {
    group: 'changes',
    help: 'most accounts that this worker carries out at the same time',
    on: ['worker'],
  }),
});
