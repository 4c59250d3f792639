import { shellWord } from '../domain/shell-word.ts';
import { EXIT_CODES } from '../errors/exit-codes.ts';
import type { RunHost, RunOptions, RunReport } from '../run/context/run-options.ts';
import { performRun } from '../run/perform-run.ts';
import { openWorkspace } from './open-workspace.ts';
import { readRunOptions } from './options/read-run-options.ts';
import { confirmed } from './screen/confirm.ts';
import { nameOpenGaps, sameSetting } from './screen/open-gaps.ts';
import { showRun } from './screen/show-run.ts';
import { watchProgress } from './screen/watch-progress.ts';
import type { CommandManners, Session } from './session.ts';

/** A run finishes its open gaps at the first signal. */
export const RUN_MANNERS: CommandManners = {
  finishesOnSignal: true,
  onFirstSignal:
    'Stopping: nothing new is started, what is open is finished and the files are written. Once more to leave at once.',
};

/** validate, plan and apply: reads the options, runs, shows the report, returns the exit code. */
export async function runSheet(session: Session, command: RunOptions['command']): Promise<number> {
  const options = readRunOptions(session, command);
  await nameOpenGaps(session);
  const exitCode = await inRunSession(session, (host) => performRun(options, host));
  return exitCode ?? EXIT_CODES.done.code;
}

/** Gives a run all that it needs from outside, and shows its report; returns the exit code, or null when there was no run. */
export async function inRunSession(
  session: Session,
  work: (host: RunHost) => Promise<RunReport | null>,
): Promise<number | null> {
  const workspace = await openWorkspace(session);
  const watcher = watchProgress(session);
  try {
    const report = await work({
      clock: session.io.clock,
      random: session.io.random,
      definitions: workspace.definitions,
      config: workspace.config,
      operator: session.io.operator,
      host: session.io.host,
      pid: session.io.pid,
      watcher,
      confirm: (question) => {
        watcher.pause();
        return confirmed(session, question);
      },
      stop: session.stop,
    });
    watcher.close();
    if (report) {
      showRun(session, { ...report, next: nextOf(session, report.next) });
    }
    return report?.exitCode ?? null;
  } finally {
    watcher.close();
    await workspace.close();
  }
}

const ON_EARLIER_RUNS: ReadonlySet<string> = new Set(['resume', 'undo', 'verify']);

/** What to type next, with the config and state folder that were typed now. A sentence of advice is left as it is. */
function nextOf(session: Session, next: string): string {
  const command = /(?:^|then: )e911 (\w+) \S/.exec(next)?.[1];
  if (command === undefined) return next;
  const same = sameSetting(session);
  if (!session.args.flag('sandbox')) return `${next}${same}`;
  // The stand-ins end with this command, and with them every run and plan that was made on them.
  if (ON_EARLIER_RUNS.has(command)) return '';
  const sheet = session.args.text('sheet');
  const isPlan = next.endsWith('plan.json') && sheet !== undefined;
  return `${isPlan ? `e911 ${command} ${shellWord(sheet)}` : next}${same} --sandbox`;
}
