import type { Result } from './events.ts';

/** What went wrong, as a value: work never rejects. */
export interface Failure {
  /** Stable: `CONFIG_NO_ACCOUNT`. `FAULT` is an internal error of this package. */
  readonly code: string;
  readonly message: string;
  /** What to do next; empty when there is nothing to say. */
  readonly hint: string;
  /** What the command line would end with: 2 wrong use, 4 a guard, 5 no access, 9 numbers without an address, ... */
  readonly exit_code: number;
  /** Numbers that have no emergency address now. */
  readonly uncovered: readonly {
    readonly run_id: string;
    readonly account: string;
    readonly phone_number: string;
    readonly endpoint_user_id: string;
    readonly since: string;
  }[];
  /** What was caught, for a log. */
  readonly cause: unknown;
}

/** A value, or why there is none. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Failure };

/** A file that was written. */
export interface WrittenFile {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

interface Numbered {
  readonly account: string;
  readonly phone_number: string;
  readonly endpoint_user_id: string;
}

/** How a run ended: what `--json` prints. An exit code other than 0 is an ending like any other: rows failed, a guard, ... */
export interface RunAnswer {
  readonly run_id: string;
  /** Folder of results.csv, report.html, plan.json, ... */
  readonly out_dir: string;
  readonly exit_code: number;
  readonly exit_reason: string;
  /** What was changed, or would be. */
  readonly changes: readonly { readonly account: string; readonly verb: string; readonly count: number }[];
  /** First rows of each result that a person should read. */
  readonly examples: readonly {
    readonly row: number;
    readonly result: string;
    readonly phone_number: string;
    readonly text: string;
  }[];
  /** Numbers without an emergency address now. */
  readonly uncovered: readonly Numbered[];
  /** Numbers that were bought and have no emergency address yet. */
  readonly bought_uncovered: readonly Numbered[];
  /** The next command line; empty when nothing is left to do. */
  readonly next: string;
  /** What can be typed instead, such as applying a plan without the rows that need a decision; empty when there is one way. */
  readonly otherwise: string;
  /** summary.json. */
  readonly summary: {
    readonly run_id: string;
    readonly command: string;
    readonly rows: number;
    readonly results: Readonly<Record<Result, number>>;
    readonly rows_with_warnings: number;
    readonly uncovered_seconds_max: number;
    readonly max_gap_seconds: number;
    readonly started_at: string;
    readonly finished_at: string;
    readonly files: readonly WrittenFile[];
    /** Figures of a plan (docs/contract.md, "Files of a run"). */
    readonly preview?: unknown;
    readonly [member: string]: unknown;
  };
}

/** How a migration ended: what `--json` prints. */
export interface MigrationAnswer {
  readonly migration_id: string;
  readonly old_account: string;
  readonly new_account: string;
  readonly out_dir: string;
  readonly numbers: number;
  /** Covered at the new account, read back. */
  readonly verified: number;
  /** Without an address at the old account. */
  readonly removed: number;
  readonly stayed: readonly { readonly phone_number: string; readonly why: string }[];
  readonly nothing_to_move: Readonly<Record<string, number>>;
  readonly columns_left_out: Readonly<Record<string, number>>;
  readonly parts: readonly {
    readonly what: string;
    readonly run_id: string;
    readonly exit_code: number;
    readonly exit_reason: string;
  }[];
  readonly exit_code: number;
  readonly exit_reason: string;
  readonly next: string;
}

/** An undo or a resume that found nothing left to do. */
export interface NothingLeft {
  readonly nothing_left: true;
  readonly exit_code: 0;
  readonly exit_reason: string;
}

/** How an export ended: what `--json` prints. */
export interface ExportAnswer {
  readonly export_id: string;
  readonly kind: string;
  /** False when something could not be read (exit code 8). */
  readonly complete: boolean;
  readonly rows: number;
  readonly out: string;
  readonly files: readonly WrittenFile[];
  readonly accounts: readonly {
    readonly account: string;
    readonly provider: string;
    readonly rows: number;
    /** For the scope that was asked: no carrier's list shows everything that can dial 911. */
    readonly complete: boolean;
    /** Whether `--limit` ended the reading before the end of the list. */
    readonly limited: boolean;
    /** Of a compliance export: what was asked for, and what no list of the account shows. */
    readonly scope?: string;
    readonly cannot_list?: string;
    readonly reached: boolean;
    readonly problem: string;
    readonly hint: string;
  }[];
  /** Numbers by coverage. */
  readonly status: Readonly<Record<string, number>>;
  readonly changes: {
    readonly added: number;
    readonly removed: number;
    readonly changed: number;
    readonly newly_failing: number;
    readonly findings_changed?: number;
  } | null;
  readonly findings: {
    readonly by_severity: Readonly<Record<string, number>>;
    readonly by_code: Readonly<Record<string, number>>;
  } | null;
  readonly exit_code: number;
  readonly exit_reason: string;
}
