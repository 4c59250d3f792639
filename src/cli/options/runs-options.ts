import { z } from 'zod';
import { option } from '../../options/option.ts';
import { waitForLockOption } from '../../options/pause-option.ts';
import { count, days } from '../../options/typed-values.ts';

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
  pruneAgeMs: option(days.optional(), {
    name: 'prune',
    group: 'changes',
    help: 'delete the folders and journal rows of runs that ended longer ago than this: 90d; what is still needed stays',
    on: ['runs'],
  }),
  follow: option(z.boolean().default(false), {
    group: 'output',
    help: 'show how far a run has come (default: the newest), until it ends; exits with its code',
    on: ['runs'],
  }),
  outDir: option(z.string().optional(), {
    name: 'out',
    group: 'output',
    help: 'write the files of this run again, from the journal, into this folder',
    values: 'folder',
    on: ['runs'],
  }),
  waitForLockMs: waitForLockOption(['runs', 'recover']),
  dryRun: option(z.boolean().default(false), {
    group: 'changes',
    help: 'with --prune: show what would be deleted and what stays',
    on: ['runs'],
  }),
});
