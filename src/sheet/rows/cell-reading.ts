import { commandError } from '../../errors/command-errors.ts';
import { requireTarget } from '../columns/column-map.ts';
import type { RowCheckerOptions } from './check-row.ts';
import type { SetCell } from './row-schema.ts';

interface ColumnValue {
  readonly column: string;
  readonly value: string;
}

interface CellOptions {
  readonly set: readonly ColumnValue[];
  readonly setAlways: readonly ColumnValue[];
  readonly preferId: boolean;
}

/** What the options say of the cells of a sheet. @throws UsageError when `--set` names an unknown column, or two values for one */
export function cellReading({
  set,
  setAlways,
  preferId,
}: CellOptions): Pick<RowCheckerOptions, 'sets' | 'prefersId'> {
  const cell = (overrides: boolean) => (each: ColumnValue) => ({
    column: requireTarget(each.column, overrides ? '--set!' : '--set'),
    value: each.value,
    overrides,
  });
  const sets = [setAlways.map(cell(true)), set.map(cell(false))] as const;
  for (const each of sets) requireOnce(each);
  return { sets: sets.flat(), prefersId: preferId };
}

/** Of two values for one column only one could be used. @throws UsageError */
function requireOnce(sets: readonly SetCell[]): void {
  for (const { column, value, overrides } of sets) {
    const first = sets.find((each) => each.column === column);
    if (first === undefined || first.value === value) continue;
    const option = overrides ? '--set!' : '--set';
    throw commandError('setTwice', { option, column, first: first.value, second: value });
  }
}
