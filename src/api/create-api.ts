import path from 'node:path';
import { commandError } from '../errors/command-errors.ts';
import { EXIT_CODES } from '../errors/exit-codes.ts';
import type { StatePlace } from '../journal/state-place.ts';
import { runOptionsSchema } from '../run/context/run-options.ts';
import { exportAnswer, migrationAnswer, runAnswer } from './answers.ts';
import { createEngine, type Engine } from './engine.ts';
import { EXPORT_KINDS, exportOptions } from './export-options.ts';
import { exportRequest, exportState } from './export-request.ts';
import { givenTexts } from './given-texts.ts';
import type { Surroundings } from './open-workspace.ts';
import { migrateAccount, resumeWork, undoRun, verifyRun } from './past-runs.ts';
import { runSheet } from './sheet-runs.ts';
import { requireJournal } from './state-folder.ts';
import type * as Api from './types/index.ts';

/** Everything that a program imports. @param surroundings what its process gives */
export function createApi(surroundings: Surroundings): Readonly<typeof Api> {
  const engine = createEngine(surroundings);
  return {
    openWorkspace: engine.openWorkspace,
    validate: onSheet(engine, 'validate'),
    plan: onSheet(engine, 'plan'),
    apply: onSheet(engine, 'apply'),
    verify: (workspace, settings = {}, control = {}) =>
      'sheet' in settings
        ? onSheet(engine, 'verify')(workspace, settings, control)
        : engine.work(workspace, control, async (host, state) =>
            runAnswer(await verifyRun(pastOf(engine, 'verify', state, settings), host)),
          ),
    ...onRuns(engine),
    migrate: migrateWith(engine),
    exportNumbers: exportWith(engine),
  };
}

function onSheet(engine: Engine, command: 'validate' | 'plan' | 'apply' | 'verify') {
  return (
    workspace: Api.Workspace,
    { sheet, ...settings }: Api.SheetSettings,
    control: Api.Control = {},
  ): Api.Work<Api.RunAnswer> =>
    engine.work(workspace, control, async (host, state) => {
      if (typeof sheet !== 'string') {
        throw commandError('settingInvalid', { field: 'sheet', value: sheet, must: 'the path of a sheet' });
      }
      const given = givenTexts(command, runOptionsSchema, settings, engine.cwd);
      const request = { state, sheet: path.resolve(engine.cwd, sheet), given };
      return runAnswer(await runSheet(command, request, host));
    });
}

function pastOf(
  { cwd }: Engine,
  command: 'verify' | 'resume' | 'undo',
  state: StatePlace,
  { run, ...settings }: Api.PastSettings,
) {
  return { state, run, given: givenTexts(command, runOptionsSchema, settings, cwd) };
}

function onRuns(engine: Engine): Pick<typeof Api, 'resume' | 'undo'> {
  return {
    resume: (workspace, settings = {}, control = {}) =>
      engine.work(workspace, control, async (host, state) => {
        const request = pastOf(engine, 'resume', state, settings);
        await requireJournal(state);
        const resumed = await resumeWork(request, host);
        if ('run' in resumed) return runAnswer(resumed.run);
        if ('migration' in resumed) return migrationAnswer(resumed.migration);
        return nothingLeft('Nothing to resume');
      }),
    undo: (workspace, settings = {}, control = {}) =>
      engine.work(workspace, control, async (host, state) => {
        const request = pastOf(engine, 'undo', state, settings);
        await requireJournal(state);
        const undone = await undoRun(request, host);
        return 'nothingLeftOf' in undone ? nothingLeft('Nothing to undo') : runAnswer(undone);
      }),
  };
}

function nothingLeft(exitReason: string): Api.NothingLeft {
  return { nothing_left: true, exit_code: EXIT_CODES.done.code, exit_reason: exitReason };
}

function migrateWith(engine: Engine): typeof Api.migrate {
  return (workspace, { from, to, keepOld = false, dryRun = false, ...settings }, control = {}) =>
    engine.work(workspace, control, async (host, state) => {
      const texts = givenTexts('migrate', runOptionsSchema, settings, engine.cwd);
      const request = { oldAccount: from, newAccount: to, keepOld, dryRun, texts };
      return migrationAnswer(await migrateAccount(request, state, host));
    });
}

function exportWith(engine: Engine): typeof Api.exportNumbers {
  return (workspace, { kind = 'numbers', ...settings } = {}, control = {}) =>
    engine.work(workspace, control, async (host, state) => {
      if (!EXPORT_KINDS.includes(kind)) {
        throw commandError('settingInvalid', { field: 'kind', value: kind, must: EXPORT_KINDS.join(', ') });
      }
      const texts = givenTexts('export', exportOptions, settings, engine.cwd);
      const request = exportRequest(texts, { kind, state }, host.config);
      return exportAnswer(await exportState(request, host));
    });
}
