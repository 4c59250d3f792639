import { commandError } from '../../errors/command-errors.ts';
import type { Journal } from '../../journal/journal.ts';
import { operationsAlong } from '../../journal/operations-along.ts';
import type { OperationRecord, RowOutcome, RowRecord, RunRecord } from '../../journal/records.ts';
import { notedColumns } from '../context/noted-columns.ts';
import type { RunHost, RunOptions } from '../context/run-options.ts';
import { livingHolder } from '../context/run-stage.ts';
import { unknownRun } from '../context/unknown-run.ts';
import { columnIndex } from './column-index.ts';
import { rowFilter } from './row-filter.ts';

/**
 * An earlier run that changed something or tried to.
 * @throws UsageError when the ID is unknown or the run was a preview; GuardError when it is not finished.
 */
export async function pastRun(
  journal: Journal,
  runId: string,
  host: Pick<RunHost, 'pid' | 'host'>,
): Promise<RunRecord> {
  const run = await journal.run(runId);
  if (!run) throw await unknownRun(runId, journal);
  if (run.command !== 'apply' && run.command !== 'undo') {
    throw commandError('runChangedNothing', { runId, command: run.command });
  }
  if (run.finishedAt === null) {
    throw commandError('runNotFinished', { runId, by: await livingHolder(journal, runId, host) });
  }
  return run;
}

/** How a row of the earlier run enters the new one: an operation answers it, or it is answered at once. */
export type Taken = { readonly operation: OperationRecord } | { readonly outcome: RowOutcome };

/**
 * Imports the rows of an earlier run into a new one, cells and lines as they were. `take` answers each row that the options
 * choose; rows that shared an operation share one again. Returns how many rows take part.
 */
export async function importRowsAgain(
  journal: Journal,
  {
    past,
    runId,
    options,
  }: { readonly past: RunRecord; readonly runId: string; readonly options: RunOptions },
  take: (row: RowRecord, operation: OperationRecord | null) => Taken | Promise<Taken>,
): Promise<number> {
  const columns = new Map(Object.entries(notedColumns(past)));
  const leftOutBy = rowFilter(options, past.header, (name) => columnIndex(past.header, columns, name));
  const operationOf = operationsAlong(journal, past.runId);
  let taken = 0;
  const add = async (row: RowRecord): Promise<void> => {
    const plain = { ...row, problems: [], operationId: '', outcome: null };
    const option = leftOutBy(row, taken);
    if (option !== '') {
      const outcome: RowOutcome = { result: 'skipped', stage: 'read', detail: `left out by ${option}` };
      await journal.addRow(runId, { ...plain, outcome });
      return;
    }
    taken++;
    const before = await operationOf(row);
    const answer = await take(row, before);
    if ('outcome' in answer) {
      await journal.addRow(runId, { ...plain, outcome: answer.outcome });
      return;
    }
    const { operation } = answer;
    if (!(await journal.operation(runId, operation.operationId))) {
      await journal.addOperation(runId, operation);
    }
    await journal.addRow(runId, { ...plain, operationId: operation.operationId });
  };
  for await (const row of journal.rows(past.runId)) await add(row);
  return taken;
}
