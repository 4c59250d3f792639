import { requireTarget } from '../columns/column-map.ts';
import type { RowCheckerOptions } from './check-row.ts';

interface ColumnValue {
  readonly column: string;
  readonly value: string;
}

interface CellOptions {
  readonly set: readonly ColumnValue[];
  readonly setAlways: readonly ColumnValue[];
  readonly preferId: boolean;
}

/** What the options say of the cells of a sheet. @throws UsageError when `--set` names an unknown column */
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
  return { sets: [...setAlways.map(cell(true)), ...set.map(cell(false))], prefersId: preferId };
}
