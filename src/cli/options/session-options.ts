import { z } from 'zod';
import { type CommandName, option } from '../../options/option.ts';

const ON_RUNS: readonly CommandName[] = ['validate', 'plan', 'apply', 'resume', 'verify', 'undo', 'migrate'];

/** Options that choose accounts and state, and the answer to the confirmation. They belong to a command, not to its run. */
export const sessionOptions = z.object({
  config: option(z.string().optional(), {
    group: 'accounts',
    help: 'config file (default: e911.config.yaml)',
    values: 'file',
    on: [...ON_RUNS, 'review', 'recover', 'export', 'buy', 'accounts', 'runs', 'worker'],
  }),
  envFile: option(z.string().optional(), {
    group: 'accounts',
    help: 'file of NAME=value lines with the variables that the config refers to',
    values: 'file',
    on: [...ON_RUNS, 'review', 'recover', 'export', 'buy', 'accounts', 'init', 'runs', 'worker'],
  }),
  sandbox: option(z.boolean().default(false), {
    group: 'accounts',
    help: 'start the local stand-ins for this command alone and use their accounts',
    on: ['validate', 'plan', 'apply', 'verify', 'export', 'buy', 'accounts', 'migrate'],
  }),
  state: option(z.string().optional(), {
    group: 'accounts',
    help: 'folder of the journal and of all runs, or the database of a team: postgres://..., or env:NAME or file:PATH that holds it (default: E911_STATE, then state of the config, then e911-runs)',
    values: 'folder',
    on: [...ON_RUNS, 'review', 'recover', 'export', 'runs', 'worker'],
    ignoredOn: ['accounts', 'buy'],
  }),
  events: option(z.boolean().default(false), {
    group: 'output',
    help: 'print one JSON object per line on stdout, each event as it happens; the last is that of --json; ask nothing',
    on: [...ON_RUNS, 'export', 'runs', 'worker'],
  }),
  yes: option(z.boolean().default(false), {
    group: 'changes',
    help: 'do not ask before the first change',
    on: ['validate', 'plan', 'apply', 'resume', 'undo', 'migrate', 'runs'],
    ignoredOn: ['review', 'verify', 'recover', 'export', 'accounts', 'buy'],
  }),
});
