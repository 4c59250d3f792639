import { runOptionsSchema } from '../../run/context/run-options.ts';
import { detachSheet } from '../detach-sheet.ts';
import { OWN_OPTIONS } from '../options/own-options.ts';
import { sessionOptions } from '../options/session-options.ts';
import { optionsOf } from '../options/typed-options.ts';
import { RUN_SIGNAL_POLICY, runSheet } from '../run-sheet.ts';
import type { CommandContext, LoadedCommand } from '../session/session.ts';

/** `e911 apply <sheet>` */
export function applyCommand(context: CommandContext): LoadedCommand {
  return {
    builder: (command) =>
      command
        .positional('sheet', {
          type: 'string',
          describe: 'CSV, XLSX, or ODS file; - reads stdin, or the plan.json of a plan',
        })
        .options({
          ...optionsOf('apply', sessionOptions, runOptionsSchema),
          ...OWN_OPTIONS.apply,
        })
        .example('$0 apply numbers.csv --limit 1', 'start with one row')
        .example(
          '$0 apply e911-runs/<run>/plan.json --yes',
          'apply what was reviewed, without a confirmation',
        ),
    handler: (args) =>
      context.run(
        args,
        (session) => {
          if (session.args.flag('dry-run')) return runSheet(session, 'plan');
          return session.args.flag('detach') ? detachSheet(session) : runSheet(session, 'apply');
        },
        RUN_SIGNAL_POLICY,
      ),
  };
}
