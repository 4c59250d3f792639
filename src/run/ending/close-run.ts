import type { NextCommand } from '../../domain/next-command.ts';
import type { WrittenFile } from '../../report/out-folder.ts';
import type { Preview } from '../../report/preview.ts';
import { buildSummary, type RowTotals, type SummaryFacts, writeSummary } from '../../report/summary.ts';
import { readDetected } from '../../sheet/source/detected.ts';
import type { EndingContext } from '../context/run-context.ts';
import type { RunReport } from '../context/run-options.ts';
import type { RunEnd } from './run-end.ts';
import type { RunFacts } from './run-facts.ts';

/** What a run came to. */
interface Ended {
  readonly exit: { readonly code: number; readonly reason: string };
  readonly finishedAt: string;
  readonly next: NextCommand | null;
  readonly preview?: Preview | undefined;
  readonly files: readonly WrittenFile[];
  readonly totals: RowTotals;
  readonly addresses: SummaryFacts['addresses'];
  readonly changes: RunReport['changes'];
  readonly examples: RunReport['examples'];
  readonly planned: RunReport['planned'];
  readonly uncovered: RunReport['uncovered'];
  readonly boughtUncovered: RunReport['boughtUncovered'];
  /** What its files are made again of; absent for a run whose rows are kept nowhere. */
  readonly facts?: RunFacts;
}

/** Writes summary.json, the last file of a run, and ends the run in the journal. */
export async function closeRun(
  { journal, runId, options, host }: EndingContext,
  end: Pick<RunEnd, 'out' | 'sheet' | 'stats' | 'startedAt' | 'advice'>,
  {
    exit,
    finishedAt,
    next,
    preview,
    files,
    totals,
    addresses,
    changes,
    examples,
    planned,
    uncovered,
    boughtUncovered,
    facts,
  }: Ended,
): Promise<RunReport> {
  const run = await journal.run(runId);
  const summary = buildSummary(
    {
      runId,
      command: options.command,
      ofRun: options.ofRun ?? '',
      state: options.state,
      sheet: end.sheet,
      detected: readDetected(run?.options['detected']),
      calls: Object.fromEntries(end.stats),
      addresses,
      startedAt: end.startedAt,
      finishedAt,
      exitCode: exit.code,
      exitReason: exit.reason,
      preview,
      files,
    },
    totals,
  );
  await writeSummary(end.out, summary);
  if (facts !== undefined) await journal.keepFacts(runId, facts);
  await journal.endRun(runId, { finishedAt, exitCode: exit.code, exitReason: exit.reason });
  host.watcher.event?.({
    type: 'run-ended',
    run_id: runId,
    exit_code: exit.code,
    exit_reason: exit.reason,
  });
  return {
    runId,
    outDir: end.out.path,
    exitCode: exit.code,
    exitReason: exit.reason,
    summary,
    changes,
    examples,
    planned,
    uncovered,
    boughtUncovered,
    next: end.advice === undefined ? next : { command: '', args: [], advice: end.advice },
  };
}
