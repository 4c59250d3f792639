import { eventsSchema } from '../../api/events-schema.ts';
import { configSchema } from '../../config/config-text.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { definitions } from '../../providers/registry.ts';
import type { CommandContext, LoadedCommand } from '../session/session.ts';

const SCHEMAS: Readonly<Record<string, () => unknown>> = {
  config: () => configSchema(definitions),
  events: eventsSchema,
};

/** `e911 schema config|events` */
export function schemaCommand(context: CommandContext): LoadedCommand {
  return {
    builder: (command) =>
      command
        .positional('name', { type: 'string', choices: Object.keys(SCHEMAS), describe: 'of what' })
        .example('$0 schema config > e911.config.schema.json', 'the schema that e911.config.yaml refers to')
        .example('$0 schema events', 'the schema of each line of --events'),
    handler: (args) =>
      context.run(args, async ({ terminal, args: typed }) => {
        const schema = SCHEMAS[typed.text('name') ?? '']?.();
        terminal.verbatim(`${JSON.stringify(schema, null, 2)}\n`);
        return EXIT_CODES.done.code;
      }),
  };
}
