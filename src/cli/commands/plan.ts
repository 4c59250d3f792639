import { runOptionsSchema } from '../../run/context/run-options.ts';
import { sessionOptions } from '../options/session-options.ts';
import { optionsOf } from '../options/typed-options.ts';
import { RUN_SIGNAL_POLICY, runSheet } from '../run-sheet.ts';
import type { CommandContext, LoadedCommand } from '../session/session.ts';

/** `e911 plan <sheet>` */
export function planCommand(context: CommandContext): LoadedCommand {
  return {
    builder: (command) =>
      command
        .positional('sheet', { type: 'string', describe: 'CSV, XLSX, or ODS file; - reads stdin' })
        .options(optionsOf('plan', sessionOptions, runOptionsSchema))
        .example('$0 plan numbers.csv', 'what would change, and why')
        .example('$0 plan numbers.csv --rows 2-11', 'only the first ten rows below the header'),
    handler: (args) => context.run(args, (session) => runSheet(session, 'plan'), RUN_SIGNAL_POLICY),
  };
}
