import type { NextCommand } from '../domain/next-command.ts';
import { steadyClock } from '../domain/steady-clock.ts';
import { EXIT_CODES } from '../errors/exit-codes.ts';
import {
  type RunHost,
  type RunOptions,
  type RunReport,
  runOptionsSchema,
} from '../run/context/run-options.ts';
import { performRun } from '../run/perform-run.ts';
import { openWorkspace } from './open-workspace.ts';
import { readRunOptions } from './options/read-run-options.ts';
import { wordsFor } from './options/typed-options.ts';
import { confirmed } from './screen/confirm.ts';
import { nameOpenGaps, workspaceArgs } from './screen/open-gaps.ts';
import { showRun } from './screen/show-run.ts';
import { watchProgress } from './screen/watch-progress.ts';
import { type Session, type SignalPolicy, typedPath } from './session.ts';

/** A run finishes its open gaps at the first signal. */
export const RUN_SIGNAL_POLICY: SignalPolicy = {
  finishesOnSignal: true,
  onFirstSignal:
    'Stopping: no new change starts. Open coverage gaps are closed first, however long the provider takes; then the files are written. Press Ctrl-C again to quit at once.',
};

/** validate, plan and apply: reads the options, runs, shows the report, returns the exit code. */
export async function runSheet(session: Session, command: RunOptions['command']): Promise<number> {
  const options = await readRunOptions(session, command);
  await nameOpenGaps(session);
  const exitCode = await inRunSession(session, (host) => performRun(options, host));
  return exitCode ?? EXIT_CODES.done.code;
}

/** Gives a run all that it needs from outside, and shows its report; returns the exit code, or null when there was no run. */
export async function inRunSession(
  session: Session,
  work: (host: RunHost) => Promise<RunReport | null>,
): Promise<number | null> {
  const report = await withRunHost(session, work);
  if (report) showRun(session, { ...report, next: nextOf(session, report.next) });
  return report?.exitCode ?? null;
}

/** Gives runs all that they need from outside, and returns what they came to. */
export async function withRunHost<T>(session: Session, work: (host: RunHost) => Promise<T>): Promise<T> {
  const workspace = await openWorkspace(session);
  const watcher = watchProgress(session);
  try {
    return await work({
      clock: steadyClock(session.io.clock, (ms) => watcher.warn(setBackSentence(ms))),
      random: session.io.random,
      definitions: workspace.definitions,
      config: workspace.config,
      operator: session.io.operator,
      host: session.io.host,
      pid: session.io.pid,
      disk: session.io.disk,
      watcher,
      confirm: (question) => {
        watcher.pause();
        return confirmed(session, question);
      },
      stop: session.stop,
      stalled: session.stalled,
    });
  } finally {
    watcher.close();
    await workspace.close();
  }
}

function setBackSentence(ms: number): string {
  return `The system clock was set back by ${Math.round(ms / 1000)} s while the command ran. Times in its files and in the journal continue from before, without a step back.`;
}

const ON_EARLIER_RUNS: ReadonlySet<string> = new Set(['resume', 'undo', 'verify']);

/** What to type next, with the config, state folder, and options of the sheet that were typed now. */
export function nextOf(session: Session, next: NextCommand | null): NextCommand | null {
  if (next === null || next.command === '') return next;
  const same = workspaceArgs(session);
  const isSandbox = session.args.flag('sandbox');
  // The stand-ins end with this command, and with them every run and plan that was made on them.
  if (isSandbox && ON_EARLIER_RUNS.has(next.command)) return null;
  const sheet = session.args.text('sheet');
  const isOfPlan = isSandbox && next.command === 'apply' && sheet !== undefined && next.advice === '';
  const args = isOfPlan ? [sheet] : next.args;
  // The same sheet is read in the same way and for the same rows; a plan.json or a retry.csv holds its rows already.
  const isSameSheet = sheet !== undefined && typedPath(session, args[0] ?? '') === typedPath(session, sheet);
  const options = isSameSheet ? wordsFor(next.command, runOptionsSchema, session.args, args) : [];
  return { ...next, args: [...args, ...options, ...same, ...(isSandbox ? ['--sandbox'] : [])] };
}
