import { CONFIG_FILE_NAME, loadConfig } from '../../config/load-config.ts';
import { nextText } from '../../domain/next-command.ts';
import { UsageError } from '../../errors/app-error.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { definitions } from '../../providers/registry.ts';
import { templateBook } from '../../report/xlsx/template-book.ts';
import { OWN_OPTIONS } from '../options/own-options.ts';
import { isNewBook, writeNew } from '../process/write-new.ts';
import { visible } from '../screen/visible.ts';
import { type CommandContext, type LoadedCommand, type Session, typedPath } from '../session/session.ts';
import { templateNames, templateText } from '../templates.ts';

/** `e911 template [name]` */
export function templateCommand(context: CommandContext): LoadedCommand {
  return {
    builder: (command) =>
      command
        .positional('name', { type: 'string', describe: 'name of a template' })
        .options(OWN_OPTIONS.template)
        .example('$0 template', 'the list')
        .example('$0 template twilio-assign --out numbers.csv', 'a sheet to fill in')
        .example('$0 template twilio-assign --out numbers.xlsx', 'the same as a workbook with lists'),
    handler: (args) =>
      context.run(args, (session) => {
        const name = session.args.text('name');
        return name === undefined ? listTemplates(session) : giveTemplate(session, name);
      }),
  };
}

async function listTemplates({ terminal }: Session): Promise<number> {
  const listed: { name: string; columns: string }[] = [];
  for (const name of await templateNames()) {
    const [columns = ''] = (await templateText(name)).replace(/^\uFEFF/, '').split(/\r?\n/, 1);
    listed.push({ name, columns });
  }
  if (terminal.options.json) {
    terminal.json({ templates: listed, exit_code: EXIT_CODES.done.code });
  } else {
    const table = terminal.table(
      ['template', 'columns'],
      listed.map(({ name, columns }) => [name, columns]),
    );
    terminal.answer(table);
    terminal.answer('next: e911 template <name> --out FILE', 'bold');
  }
  return EXIT_CODES.done.code;
}

async function giveTemplate(session: Session, name: string): Promise<number> {
  const { terminal, args } = session;
  const text = await templateText(name);
  const out = args.text('out');
  if (out !== undefined) {
    const content = isNewBook(out) ? await templateBook(text, await accountNames(session)) : text;
    await writeNew(typedPath(session, out), content, 'template');
  }
  if (terminal.options.json) {
    terminal.json({ template: name, ...(out === undefined ? { text } : { file: out }), exit_code: 0 });
  } else if (out === undefined) {
    terminal.verbatim(text);
  } else {
    terminal.answer(`Written: ${visible(out)}`);
    const next = nextText({ command: 'validate', args: [out], advice: 'fill it in' });
    terminal.answer(`next: ${visible(next)}`, 'bold');
  }
  return EXIT_CODES.done.code;
}

/** The accounts of the config in this folder; none where there is no config, or one that cannot be read yet. */
async function accountNames({ io, terminal }: Session): Promise<readonly string[]> {
  try {
    const config = await loadConfig({ cwd: io.cwd, environment: io.environment, definitions });
    return [...config.accounts.keys()];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.alert(
      `warning: the workbook offers no accounts, since ${CONFIG_FILE_NAME} cannot be read: ${error.message}`,
    );
    return [];
  }
}
