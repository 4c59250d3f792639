import type { Options } from 'yargs';
import { type OfferedValues, OPTION_GROUPS } from '../../options/option.ts';

type OwnOption = Options & { readonly describe: string; readonly values?: OfferedValues };

/** Options of one command alone that no run keeps. */
export const OWN_OPTIONS = {
  apply: {
    'dry-run': {
      type: 'boolean',
      describe: 'the same as e911 plan: nothing is changed',
      group: OPTION_GROUPS.changes,
    },
    detach: {
      type: 'boolean',
      describe: 'confirm here, and leave the changes to the workers of the team; needs a state in PostgreSQL',
      group: OPTION_GROUPS.changes,
    },
  },
  review: {
    'no-open': { type: 'boolean', default: false, describe: 'print the address and open no browser' },
  },
  migrate: {
    'keep-old': {
      type: 'boolean',
      describe: 'stop before anything is removed at the old account',
      group: OPTION_GROUPS.changes,
    },
    'dry-run': {
      type: 'boolean',
      describe: 'show what would happen; nothing is changed',
      group: OPTION_GROUPS.changes,
    },
  },
  template: {
    out: {
      type: 'string',
      requiresArg: true,
      describe: 'file to write the template to, CSV or .xlsx (default: stdout)',
      values: 'file',
    },
  },
  accounts: {
    account: { type: 'string', requiresArg: true, describe: 'only this account', values: 'account' },
    detect: {
      type: 'boolean',
      describe: 'also try the other dialect of each account and say which one answers',
    },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, OwnOption>>>>;

/** What `e911 schema` prints. */
export const SCHEMA_NAMES = ['config', 'events', 'postgres'] as const;
