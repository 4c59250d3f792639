import type { Problem } from '../../errors/problem.ts';
import { rowProblem } from '../../errors/row-codes.ts';
import { fitOf } from '../columns/column-shapes.ts';
import type { ColumnMapping, ColumnTarget } from '../columns/columns.ts';

/**
 * What is said of a cell that has not the form of its column, where the name of the column means several things and the form of
 * most cells decided: `Chicago Office` among suites under `Location`. Null when there is nothing to say.
 */
export function formProblem(
  column: ColumnTarget,
  value: string,
  mapping: ColumnMapping,
  row: number,
): Problem | null {
  if (value === '' || mapping.byCells?.has(column) !== true) return null;
  if (fitOf(column, [value]) !== 'differs') return null;
  const message = `"${value}" does not look like ${column}, as other cells of its column do. It is read as ${column}.`;
  return rowProblem('ROW_CELL_FORM', { row, column, value, severity: 'warning', message });
}
