import { configSchema } from '../../config/config-text.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { definitions } from '../../providers/registry.ts';
import type { CommandContext, LoadedCommand } from '../session.ts';

/** `e911 schema config` */
export function schemaCommand(context: CommandContext): LoadedCommand {
  return {
    builder: (command) =>
      command
        .positional('name', { type: 'string', choices: ['config'], describe: 'which file' })
        .example('$0 schema config > e911.config.schema.json', 'the schema that e911.config.yaml refers to'),
    handler: (args) =>
      context.run(args, async ({ terminal }) => {
        terminal.verbatim(`${JSON.stringify(configSchema(definitions), null, 2)}\n`);
        return EXIT_CODES.done.code;
      }),
  };
}
