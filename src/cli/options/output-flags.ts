import type { Options } from 'yargs';

const group = 'Output:';

/** On every command. Switches without a value: they are read before any schema is loaded. */
export const OUTPUT_FLAGS = {
  json: {
    type: 'boolean',
    group,
    describe: 'print one JSON object on stdout and nothing else there; ask nothing',
  },
  quiet: { type: 'boolean', group, describe: 'print warnings and errors only' },
  verbose: { type: 'boolean', group, describe: 'print more on stderr: the config, one line for each call' },
  'no-color': {
    type: 'boolean',
    group,
    describe: 'use no colors (the variable NO_COLOR does the same; FORCE_COLOR uses them in a pipe, too)',
  },
} as const satisfies Record<string, Options>;
