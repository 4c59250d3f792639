import { GuardError, UsageError } from '../../errors/app-error.ts';
import type { Journal } from '../../journal/journal.ts';
import type { OperationRecord, RowOutcome, RowRecord, RunRecord } from '../../journal/records.ts';
import { foldColumnName } from '../../sheet/columns/columns.ts';
import type { RunOptions } from '../context/run-options.ts';
import { rowFilter } from './row-filter.ts';

const BATCH_ROWS = 500;

/**
 * An earlier run that changed something or tried to.
 * @throws UsageError when there is none of that id or it was a mere preview; GuardError when it has not come to its end.
 */
export function pastRun(journal: Journal, runId: string): RunRecord {
  const run = journal.run(runId);
  if (!run) {
    throw new UsageError(`There is no run ${JSON.stringify(runId)} in this state folder.`, {
      code: 'RUN_UNKNOWN',
      hint: 'See e911 runs; runs of another folder are found with --state DIR.',
    });
  }
  if (run.command !== 'apply' && run.command !== 'undo') {
    throw new UsageError(`Run ${runId} was a ${run.command}: it changed nothing.`, {
      code: 'RUN_CHANGED_NOTHING',
      hint: 'See e911 runs for the runs of apply and undo.',
    });
  }
  if (run.finishedAt === null) {
    throw new GuardError(`Run ${runId} has not come to its end.`, {
      code: 'RUN_NOT_FINISHED',
      hint: `Finish it first: e911 resume ${runId}`,
    });
  }
  return run;
}

/** What becomes of a row of the earlier run in the new one: an operation answers it, or it has its answer at once. */
export type Taken = { readonly operation: OperationRecord } | { readonly outcome: RowOutcome };

/**
 * Takes the rows of an earlier run into a new one, cells and lines as they were. `take` is asked for each row that the
 * options choose; rows that one operation answered have one again. Returns how many rows take part.
 */
export function importRowsAgain(
  journal: Journal,
  past: RunRecord,
  runId: string,
  options: RunOptions,
  take: (row: RowRecord, operation: OperationRecord | null) => Taken,
): number {
  const leftOutBy = rowFilter(options, past.header, (name) =>
    past.header.findIndex((cell) => foldColumnName(cell) === foldColumnName(name)),
  );
  let taken = 0;
  const add = (row: RowRecord): void => {
    const plain = { ...row, problems: [], operationId: '', outcome: null };
    const option = leftOutBy(row, taken);
    if (option !== '') {
      const outcome: RowOutcome = { result: 'skipped', stage: 'read', detail: `left out by ${option}` };
      journal.addRow(runId, { ...plain, outcome });
      return;
    }
    taken++;
    const before = row.operationId === '' ? null : journal.operation(past.runId, row.operationId);
    const answer = take(row, before);
    if ('outcome' in answer) {
      journal.addRow(runId, { ...plain, outcome: answer.outcome });
      return;
    }
    const { operation } = answer;
    if (!journal.operation(runId, operation.operationId)) journal.addOperation(runId, operation);
    journal.addRow(runId, { ...plain, operationId: operation.operationId });
  };
  let batch: RowRecord[] = [];
  const flush = (): void => {
    journal.together(() => {
      for (const row of batch) add(row);
    });
    batch = [];
  };
  for (const row of journal.rows(past.runId)) {
    batch.push(row);
    if (batch.length >= BATCH_ROWS) flush();
  }
  flush();
  return taken;
}
