import path from 'node:path';
import { runHost } from '../api/run-host.ts';
import * as sheetRuns from '../api/sheet-runs.ts';
import type { Config } from '../config/config.ts';
import { isReference } from '../config/secret-reference.ts';
import type { NextCommand } from '../domain/next-command.ts';
import { isDatabaseUrl } from '../journal/state-place.ts';
import type { DeclaredOption } from '../options/option.ts';
import { isRunId } from '../run/context/run-id.ts';
import { type RunHost, type RunReport, runOptionsSchema } from '../run/context/run-options.ts';
import { isNeededForPlan } from '../run/ending/reading-words.ts';
import { sheetOf, typedRunOptions } from './options/read-run-options.ts';
import { wordsFor } from './options/typed-options.ts';
import { nameOpenGaps, workspaceArgs } from './screen/open-gaps.ts';
import { showRun } from './screen/show-run.ts';
import { watchProgress } from './screen/watch-progress.ts';
import { workspaceOf } from './session/open-workspace.ts';
import { type Session, type SignalPolicy, typedPath } from './session/session.ts';
import { operatorOf, stateOf } from './session/state-place.ts';
import { STDIN } from './session/stdin-path.ts';

/** A run finishes its open gaps at the first signal. */
export const RUN_SIGNAL_POLICY: SignalPolicy = {
  finishesOnSignal: true,
  onFirstSignal:
    'Stopping: no new change starts. Open coverage gaps are closed first, however long the provider takes; then the files are written. Press Ctrl-C again to quit at once.',
};

/** validate, plan and apply: reads the options, runs, shows the report, returns the exit code. */
export async function runSheet(
  session: Session,
  command: 'validate' | 'plan' | 'apply' | 'verify',
): Promise<number> {
  const given = typedRunOptions(session);
  const sheet = await sheetOf(session);
  await nameOpenGaps(session);
  const state = await stateOf(session);
  return inRunSession(session, (host) => sheetRuns.runSheet(command, { state, sheet, given }, host));
}

/** Gives a run all that it needs from outside, and shows its report; returns the exit code. */
export async function inRunSession(
  session: Session,
  work: (host: RunHost) => Promise<RunReport>,
): Promise<number> {
  return showEnd(session, await withRunHost(session, work));
}

/** Shows the report of a run, with the next command as it is typed here; returns the exit code. */
export function showEnd(session: Session, report: RunReport): number {
  showRun(session, { ...report, next: nextOf(session, report.next) });
  return report.exitCode;
}

/** Gives runs all that they need from outside, and returns what they came to. */
export async function withRunHost<T>(session: Session, work: (host: RunHost) => Promise<T>): Promise<T> {
  const workspace = await workspaceOf(session);
  const watcher = await watchProgress(session);
  try {
    const confirm: RunHost['confirm'] = async (question) => {
      watcher.pause();
      const { confirmed } = await import('./screen/confirm.ts');
      return confirmed(session, question);
    };
    const { stop, stalled } = session;
    const asTyped = (next: NextCommand) => fromAnywhere(session, workspace.config, nextOf(session, next));
    const surroundings = { ...workspace.surroundings, operator: await operatorOf(session) };
    return await work(runHost({ ...workspace, surroundings }, { watcher, confirm, stop, stalled, asTyped }));
  } finally {
    watcher.close();
    await workspace.close();
  }
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
  const [about = '', ...words] = next.args;
  const isOfPlan = isSandbox && path.basename(about) === 'plan.json' && sheet !== undefined;
  const args = isOfPlan ? [sheet, ...words] : next.args;
  const options = wordsFor(next.command, runOptionsSchema, session.args, {
    given: args,
    isCarried: carriedTo(session, next.command, args[0] ?? ''),
  });
  const reading = readsSheet(session) ? [] : (next.reading ?? []);
  const { otherwise, ...own } = next;
  const other = nextOf(session, otherwise ?? null);
  return {
    ...own,
    args: [...args, ...reading, ...options, ...same, ...(isSandbox ? ['--sandbox'] : [])],
    ...(other !== null && { otherwise: other }),
  };
}

/** Options whose values are paths. */
const PATHS: ReadonlySet<string> = new Set([
  '--config',
  '--env-file',
  '--state',
  '--mapping',
  '--save-mapping',
  '--choices',
]);

/** A next command for another folder than this one: its paths are absolute, and it names the config that was found here. */
function fromAnywhere(
  session: Session,
  { path: config }: Pick<Config, 'path'>,
  next: NextCommand | null,
): NextCommand | null {
  if (next === null || next.command === '') return next;
  const args = next.args.map((word, at) =>
    PATHS.has(next.args[at - 1] ?? '') ? absolute(session, word) : word,
  );
  const named = config === null || args.includes('--config') ? [] : ['--config', config];
  const { otherwise, ...own } = next;
  const other = fromAnywhere(session, { path: config }, otherwise ?? null);
  // What is read how is among the words by now.
  return { ...own, args: [...args, ...named], reading: [], ...(other !== null && { otherwise: other }) };
}

/** A path that is typed elsewhere; what refers to a variable, a program, or a database is the same everywhere. */
function absolute(session: Session, word: string): string {
  if (word.startsWith('file:')) return `file:${typedPath(session, word.slice('file:'.length).trim())}`;
  return isReference(word) || isDatabaseUrl(word) ? word : typedPath(session, word);
}

/** Whether this command was given a sheet, and so the options that say how to read it. */
function readsSheet({ args }: Session): boolean {
  const about = args.text('sheet') ?? args.text('what');
  // A plan has its rows already, and a run is named by its ID.
  return about !== undefined && !/\.json$/i.test(about) && !isRunId(about);
}

/** How rows are chosen and read: what a retry.csv holds already. */
const OF_ROWS: ReadonlySet<string> = new Set(['rows', 'sheet']);
/** What the rows of a retry.csv still need: it has the columns and cells of the sheet that they come from. */
const OF_RETRY: ReadonlySet<string> = new Set(['account', 'map', 'mapping', 'set', 'set!', 'prefer-id']);

/** Which typed options the next command needs again, by what it is about. */
function carriedTo(session: Session, command: string, about: string): (option: DeclaredOption) => boolean {
  const { args } = session;
  const sheet = args.text('sheet') ?? args.text('what');
  const isKept = sheet === STDIN && path.basename(path.dirname(about)) === 'stdin';
  if (isKept || (sheet !== undefined && typedPath(session, about) === typedPath(session, sheet))) {
    return () => true;
  }
  const file = path.basename(about);
  if (file === 'plan.json') return isNeededForPlan;
  if (file === 'retry.csv') {
    return ({ name, group }) => OF_RETRY.has(name) || (!OF_ROWS.has(group) && name !== 'choices');
  }
  // The same command on an earlier run; any other one finds in the record what that run was given.
  return () => command === args.command();
}
