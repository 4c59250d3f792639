import type { CallCounts } from '../../domain/call-counts.ts';
import type { ExitName } from '../../errors/exit-codes.ts';
import type { Problem } from '../../errors/problem.ts';
import type { Stopped } from '../../plan/enforce-guards.ts';
import type { Pause } from '../../report/html/page-content.ts';
import type { OutFolder } from '../../report/out-folder.ts';
import type { NotBegun } from '../outcomes/row-answers.ts';

/** What the end of a run is made of beside the journal. */
export interface RunEnd {
  readonly out: OutFolder;
  readonly header: readonly string[];
  readonly sheet: { readonly name: string; readonly sha256: string };
  readonly sheetProblems: readonly Problem[];
  readonly startedAt: string;
  readonly stats: ReadonlyMap<string, CallCounts>;
  readonly deleted: number;
  /** Set when something other than the rows decides the exit code. */
  readonly exit: { readonly name: ExitName; readonly reason: string } | null;
  readonly notBegun: NotBegun;
  /** What to do next, where what stopped the run says it. */
  readonly advice?: string;
  /** Times in which providers asked for nothing to be sent. */
  readonly pauses: readonly Pause[];
  /** Guards that would stop the real run. */
  readonly guards: Stopped;
  /** Whether the plan was made and is written down. */
  readonly hasPlan: boolean;
}
