import type { CallCounts } from '../domain/call-counts.ts';
import { RESULTS, type Result, type RowRecord } from '../journal/records.ts';
import type { StatePlace } from '../journal/state-place.ts';
import { type Detected, type DetectedFields, detectedFields } from '../sheet/source/detected.ts';
import { type FormattingOnly, formattingOnlyRows } from './formatting-only.ts';
import type { OutFolder, WrittenFile } from './out-folder.ts';
import type { Preview } from './preview.ts';
import { outcomeOf } from './row-outcome.ts';
import type { RowTally } from './row-tally.ts';

interface AddressCounts {
  readonly distinct: number;
  readonly created: number;
  readonly reused: number;
  readonly deleted: number;
}

/** summary.json (docs/contract.md), in the names that it is written with. */
export interface Summary extends Readonly<Record<Result, number>> {
  readonly run_id: string;
  readonly command: string;
  /** The run that it undoes or verifies; empty for others. */
  readonly of_run: string;
  /** What holds its journal. */
  readonly state: StatePlace['kind'];
  readonly sheet: { readonly name: string; readonly sha256: string };
  /** How the sheet was read. */
  readonly detected: DetectedFields | null;
  readonly rows: number;
  /** One count for each result; they add up to `rows`. */
  readonly results: Readonly<Record<Result, number>>;
  /** By account name. */
  readonly calls: Readonly<
    Record<
      string,
      {
        readonly total: number;
        readonly by_operation: Readonly<Record<string, number>>;
        readonly retries: number;
        readonly throttled: number;
        readonly rate: number;
      }
    >
  >;
  readonly addresses: AddressCounts;
  /** Longest time in seconds that a number went uncovered in this run; 0 when none did. */
  readonly uncovered_seconds_max: number;
  /** Longest time in seconds that a provider documents for a change of these rows; 0 when none leaves a number uncovered. */
  readonly max_gap_seconds: number;
  readonly rows_with_warnings: number;
  /** Rows in `needs_review` that `--accept formatting` takes. */
  readonly formatting_only: FormattingOnly;
  /** ISO 8601, UTC. */
  readonly started_at: string;
  readonly finished_at: string;
  readonly exit_code: number;
  readonly exit_reason: string;
  /** Calls, time, gaps and guards; of a plan only. */
  readonly preview?: Preview;
  /** The other files of the run. */
  readonly files: readonly WrittenFile[];
}

/** What a summary is made of beside the rows. */
export interface SummaryFacts {
  readonly runId: string;
  readonly command: string;
  readonly ofRun: string;
  readonly state: Pick<StatePlace, 'kind'>;
  readonly sheet: { readonly name: string; readonly sha256: string };
  /** Null where no sheet was read: a plan is applied. */
  readonly detected: Detected | null;
  readonly calls: Readonly<Record<string, CallCounts>>;
  readonly addresses: AddressCounts;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly exitCode: number;
  readonly exitReason: string;
  readonly preview?: Preview | undefined;
  readonly files: readonly WrittenFile[];
}

/** What the rows of a run add up to. */
export interface RowTotals {
  readonly rows: number;
  readonly results: Readonly<Record<Result, number>>;
  readonly uncoveredSecondsMax: number;
  readonly maxGapSeconds: number;
  /** Rows with at least one warning in errors.csv. */
  readonly rowsWithWarnings: number;
  readonly formattingOnly: FormattingOnly;
}

/** Counts the rows as the result files show them, under `--accept`. */
export function rowTotals(accept: 'none' | 'formatting' | 'all'): RowTally<RowTotals> {
  const results = noResults();
  const formatting = formattingOnlyRows();
  let rows = 0;
  let uncoveredSecondsMax = 0;
  let maxGapSeconds = 0;
  let rowsWithWarnings = 0;
  return {
    note: (row) => {
      const outcome = outcomeOf(row);
      if (accept === 'none') formatting.note(row);
      results[outcome.result] += 1;
      rows += 1;
      uncoveredSecondsMax = Math.max(uncoveredSecondsMax, outcome.uncoveredSeconds ?? 0);
      maxGapSeconds = Math.max(maxGapSeconds, outcome.maxGapSeconds ?? 0);
      if (hasWarning(row.problems) || hasWarning(outcome.problems ?? NONE)) rowsWithWarnings += 1;
    },
    result: () => ({
      ...{ rows, results, uncoveredSecondsMax, maxGapSeconds, rowsWithWarnings },
      formattingOnly: formatting.result(),
    }),
  };
}

const NONE: RowRecord['problems'] = [];

const hasWarning = (problems: RowRecord['problems']): boolean =>
  problems.length > 0 && problems.some(({ severity }) => severity === 'warning');

/**
 * Puts the summary of a run together.
 * @throws RangeError when the counts do not add up to the rows: an internal error, never a result.
 */
export function buildSummary(facts: SummaryFacts, totals: RowTotals): Summary {
  const sum = RESULTS.reduce((total, result) => total + totals.results[result], 0);
  if (sum !== totals.rows) {
    throw new RangeError(`The results add up to ${sum}, but the sheet has ${totals.rows} rows.`);
  }
  return {
    run_id: facts.runId,
    command: facts.command,
    of_run: facts.ofRun,
    state: facts.state.kind,
    sheet: { name: facts.sheet.name, sha256: facts.sheet.sha256 },
    detected: facts.detected && detectedFields(facts.detected),
    rows: totals.rows,
    ...totals.results,
    results: totals.results,
    calls: Object.fromEntries(
      Object.entries(facts.calls).map(([account, counts]) => [
        account,
        {
          total: counts.total,
          by_operation: counts.byOperation,
          retries: counts.retries,
          throttled: counts.throttled,
          rate: Math.round(counts.ratePerSecond * 100) / 100,
        },
      ]),
    ),
    addresses: facts.addresses,
    uncovered_seconds_max: totals.uncoveredSecondsMax,
    max_gap_seconds: totals.maxGapSeconds,
    rows_with_warnings: totals.rowsWithWarnings,
    formatting_only: totals.formattingOnly,
    started_at: facts.startedAt,
    finished_at: facts.finishedAt,
    exit_code: facts.exitCode,
    exit_reason: facts.exitReason,
    ...(facts.preview === undefined ? {} : { preview: facts.preview }),
    files: facts.files,
  };
}

/** Writes summary.json, the last file of a run. */
export async function writeSummary(out: OutFolder, summary: Summary): Promise<WrittenFile> {
  return out.writeFile('summary.json', (write) => write(`${JSON.stringify(summary, null, 2)}\n`));
}

function noResults(): Record<Result, number> {
  return {
    applied: 0,
    unchanged: 0,
    would_apply: 0,
    valid: 0,
    needs_review: 0,
    pending: 0,
    unknown: 0,
    failed: 0,
    skipped: 0,
    not_attempted: 0,
    undone: 0,
  };
}
