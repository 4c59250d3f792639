import { performExport } from '../../export/perform-export.ts';
import { openWorkspace } from '../open-workspace.ts';
import { exportOptions } from '../options/export-options.ts';
import { EXPORT_KINDS, readExportOptions } from '../options/read-export-options.ts';
import { sessionOptions } from '../options/session-options.ts';
import { optionsOf } from '../options/typed-options.ts';
import { nameLateArrivals } from '../screen/late-arrivals.ts';
import { nameOpenGaps } from '../screen/open-gaps.ts';
import { showExport } from '../screen/show-export.ts';
import { watchProgress } from '../screen/watch-progress.ts';
import type { CommandContext, LoadedCommand, Session, SignalPolicy } from '../session.ts';

const EXPORT_SIGNAL_POLICY: SignalPolicy = {
  finishesOnSignal: true,
  onFirstSignal: 'Stopping: no file is written. An export changes nothing.',
};

/** `e911 export [numbers|addresses|recipients|available]` */
export function exportCommand(context: CommandContext): LoadedCommand {
  return {
    builder: (command) =>
      command
        .positional('kind', {
          type: 'string',
          choices: EXPORT_KINDS,
          default: 'numbers',
          describe: 'what to export',
        })
        .options(optionsOf('export', sessionOptions, exportOptions))
        .example('$0 export --account twilio', 'all numbers of one account, as the next sheet')
        .example('$0 export --compare old/numbers.csv', 'and what changed since')
        .example('$0 export available --country US --pattern 415', 'numbers to buy: set action to buy')
        .example('$0 export --compliance --against numbers.csv', 'the quarterly compliance set'),
    handler: (args) => context.run(args, exportState, EXPORT_SIGNAL_POLICY),
  };
}

async function exportState(session: Session): Promise<number> {
  await nameOpenGaps(session);
  await nameLateArrivals(session);
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
