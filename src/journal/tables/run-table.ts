import type { GroupCommit } from '../engine/group-commit.ts';
import type { SqlRow } from '../engine/statement.ts';
import type { Journal } from '../journal.ts';
import type { RunRecord } from '../records.ts';
import {
  damaged,
  jsonOf,
  mustBeNew,
  mustHaveChanged,
  numberOrNull,
  textOf,
  textOrNull,
  toJson,
} from './columns.ts';

type RunMethods =
  | 'startRun'
  | 'endRun'
  | 'endRecovered'
  | 'reopenRun'
  | 'clearRun'
  | 'deleteRun'
  | 'run'
  | 'runs';

/** What a run left of its reading and planning; its calls are a record of what was sent and stay. */
const TAKEN_IN = ['sheet_rows', 'operations', 'addresses', 'number_states', 'stored_addresses', 'run_parts'];
/** Everything of a run; `runs` last, since the others refer to it. */
const OF_RUN = [...TAKEN_IN, 'calls', 'decisions', 'run_accounts', 'made_plans', 'used_plans', 'runs'];

/** The runs of a state folder. */
export function runTable(commits: GroupCommit): Pick<Journal, RunMethods> {
  const insert = commits.prepare(`
    INSERT INTO runs (run_id, command, sheet_name, sheet_sha256, header, options, operator, out_dir,
      started_at, finished_at, exit_code, exit_reason)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run_id) DO NOTHING`);
  const end = commits.prepare(
    'UPDATE runs SET finished_at = ?, exit_code = ?, exit_reason = ? WHERE run_id = ?',
  );
  const setOptions = commits.prepare('UPDATE runs SET options = ? WHERE run_id = ?');
  const reopen = commits.prepare(
    "UPDATE runs SET finished_at = NULL, exit_code = NULL, exit_reason = '' WHERE run_id = ?",
  );
  const unanswer = commits.prepare(
    "UPDATE sheet_rows SET result = NULL, outcome = NULL WHERE run_id = ? AND operation_id <> ''",
  );
  const rejoin = commits.prepare('DELETE FROM run_parts WHERE run_id = ?');
  const clear = TAKEN_IN.map((table) => commits.prepare(`DELETE FROM ${table} WHERE run_id = ?`));
  const erase = OF_RUN.map((table) => commits.prepare(`DELETE FROM ${table} WHERE run_id = ?`));
  const one = commits.prepare('SELECT * FROM runs WHERE run_id = ?');
  // By the order of their starts, not by their times: a wall clock may be set back.
  const newest = commits.prepare('SELECT * FROM runs ORDER BY seq DESC LIMIT ?');
  return {
    startRun: async (run) => {
      const added = await insert.run([
        run.runId,
        run.command,
        run.sheetName,
        run.sheetSha256,
        toJson(run.header),
        toJson(run.options),
        run.operator,
        run.outDir,
        run.startedAt,
        run.finishedAt,
        run.exitCode,
        run.exitReason,
      ]);
      mustBeNew(added, `run ${run.runId}`);
      await commits.committed();
    },
    endRun: async (runId, { finishedAt, exitCode, exitReason }) => {
      mustHaveChanged(await end.run([finishedAt, exitCode, exitReason, runId]), `run ${runId}`);
      await commits.committed();
    },
    endRecovered: async (runId, { finishedAt, exitCode, exitReason }) => {
      await commits.together(async () => {
        mustHaveChanged(await end.run([finishedAt, exitCode, exitReason, runId]), `run ${runId}`);
        const { options } = readRun((await one.get([runId])) ?? damaged('run_id'));
        await setOptions.run([toJson({ ...options, recovered: true }), runId]);
      });
      await commits.committed();
    },
    reopenRun: (runId) =>
      commits.together(async () => {
        mustHaveChanged(await reopen.run([runId]), `run ${runId}`);
        await unanswer.run([runId]);
        await rejoin.run([runId]);
      }),
    clearRun: (runId) =>
      commits.together(async () => {
        for (const statement of clear) await statement.run([runId]);
      }),
    deleteRun: async (runId) => {
      await commits.together(async () => {
        for (const statement of erase) await statement.run([runId]);
      });
      await commits.committed();
    },
    run: async (runId) => {
      const row = await one.get([runId]);
      return row === null ? null : readRun(row);
    },
    runs: async (limit) => (await newest.all([limit])).map(readRun),
  };
}

function readRun(row: SqlRow): RunRecord {
  return {
    runId: textOf(row, 'run_id'),
    command: textOf(row, 'command'),
    sheetName: textOf(row, 'sheet_name'),
    sheetSha256: textOf(row, 'sheet_sha256'),
    header: jsonOf(row, 'header'),
    options: jsonOf(row, 'options'),
    operator: textOf(row, 'operator'),
    outDir: textOf(row, 'out_dir'),
    startedAt: textOf(row, 'started_at'),
    finishedAt: textOrNull(row, 'finished_at'),
    exitCode: numberOrNull(row, 'exit_code'),
    exitReason: textOf(row, 'exit_reason'),
  };
}
