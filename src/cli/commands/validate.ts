import { runOptionsSchema } from '../../run/context/run-options.ts';
import { sessionOptions } from '../options/session-options.ts';
import { optionsOf } from '../options/typed-options.ts';
import { RUN_SIGNAL_POLICY, runSheet } from '../run-sheet.ts';
import type { CommandContext, LoadedCommand } from '../session/session.ts';

/** `e911 validate <sheet>` */
export function validateCommand(context: CommandContext): LoadedCommand {
  return {
    builder: (command) =>
      command
        .positional('sheet', { type: 'string', describe: 'CSV, XLSX, or ODS file; - reads stdin' })
        .options(optionsOf('validate', sessionOptions, runOptionsSchema))
        .example('$0 validate numbers.csv', 'check the sheet offline')
        .example('$0 validate numbers.csv --online', 'also ask the providers about the addresses'),
    handler: (args) => context.run(args, (session) => runSheet(session, 'validate'), RUN_SIGNAL_POLICY),
  };
}
