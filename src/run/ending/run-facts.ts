import type { CallCounts } from '../../domain/call-counts.ts';
import type { NextCommand } from '../../domain/next-command.ts';
import type { Problem } from '../../errors/problem.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Pause } from '../../report/html/page-content.ts';
import type { PlanHead } from '../../report/plan-json.ts';
import type { Preview } from '../../report/preview.ts';
import type { SummaryFacts } from '../../report/summary.ts';

/** Another number when the files need other facts; those of an earlier version are not read. */
const VERSION = 1;

/**
 * What the files of an ended run are made of beside its record, rows, and operations. The journal keeps it as plain data, so that
 * any process that reads it can make them again.
 */
export interface RunFacts {
  readonly version: typeof VERSION;
  /** The folder in which the run ended: what its next command names is there. */
  readonly outDir: string;
  readonly sheetProblems: readonly Problem[];
  /** The error code of the rows that were not begun; absent when nothing stopped the run before them. */
  readonly notBegunCode?: string | undefined;
  /** By account name. */
  readonly calls: Readonly<Record<string, CallCounts>>;
  readonly pauses: readonly Pause[];
  readonly accounts: readonly { readonly name: string; readonly title: string; readonly perSecond: number }[];
  readonly addresses: SummaryFacts['addresses'];
  /** Numbers without an address when the run ended. */
  readonly uncovered: readonly { readonly account: string; readonly phoneNumber: string }[];
  readonly preview?: Preview | undefined;
  /** Present when the plan was written down. */
  readonly planHead?: PlanHead | undefined;
  /** What report.html says to do next. */
  readonly next: NextCommand | null;
}

/** Marks facts as those of this version. */
export function factsNow(facts: Omit<RunFacts, 'version'>): RunFacts {
  return { version: VERSION, ...facts };
}

/** The facts of a run that has ended; null for one that kept none (an offline check, an export) or was ended by another version. */
export async function factsOf(journal: Pick<Journal, 'keptFacts'>, runId: string): Promise<RunFacts | null> {
  const kept = await journal.keptFacts(runId);
  return isOfThisVersion(kept) ? kept : null;
}

function isOfThisVersion(facts: unknown): facts is RunFacts {
  return typeof facts === 'object' && facts !== null && 'version' in facts && facts.version === VERSION;
}
