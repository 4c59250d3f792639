import fc, { array, nat } from 'fast-check';
import { expect, it } from 'vitest';
import { operationsAlong } from '../../src/journal/operations-along.ts';
import type { OperationRecord } from '../../src/journal/records.ts';

/** An operation of which nothing but its name and place is read. */
function operation(position: number, name = `op-${position}`): OperationRecord {
  return { operationId: name, position } as OperationRecord;
}

function journalOf(operations: readonly OperationRecord[]) {
  const asked: string[] = [];
  const journal = {
    operation: async (_run: string, operationId: string) => {
      asked.push(operationId);
      return operations.find((each) => each.operationId === operationId) ?? null;
    },
    operations: async function* () {
      yield* operations;
    },
  };
  return { journal, asked };
}

it('gives each row its operation, whichever earlier row it came from and in whichever order they are kept', async () => {
  await fc.assert(
    fc.asyncProperty(array(nat({ max: 40 }), { minLength: 1, maxLength: 40 }), nat(), async (back, turn) => {
      const rows = back.map((steps, at) => ({
        position: at + 1,
        operationId: `op-${Math.max(1, at + 1 - steps)}`,
      }));
      const inOrder = rows.map(({ position }) => operation(position));
      // The operations of an undo are in another order than its rows.
      const operations = turn % 2 === 0 ? inOrder : [...inOrder].reverse();
      const { journal } = journalOf(operations);
      const operationOf = operationsAlong(journal, 'run-1');
      for (const row of rows) expect((await operationOf(row))?.operationId).toBe(row.operationId);
    }),
  );
});

it('looks nothing up by itself where rows and operations go together', async () => {
  const operations = Array.from({ length: 2_500 }, (_, at) => operation(at + 1));
  const { journal, asked } = journalOf(operations);
  const operationOf = operationsAlong(journal, 'run-1');
  for (const { position, operationId } of operations) {
    expect(await operationOf({ position, operationId })).toMatchObject({ position });
    expect(await operationOf({ position, operationId: '' })).toBeNull();
  }
  expect(asked).toEqual([]);
  // Far behind, it is looked up.
  expect(await operationOf({ position: 2_501, operationId: 'op-1' })).toMatchObject({ position: 1 });
  expect(asked).toEqual(['op-1']);
});
