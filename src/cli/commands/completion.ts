import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { COMPLETION_SCRIPTS } from '../completion-scripts.ts';
import type { CommandContext, LoadedCommand } from '../session/session.ts';

/** `e911 completion <shell>` */
export function completionCommand(context: CommandContext): LoadedCommand {
  return {
    builder: (command) =>
      command
        .positional('shell', {
          type: 'string',
          choices: Object.keys(COMPLETION_SCRIPTS),
          describe: 'which shell',
        })
        .example('$0 completion bash >> ~/.bashrc', 'then open a new terminal'),
    handler: (args) =>
      context.run(args, async ({ terminal, args: typed }) => {
        const shell = typed.text('shell');
        const script = Object.entries(COMPLETION_SCRIPTS).find(([name]) => name === shell)?.[1] ?? '';
        terminal.verbatim(script);
        return EXIT_CODES.done.code;
      }),
  };
}
