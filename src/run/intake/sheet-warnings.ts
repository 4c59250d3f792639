import type { Problem } from '../../errors/problem.ts';
import { rowProblem } from '../../errors/row-codes.ts';
import { lineRange } from '../../options/typed-values.ts';
import type { Intake } from './check-source-row.ts';
import type { Source } from './source.ts';

/** What is said of the whole sheet once its rows are read: its columns, and that no row was chosen. */
export function sheetWarnings(
  { warnings, options }: Pick<Source, 'warnings' | 'options'>,
  { taken }: Pick<Intake, 'taken'>,
): readonly Problem[] {
  if (taken > 0) return warnings;
  const chosenBy = [
    ...(options.rows === undefined ? [] : [`--rows ${lineRange.encode(options.rows)}`]),
    ...options.where.map(({ column, value }) => `--where "${column}=${value}"`),
  ];
  if (chosenBy.length === 0) return warnings;
  const message = `No row of the sheet is chosen by ${chosenBy.join(' ')}, so nothing is done.`;
  return [...warnings, rowProblem('SHEET_NO_ROW_CHOSEN', { row: 0, severity: 'warning', message })];
}
