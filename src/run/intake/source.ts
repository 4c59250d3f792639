import type { Problem } from '../../errors/problem.ts';
import type { PlanFile } from '../../report/plan-json.ts';
import type { CheckedRow } from '../../sheet/rows/check-row.ts';
import type { Detected } from '../../sheet/source/detected.ts';
import type { SheetRow } from '../../sheet/source/sheet-row.ts';
import type { NotedColumns } from '../context/noted-columns.ts';
import type { RunOptions } from '../context/run-options.ts';

/** Where a run's rows come from: a sheet, or the rows of a plan that was reviewed. */
export interface Source {
  readonly name: string;
  readonly sha256: string;
  readonly header: readonly string[];
  readonly warnings: readonly Problem[];
  /** How the sheet was read; null for a plan, which was read before. */
  readonly detected: Detected | null;
  /** Where its columns are. */
  readonly columns: NotedColumns;
  /** The options in force: those of the plan where a plan is applied. */
  readonly options: RunOptions;
  readonly plan: PlanFile | null;
  /** Its rows in order, some at a time. */
  batches(): AsyncIterable<readonly SheetRow[]>;
  check(row: SheetRow): CheckedRow;
  /** By which option a row is left out, given how many rows were taken already; empty when it takes part. */
  leftOutBy(row: SheetRow, taken: number): string;
}
