import type { CommandModule, Options } from 'yargs';
import { performExport } from '../../export/perform-export.ts';
import { openWorkspace } from '../open-workspace.ts';
import { idleOptions, settingOptions, stateOptions } from '../options/options.ts';
import {
  DEFAULT_AVAILABLE,
  DEFAULT_SHARED_FROM,
  EXPORT_KINDS,
  readExportOptions,
} from '../options/read-export-options.ts';
import { nameOpenGaps } from '../screen/open-gaps.ts';
import { showExport } from '../screen/show-export.ts';
import { watchProgress } from '../screen/watch-progress.ts';
import type { CommandContext, CommandManners, Session } from '../session.ts';

const FILTER = 'Which numbers:';
const COMPLIANCE = 'Comparing and proving:';

function value(describe: string, group: string, choices?: readonly string[]): Options {
  return { type: 'string', requiresArg: true, describe, group, ...(choices && { choices }) };
}

const exportOptions: Readonly<Record<string, Options>> = {
  account: value(
    'only this account; may be given several times (default: all that have it)',
    'Accounts and state:',
  ),
  out: value('folder for the files, or a file that ends in .csv (default: <state>/<export id>)', 'Output:'),
  bom: { type: 'boolean', describe: 'begin CSV files with a byte order mark, for Excel', group: 'Output:' },
  country: value('of this country, two letters', FILTER),
  type: value("of this type, in the provider's word: landline, LOCAL, ...", FILTER),
  pattern: value('with these digits', FILTER),
  'search-pattern': value('where the digits stand (default contains)', FILTER, ['start', 'contains', 'end']),
  features: value('that can do all of these: SMS,VOICE', FILTER),
  application: value('linked to this application', FILTER),
  'has-application': value('linked to any application, or to none', FILTER, ['yes', 'no']),
  limit: value(`at most so many of each account (available: ${DEFAULT_AVAILABLE})`, FILTER),
  compare: value(
    'an earlier export: changes.csv says what was added, removed, changed and fails since',
    COMPLIANCE,
  ),
  compliance: {
    type: 'boolean',
    describe: 'the compliance set: every number with proof and findings',
    group: COMPLIANCE,
  },
  against: value('with --compliance: the sheet that should say the same', COMPLIANCE),
  'shared-from': value(
    `with --compliance: so many numbers at one address are a finding (default ${DEFAULT_SHARED_FROM})`,
    COMPLIANCE,
  ),
};

const EXPORT_MANNERS: CommandManners = {
  finishesOnSignal: true,
  onFirstSignal: 'Stopping: no file is written. An export changes nothing, so nothing is left open.',
};

/** `e911 export [numbers|addresses|recipients|available]` */
export function exportCommand(context: CommandContext): CommandModule {
  return {
    command: 'export [kind]',
    describe: 'live state as CSV in the sheet’s own columns; changes nothing',
    builder: (command) =>
      command
        .positional('kind', {
          type: 'string',
          choices: EXPORT_KINDS,
          default: 'numbers',
          describe: 'what to export',
        })
        .options({ ...settingOptions, ...stateOptions, ...exportOptions, ...idleOptions(['yes']) })
        .example('$0 export --account hq-twilio', 'all numbers of one account, as the next sheet')
        .example('$0 export --compare old/numbers.csv', 'and what changed since')
        .example('$0 export available --country US --pattern 415', 'numbers to buy: set action to buy')
        .example('$0 export --compliance --against numbers.csv', 'the quarterly proof'),
    handler: (args) => context.run(args, exportState, EXPORT_MANNERS),
  };
}

async function exportState(session: Session): Promise<number> {
  await nameOpenGaps(session);
  const workspace = await openWorkspace(session);
  const watcher = watchProgress(session);
  try {
    const { io, stop } = session;
    const { clock, random, operator, host } = io;
    const options = readExportOptions(session, workspace.config);
    const report = await performExport(options, {
      clock,
      random,
      operator,
      host,
      config: workspace.config,
      watcher,
      stop,
    });
    watcher.close();
    showExport(session, report, options);
    return report.exitCode;
  } finally {
    watcher.close();
    await workspace.close();
  }
}
