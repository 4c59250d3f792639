import { gapAnswer } from '../../api/answers.ts';
import { many } from '../../domain/plural.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { performRecover } from '../../recover/perform-recover.ts';
import type { RecoverReport } from '../../recover/recover-report.ts';
import { runsOptions } from '../options/runs-options.ts';
import { sessionOptions } from '../options/session-options.ts';
import { optionsOf, typedTexts } from '../options/typed-options.ts';
import { gapSentence } from '../screen/gap-sentence.ts';
import { nextHere } from '../screen/open-gaps.ts';
import { visible, visibleSentence } from '../screen/visible.ts';
import { watchProgress } from '../screen/watch-progress.ts';
import { workspaceOf } from '../session/open-workspace.ts';
import {
  type CommandContext,
  type LoadedCommand,
  type Session,
  type SignalPolicy,
  shortened,
} from '../session/session.ts';
import { operatorOf, stateOf } from '../session/state-place.ts';

const RECOVER_SIGNAL_POLICY: SignalPolicy = {
  finishesOnSignal: true,
  onFirstSignal: 'Stopping: accounts that were not read yet are named. Type e911 recover again to read them.',
};

/** `e911 recover` */
export function recoverCommand(context: CommandContext): LoadedCommand {
  return {
    builder: (command) =>
      command
        .options(optionsOf('recover', sessionOptions, runsOptions))
        .example('$0 recover', 'after the journal was lost or damaged')
        .example('$0 recover --state backup/e911-runs', 'in another state folder'),
    handler: (args) => context.run(args, recover, RECOVER_SIGNAL_POLICY),
  };
}

async function recover(session: Session): Promise<number> {
  const workspace = await workspaceOf(session);
  const watcher = await watchProgress(session);
  try {
    const { clock, random, host, pid } = session.io;
    const operator = await operatorOf(session);
    const { waitForLockMs } = runsOptions.parse(typedTexts(runsOptions, session.args));
    const report = await performRecover(await stateOf(session), {
      clock,
      random,
      operator,
      host,
      pid,
      watcher,
      stop: session.stop,
      waitForLockMs,
      config: workspace.config,
    });
    watcher.close();
    show(session, report);
    return report.exitCode;
  } finally {
    watcher.close();
    await workspace.close();
  }
}

function show(session: Session, report: RecoverReport): void {
  const { terminal } = session;
  for (const gap of report.openGaps) terminal.alert(gapSentence(gap), 'red');
  if (terminal.options.json) {
    terminal.json(asJson(report));
    return;
  }
  terminal.answer(`${report.exitReason} (exit ${report.exitCode})`, 'bold');
  if (report.recoverId === '') return;
  const former = report.asideDir === '' ? 'none' : shortened(session, report.asideDir);
  const facts: [string, string][] = [
    ['former journal', former],
    ['runs kept', String(report.keptRuns)],
    [
      'runs rebuilt',
      `${report.rebuiltRuns.length} (verify reads them back; undo does not know what was there before)`,
    ],
    ['own addresses', `${report.ownAddresses} found by their tag`],
    ['gaps closed', `${report.closedGaps.length} (their numbers are covered)`],
    ['gaps open', String(report.openGaps.length)],
  ];
  for (const [name, fact] of facts) terminal.answer(`${name.padEnd(16)}${visible(fact)}`);
  if (report.unknown.length > 0) {
    terminal.answer(`\nNot known (${many(report.unknown.length, 'fact')}):`, 'bold');
    for (const { subject, sentence } of report.unknown) {
      terminal.answer(`  ${visible(subject)}: ${visibleSentence(sentence)}`);
    }
  }
  terminal.answer(`next: ${visible(nextOf(session, report))}`, 'bold');
}

function nextOf(session: Session, { exitCode, openGaps, rebuiltRuns }: RecoverReport): string {
  if (exitCode === EXIT_CODES.uncovered.code) {
    const advice = `apply a sheet that gives ${many(openGaps.length, 'number')} an address`;
    return nextHere(session, { command: 'runs', args: ['--uncovered'], advice });
  }
  const newest = rebuiltRuns.at(-1);
  const [command, args] = newest === undefined ? (['runs', []] as const) : (['verify', [newest]] as const);
  return nextHere(session, { command, args, advice: '' });
}

function asJson(report: RecoverReport): Record<string, unknown> {
  return {
    recover_id: report.recoverId,
    former_journal: report.asideDir,
    runs_kept: report.keptRuns,
    runs_rebuilt: report.rebuiltRuns,
    own_addresses: report.ownAddresses,
    gaps_closed: report.closedGaps.map(gapAnswer),
    uncovered: report.openGaps.map(gapAnswer),
    not_known: report.unknown,
    exit_code: report.exitCode,
    exit_reason: report.exitReason,
  };
}
