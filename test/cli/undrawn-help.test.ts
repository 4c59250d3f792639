import { expect, it } from 'vitest';
import yargs, { type Argv } from 'yargs';
import { commandModule } from '../../src/cli/command-table.ts';
import type { LoadedCommand } from '../../src/cli/session/session.ts';

interface Internals {
  getInternalMethods(): { getUsageInstance(): { hasCachedHelpMessage(): boolean } };
}

/** Types `words` where there is one command, `greet`; its help is what yargs gave back, and its drawing what yargs keeps. */
async function type(...words: readonly string[]) {
  let ran = false;
  const greet: LoadedCommand = {
    builder: (argv) => argv.option('loud', { type: 'boolean', describe: 'in capitals' }),
    handler: () => {
      ran = true;
    },
  };
  const context = { run: () => Promise.resolve() };
  const module = commandModule(
    { usage: 'greet', describe: 'says hello', load: async () => () => greet },
    context,
  );
  const commandLine: Argv = yargs([...words])
    .command(module)
    .exitProcess(false);
  let help = '';
  await commandLine.parseAsync([...words], {}, (_error, _args, output) => {
    help = output;
  });
  const isDrawn = (commandLine as Argv & Internals)
    .getInternalMethods()
    .getUsageInstance()
    .hasCachedHelpMessage();
  return { ran, help, isDrawn };
}

it('draws the help of a command when it is asked for, and not when the command runs', async () => {
  expect(await type('greet')).toEqual({ ran: true, help: '', isDrawn: false });
  expect((await type('greet', '--help')).help).toMatch(/--loud +in capitals/);
});
