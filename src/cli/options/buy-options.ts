import { z } from 'zod';
import { country } from '../../api/export-options.ts';
import { type CommandName, option } from '../../options/option.ts';
import { maxPauseOption } from '../../options/pause-option.ts';
import { count, phonePart } from '../../options/typed-values.ts';

const ON: readonly CommandName[] = ['buy'];

/** The options of `e911 buy`: flag, help, type, and default of each. */
export const buyOptions = z.object({
  account: option(z.string().optional(), {
    group: 'accounts',
    help: 'account that buys (default: that of the config, or the only one that can)',
    values: 'account',
    on: ON,
  }),
  count: option(count.optional(), { group: 'filter', help: 'how many numbers to pick', on: ON }),
  country: option(country.optional(), {
    group: 'filter',
    help: 'in this country, two letters (default: that of the config)',
    on: ON,
  }),
  type: option(z.string().optional(), {
    group: 'filter',
    help: "of this type, in the provider's word: landline, LOCAL, ...",
    on: ON,
  }),
  pattern: option(phonePart.optional(), { group: 'filter', help: 'with these digits', on: ON }),
  searchPattern: option(z.enum(['start', 'contains', 'end']).optional(), {
    group: 'filter',
    help: 'where in the number --pattern must be (default contains)',
    on: ON,
  }),
  features: option(z.string().optional(), {
    group: 'filter',
    help: 'with all of these capabilities: SMS,VOICE',
    on: ON,
  }),
  like: option(z.string().optional(), {
    group: 'rows',
    help: 'sheet whose first row gives every row its settings and its address',
    values: 'file',
    on: ON,
  }),
  out: option(z.string().optional(), {
    group: 'output',
    help: 'sheet to write, CSV or .xlsx; never over a file that exists',
    values: 'file',
    on: ON,
  }),
  maxPauseMs: maxPauseOption(ON),
});
