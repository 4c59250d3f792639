import { EXPORT_KINDS, exportOptions } from '../../api/export-options.ts';
import { exportState } from '../../api/export-request.ts';
import { commandError } from '../../errors/command-errors.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import type { ExportHost, ExportOptions, ExportReport } from '../../export/context/export-options.ts';
import { type NotifyTarget, notifyTarget, postSummary, withoutQuery } from '../notify.ts';
import { readExportOptions } from '../options/read-export-options.ts';
import { sessionOptions } from '../options/session-options.ts';
import { optionsOf } from '../options/typed-options.ts';
import { nameLateArrivals } from '../screen/late-arrivals.ts';
import { nameOpenGaps } from '../screen/open-gaps.ts';
import { exportSummary, nameIncomplete, showExport } from '../screen/show-export.ts';
import { watchProgress } from '../screen/watch-progress.ts';
import { workspaceOf } from '../session/open-workspace.ts';
import type { CommandContext, LoadedCommand, Session, SignalPolicy } from '../session/session.ts';
import { operatorOf } from '../session/state-place.ts';
import { STDIN } from '../session/stdin-path.ts';
import { throughFile } from '../session/stdout-file.ts';

const EXPORT_SIGNAL_POLICY: SignalPolicy = {
  finishesOnSignal: true,
  onFirstSignal: 'Stopping: no file is written but run.log. An export changes nothing.',
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
        .example('$0 export --out numbers.xlsx', 'the same as a workbook, to edit in Excel')
        .example('$0 export --out - | cut -d, -f1', 'the file on stdout')
        .example('$0 export --compare old/numbers.csv', 'and what changed since')
        .example('$0 export available --country US --pattern 415', 'numbers to buy: set action to buy')
        .example('$0 export --compliance --against numbers.csv', 'the quarterly compliance set'),
    handler: (args) => context.run(args, runExport, EXPORT_SIGNAL_POLICY),
  };
}

async function runExport(session: Session): Promise<number> {
  await nameOpenGaps(session);
  await nameLateArrivals(session);
  const workspace = await workspaceOf(session);
  const watcher = await watchProgress(session);
  try {
    const { io, stop } = session;
    const { clock, random, host } = io;
    const operator = await operatorOf(session);
    const options = await readExportOptions(session, workspace.config);
    const exportHost = { clock, random, operator, host, config: workspace.config, watcher, stop };
    if (options.out === STDIN) return await exportToStdout(session, options, exportHost);
    const target = await notifyTarget(session);
    const ended = await exportState(options, exportHost);
    watcher.close();
    const [report, notified] =
      target === null ? [ended, {}] : await notify(session, { ended, options }, target);
    showExport(session, { report, options, notified });
    return report.exitCode;
  } finally {
    watcher.close();
    await workspace.close();
  }
}

/** `--out -`: the CSV file alone on stdout, and how it ended on stderr. @throws UsageError with options that need files or stdout. */
async function exportToStdout(session: Session, options: ExportOptions, host: ExportHost): Promise<number> {
  const { terminal } = session;
  const needsFiles = options.compliance !== null || options.compare !== undefined || options.hasBook;
  if (needsFiles || terminal.options.json) throw commandError('exportToStdoutAlone');
  const report = await throughFile(session, async (file) => {
    const result = await exportState({ ...options, out: file }, host);
    return { result, hasFile: result.files.length > 0 };
  });
  nameIncomplete(session, report);
  terminal.note(`${report.exitReason} (exit ${report.exitCode})`);
  return report.exitCode;
}

/**
 * Posts the summary of an export whose files are written. When it does not arrive, that is said and the exit code is 5, unless
 * the export itself ended with something worse than findings.
 */
async function notify(
  session: Session,
  { ended: report, options }: { readonly ended: ExportReport; readonly options: ExportOptions },
  target: NotifyTarget,
): Promise<[ExportReport, Record<string, unknown>]> {
  const url = withoutQuery(target.url);
  const { delivered, problem, attempts } = await postSummary(
    target,
    exportSummary(session, report, options),
    session,
  );
  const notified = { notified: { url, delivered, problem, attempts } };
  if (delivered) return [report, notified];
  const sentence = `The summary did not arrive at ${url}: ${problem}`;
  session.terminal.alert(`${sentence}. The files of the export are complete as they are.`, 'red');
  const { done, findings, access } = EXIT_CODES;
  if (report.exitCode !== done.code && report.exitCode !== findings.code) return [report, notified];
  return [{ ...report, exitCode: access.code, exitReason: `${report.exitReason}. ${sentence}` }, notified];
}
