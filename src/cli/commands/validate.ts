import type { CommandModule } from 'yargs';
import { settingOptions, sheetOptions, stateOptions } from '../options/options.ts';
import { RUN_MANNERS, runSheet } from '../run-sheet.ts';
import type { CommandContext } from '../session.ts';

/** `e911 validate <sheet>` */
export function validateCommand(context: CommandContext): CommandModule {
  return {
    command: 'validate <sheet>',
    describe: 'check every row offline; nothing is changed',
    builder: (command) =>
      command
        .positional('sheet', { type: 'string', describe: 'CSV or XLSX file' })
        .options({
          ...settingOptions,
          ...stateOptions,
          ...sheetOptions,
          online: {
            type: 'boolean',
            describe: 'also ask the providers about each distinct address',
            group: 'Changes and guards:',
          },
        })
        .example('$0 validate numbers.csv', 'check the sheet without calling anyone')
        .example('$0 validate numbers.csv --online', 'also ask the providers about the addresses'),
    handler: (args) => context.run(args, (session) => runSheet(session, 'validate'), RUN_MANNERS),
  };
}
