import { EXIT_CODES } from '../run/exit-codes.ts';
import { performRun } from '../run/perform-run.ts';
import type { RunHost, RunOptions, RunReport } from '../run/run-options.ts';
import { confirmed } from './confirm.ts';
import { openSetting } from './open-setting.ts';
import { nameOpenWindows, stateOption } from './open-windows.ts';
import { readRunOptions } from './read-run-options.ts';
import type { CommandManners, Session } from './session.ts';
import { showRun } from './show-run.ts';
import { watchProgress } from './watch-progress.ts';

/** A run finishes its open windows at the first signal. */
export const RUN_MANNERS: CommandManners = {
  finishesOnSignal: true,
  onFirstSignal:
    'Stopping: nothing new is started, what is open is finished and the files are written. Once more to leave at once.',
};

/** validate, plan and apply: reads the options, runs, shows the report, returns the exit code. */
export async function runSheet(session: Session, command: RunOptions['command']): Promise<number> {
  const options = readRunOptions(session, command);
  await nameOpenWindows(session);
  const exitCode = await inRunSession(session, (host) => performRun(options, host));
  return exitCode ?? EXIT_CODES.done.code;
}

/** Gives a run all that it needs from outside, and shows its report; returns the exit code, or null when there was no run. */
export async function inRunSession(
  session: Session,
  work: (host: RunHost) => Promise<RunReport | null>,
): Promise<number | null> {
  const setting = await openSetting(session);
  const watcher = watchProgress(session);
  try {
    const report = await work({
      clock: session.io.clock,
      random: session.io.random,
      definitions: setting.definitions,
      config: setting.config,
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
      const isResume = report.next.startsWith('e911 resume');
      showRun(session, isResume ? { ...report, next: `${report.next}${stateOption(session)}` } : report);
    }
    return report?.exitCode ?? null;
  } finally {
    watcher.close();
    await setting.close();
  }
}
