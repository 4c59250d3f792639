import type { Journal } from './journal.ts';
import type { OperationRecord, RowRecord } from './records.ts';

/** Operations that are kept behind the present row: rows of one operation are mostly near each other. */
const KEPT = 1_000;

/**
 * The operation of each row of a run whose rows are read in order: operations are read beside them in batches, since a look-up for
 * each row costs several times as much. For a pass in which no operation changes.
 * @returns the operation of a row, null when it has none
 */
export function operationsAlong(
  journal: Pick<Journal, 'operation' | 'operations'>,
  runId: string,
): (row: Pick<RowRecord, 'operationId' | 'position'>) => Promise<OperationRecord | null> {
  const kept = new Map<string, OperationRecord>();
  const ahead = journal.operations(runId)[Symbol.asyncIterator]();
  let next: OperationRecord | null = null;
  let isBegun = false;

  async function readUpTo(position: number, operationId: string): Promise<void> {
    if (!isBegun) next = (await ahead.next()).value ?? null;
    isBegun = true;
    // An operation has the position of the first of its rows.
    while (next !== null && next.position <= position && !kept.has(operationId)) {
      kept.set(next.operationId, next);
      const [oldest] = kept.size > KEPT ? kept.keys() : [];
      if (oldest !== undefined) kept.delete(oldest);
      next = (await ahead.next()).value ?? null;
    }
  }

  return async ({ operationId, position }) => {
    if (operationId === '') return null;
    if (!kept.has(operationId)) await readUpTo(position, operationId);
    return kept.get(operationId) ?? (await journal.operation(runId, operationId));
  };
}
