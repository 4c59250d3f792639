import { expect, it } from 'vitest';
import type { OperationRecord } from '../../src/journal/records.ts';
import { changeChooser } from '../../src/report/shown-changes.ts';
import { ADDRESS, numberState, operationRecord, stepOf } from '../journal/records.ts';

const COVERED = {
  state: 'covered',
  addressId: 'AD1',
  address: { ...ADDRESS, street: '645 HARRISON ST' },
} as const;

const assign = (index: number): OperationRecord =>
  operationRecord(index, {
    position: index,
    before: null,
    beforeAddress: null,
    program: [{ do: 'step', step: stepOf(index) }],
  });
const replace = (index: number): OperationRecord => ({
  ...assign(index),
  before: numberState(index, COVERED),
});
const gap = (index: number, maxGapSeconds: number): OperationRecord => ({
  ...replace(index),
  maxGapSeconds,
  program: [{ do: 'step', step: stepOf(index), opensGap: true }],
});
const remove = (index: number): OperationRecord => {
  const operation = replace(index);
  const handle = 'PN1';
  return {
    ...operation,
    request: { ...operation.request, action: 'remove', address: null },
    program: [{ do: 'step', step: { kind: 'disassociate', phoneNumber: '+14155550100', handle, tag: '' } }],
  };
};

async function chosen(operations: readonly OperationRecord[]) {
  const chooser = changeChooser();
  for (const operation of operations) chooser.note(operation);
  const result = await chooser.result(async (id) => Number(id.replace(/\D/g, '')));
  return { ...result, rows: [result.riskiest, result.first].map((each) => each.map(({ row }) => row)) };
}

it('shows gaps before removals before replacements, the longest gap first, then the first of the others', async () => {
  const { rows, total } = await chosen([
    assign(1),
    replace(2),
    remove(3),
    gap(4, 60),
    gap(5, 1800),
    assign(6),
  ]);
  expect(rows).toEqual([
    [5, 4, 3, 2],
    [1, 6],
  ]);
  expect(total).toBe(6);
});

it('shows five of each at most, none twice, in the order of the sheet', async () => {
  const many = Array.from({ length: 300 }, (_, at) => (at < 12 ? replace(at + 1) : assign(at + 1)));
  const { rows, total } = await chosen(many);
  expect(rows).toEqual([
    [1, 2, 3, 4, 5],
    [6, 7, 8, 9, 10],
  ]);
  expect(total).toBe(300);
  const late = await chosen([...Array.from({ length: 50 }, (_, at) => assign(at + 1)), gap(51, 0)]);
  expect(late.rows).toEqual([[51], [1, 2, 3, 4, 5]]);
});

it('has both addresses; none for a number that has none, or none any more', async () => {
  const { riskiest, first } = await chosen([assign(1), replace(2), remove(3)]);
  const byRow = new Map([...riskiest, ...first].map((one) => [one.row, one]));
  expect(byRow.get(1)?.before).toBe('');
  expect(byRow.get(2)?.before).toMatch(/^645 HARRISON ST/);
  expect(byRow.get(2)?.after).toBe(byRow.get(1)?.after);
  expect(byRow.get(3)).toMatchObject({ after: '', opensGap: false });
});
