import { existsSync } from 'node:fs';
import path from 'node:path';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { RESULTS, type RunRecord } from '../../journal/records.ts';
import { unknownRun } from '../../run/context/unknown-run.ts';
import { type Session, shortened } from '../session/session.ts';
import { fromJournal } from '../session/state-folder.ts';
import { nextHere } from './open-gaps.ts';
import { visible } from './visible.ts';

/** A run with the number of its rows. */
export interface ListedRun {
  readonly run: RunRecord;
  readonly rows: number;
}

/** One run on stdout; `exitCode`: of the command that shows it. @throws UsageError RUN_UNKNOWN */
export async function showOneRun(
  session: Session,
  runId: string,
  exitCode: number = EXIT_CODES.done.code,
): Promise<number> {
  const found = await fromJournal(
    session,
    async (journal) => {
      const run = await journal.run(runId);
      if (run === null) throw await unknownRun(runId, journal);
      return { run, counts: await journal.countRows(runId) };
    },
    null,
  );
  if (found === null) {
    throw await unknownRun(runId, null);
  }
  const { terminal } = session;
  const { run, counts } = found;
  if (terminal.options.json) {
    terminal.json({
      ...runAsJson({ run, rows: counts.total }),
      results: counts.byResult,
      rows_with_errors: counts.withErrors,
      options: run.options,
      exit_code: exitCode,
    });
    return exitCode;
  }
  const facts: [string, string][] = [
    ['run', run.runId],
    ['command', run.command],
    ['sheet', `${run.sheetName} (sha256 ${run.sheetSha256})`],
    ['by', run.operator],
    ['started', run.startedAt],
    ['finished', run.finishedAt ?? 'not finished'],
    ['exit', run.exitCode === null ? '' : `${run.exitCode}: ${run.exitReason}`],
    ['files', shortened(session, run.outDir) + elsewhere(session, run)],
    ['rows', `${counts.total}, ${counts.withErrors} with errors`],
  ];
  for (const [name, fact] of facts) terminal.answer(`${name.padEnd(10)}${visible(fact)}`.trimEnd());
  for (const result of RESULTS) {
    const count = counts.byResult[result] ?? 0;
    if (count > 0) terminal.answer(`  ${result.padEnd(16)}${count}`);
  }
  return exitCode;
}

/** Commands whose files `runs RUN --out DIR` writes again. */
const WRITTEN_AGAIN: ReadonlySet<string> = new Set(['plan', 'apply', 'undo', 'verify']);

/** What to type for the files of a run that has ended and whose folder is on another machine, or was deleted. */
function elsewhere(session: Session, { runId, command, finishedAt, outDir }: RunRecord): string {
  if (finishedAt === null || !WRITTEN_AGAIN.has(command)) return '';
  if (existsSync(path.join(outDir, 'summary.json'))) return '';
  const again = nextHere(session, { command: 'runs', args: [runId, '--out', 'DIR'], advice: '' });
  return ` (not here; to write them: ${again})`;
}

/** A run as `--json` prints it. */
export function runAsJson({ run, rows }: ListedRun): Record<string, unknown> {
  return {
    run_id: run.runId,
    command: run.command,
    sheet: { name: run.sheetName, sha256: run.sheetSha256 },
    operator: run.operator,
    rows,
    started_at: run.startedAt,
    finished_at: run.finishedAt,
    run_exit_code: run.exitCode,
    run_exit_reason: run.exitReason,
    out_dir: run.outDir,
    exit_code: EXIT_CODES.done.code,
  };
}
