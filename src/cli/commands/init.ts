import path from 'node:path';
import { isCancel, multiselect } from '@clack/prompts';
import {
  type AccountChoice,
  accountChoices,
  CONFIG_SCHEMA_NAME,
  configSchema,
  configText,
  neededSettings,
} from '../../config/config-text.ts';
import { CONFIG_FILE_NAME } from '../../config/load-config.ts';
import { readCountry } from '../../domain/address/region.ts';
import { commandLine } from '../../domain/next-command.ts';
import { createSuggester, didYouMean } from '../../domain/suggest.ts';
import { UsageError } from '../../errors/app-error.ts';
import { commandError } from '../../errors/command-errors.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { definitions } from '../../providers/registry.ts';
import { checkAccounts } from '../check-accounts.ts';
import { initOptions } from '../options/init-options.ts';
import { sessionOptions } from '../options/session-options.ts';
import { optionsOf, typedTexts } from '../options/typed-options.ts';
import { writeNew } from '../process/write-new.ts';
import { workspaceArgs } from '../screen/open-gaps.ts';
import { visible } from '../screen/visible.ts';
import { typedEnvironment } from '../session/open-workspace.ts';
import { type CommandContext, type LoadedCommand, type Session, typedPath } from '../session/session.ts';

/** `e911 init` */
export function initCommand(context: CommandContext): LoadedCommand {
  return {
    builder: (command) =>
      command
        .options(optionsOf('init', initOptions, sessionOptions))
        .example('$0 init', 'choose the providers in the terminal')
        .example('$0 init --provider twilio --provider bandwidth-orders', 'without a terminal'),
    handler: (args) => context.run(args, init),
  };
}

async function init(session: Session): Promise<number> {
  const { terminal } = session;
  const { provider, country: typedCountry, out } = initOptions.parse(typedTexts(initOptions, session.args));
  const country = readCountry(typedCountry);
  if (country === null) {
    throw commandError('optionValueInvalid', {
      option: 'country',
      value: typedCountry,
      must: 'the two-letter code of a country',
      example: 'US',
    });
  }
  const choices = provider.length > 0 ? chosen(provider) : await asked(session);
  const environment = await typedEnvironment(session);
  const file = typedPath(session, out);
  const schema = `${JSON.stringify(configSchema(definitions), null, 2)}\n`;
  await writeNew(file, configText(choices, country), 'init');
  await writeNew(path.join(path.dirname(file), CONFIG_SCHEMA_NAME), schema, 'init').catch(
    (error: unknown) => {
      // A schema of an earlier init serves as well.
      if (!(error instanceof UsageError) || error.code !== 'INIT_EXISTS') throw error;
    },
  );
  const variables = choices.flatMap(({ definition }) =>
    neededSettings(definition).map(({ environment }) => environment),
  );
  const unset = [...new Set(variables)].filter((name) => (environment[name] ?? '') === '');
  const config = out === CONFIG_FILE_NAME ? [] : ['--config', visible(out)];
  if (terminal.options.json) {
    terminal.json({ file: out, variables_to_set: unset, exit_code: EXIT_CODES.done.code });
    return EXIT_CODES.done.code;
  }
  terminal.answer(`Written: ${visible(out)}`);
  if (unset.length === 0 && config.length === 0) return checkAccounts(session);
  if (unset.length > 0) {
    terminal.answer('Set these variables, in your shell or in a file given with --env-file:');
    for (const name of unset) terminal.answer(`  ${name}`);
  }
  const args = [...config, ...workspaceArgs(session)];
  terminal.answer(`next: ${commandLine({ command: 'accounts check', args, advice: '' })}`, 'bold');
  return EXIT_CODES.done.code;
}

/** @throws UsageError INIT_PROVIDER for a name that is not known. */
function chosen(names: readonly string[]): AccountChoice[] {
  const all = accountChoices(definitions);
  return [...new Set(names)].map((name) => {
    const choice = all.find((one) => one.name === name);
    if (choice !== undefined) return choice;
    const known = all.map((one) => one.name);
    throw commandError('initProviderUnknown', {
      name,
      meant: didYouMean(createSuggester(known)(name)),
      known: known.join(', '),
    });
  });
}

async function asked(session: Session): Promise<AccountChoice[]> {
  const { io, args, stop } = session;
  const all = accountChoices(definitions);
  const providers = all.slice(0, 2).map(({ name }) => `--provider ${name}`);
  const example = `e911 init ${providers.join(' ')}`;
  if (args.flag('json') || !io.isTty.stdin || !io.isTty.stderr) {
    throw commandError('initProviderMissing', { example });
  }
  const picked = await multiselect({
    message: 'Which providers do you use? (space selects, Enter confirms)',
    options: all.map(({ name, definition }) => ({ value: name, label: definition.capabilities.title })),
    input: io.stdin,
    output: io.stderr,
    signal: stop,
  });
  if (isCancel(picked)) throw commandError('initProviderNotChosen', { example });
  return chosen(picked);
}
