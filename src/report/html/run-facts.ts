import type { CallCounts } from '../../domain/call-counts.ts';
import type { NextCommand } from '../../domain/next-command.ts';
import type { Problem } from '../../errors/problem.ts';
import type { OperationRecord, RowRecord, RunRecord, Stream } from '../../journal/records.ts';
import type { StatePlace } from '../../journal/state-place.ts';
import type { WrittenFile } from '../out-folder.ts';
import type { Preview } from '../preview.ts';
import type { ReportSheet } from '../report-sheet.ts';
import type { RowTotals } from '../summary.ts';
import type { Timeline } from './page-content.ts';
import type { RunCounts } from './run-counts.ts';

/** What the page of a run is made of. */
export interface RunReportFacts {
  /** The run as the journal has it; its end is given beside it, since the page is written before the run is closed. */
  readonly run: RunRecord;
  readonly finishedAt: string;
  readonly exitCode: number;
  readonly exitReason: string;
  /** The command to type next; null when there is none. */
  readonly next: NextCommand | null;
  /** The state folder, which every command needs. */
  readonly state: StatePlace;
  readonly sheet: ReportSheet;
  readonly sheetProblems: readonly Problem[];
  readonly counts: RunCounts;
  readonly rows: Stream<RowRecord>;
  readonly operationOf: (row: RowRecord) => Promise<OperationRecord | null>;
  readonly totals: RowTotals;
  readonly accounts: readonly { readonly name: string; readonly title: string }[];
  readonly calls: Readonly<Record<string, CallCounts>>;
  readonly timeline: Timeline;
  /** Null unless it is a plan. */
  readonly preview: Preview | null;
  /** Numbers that are without an address now. */
  readonly uncovered: readonly { readonly account: string; readonly phoneNumber: string }[];
  readonly files: readonly WrittenFile[];
}
