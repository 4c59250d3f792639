import { eventsSchema } from '../../api/events-schema.ts';
import { queueOfTeam } from '../../api/team.ts';
import { configSchema } from '../../config/config-text.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { schemaSql } from '../../journal/postgres/migrations.ts';
import { definitions } from '../../providers/registry.ts';
import { SCHEMA_NAMES } from '../options/own-options.ts';
import type { CommandContext, LoadedCommand } from '../session/session.ts';

/** What is printed as it is; anything else is a JSON schema. */
const TEXTS: Partial<Record<string, () => Promise<string>>> = {
  postgres: async () => `${schemaSql()}\n${await queueOfTeam()}`,
};

const SCHEMAS: Partial<Record<string, () => unknown>> = {
  config: () => configSchema(definitions),
  events: eventsSchema,
};

/** `e911 schema config|events|postgres` */
export function schemaCommand(context: CommandContext): LoadedCommand {
  return {
    builder: (command) =>
      command
        .positional('name', {
          type: 'string',
          choices: SCHEMA_NAMES,
          describe: 'of what',
        })
        .example('$0 schema config > e911.config.schema.json', 'the schema that e911.config.yaml refers to')
        .example('$0 schema events', 'the schema of each line of --events')
        .example(
          '$0 schema postgres | psql e911',
          'the tables, the role, and the queue of a state in PostgreSQL, for an administrator',
        ),
    handler: (args) =>
      context.run(args, async ({ terminal, args: typed }) => {
        const name = typed.text('name') ?? '';
        terminal.verbatim((await TEXTS[name]?.()) ?? `${JSON.stringify(SCHEMAS[name]?.(), null, 2)}\n`);
        return EXIT_CODES.done.code;
      }),
  };
}
