import type { StatePlace } from '../../journal/state-place.ts';
import type { ExportKind, NumberFilter } from '../../providers/contract.ts';
import type { WrittenFile } from '../../report/out-folder.ts';
import type { RunHost } from '../../run/context/run-options.ts';
import type { SheetReading } from '../../sheet/sheet-reading.ts';

/** What one `e911 export` asks for. */
export interface ExportOptions {
  readonly kind: ExportKind;
  /** Accounts by name; empty: every one whose provider has this kind. */
  readonly accounts: readonly string[];
  readonly state: StatePlace;
  /** A folder, or a file that ends in `.csv` or `.xlsx`; undefined: `<state>/<export id>`. */
  readonly out: string | undefined;
  readonly filter: NumberFilter;
  /** Path of an earlier export to compare with. */
  readonly compare: string | undefined;
  readonly compliance: ComplianceOptions | null;
  /** `--xlsx`: whether it is written as a workbook, too. */
  readonly hasBook: boolean;
  /** `--max-pause`; the default when undefined. */
  readonly maxPauseMs: number | undefined;
  readonly bom: boolean;
}

/** A sheet to compare with, and how it is read. */
export interface AgainstSheet {
  readonly path: string;
  readonly reading: SheetReading;
}

interface ComplianceOptions {
  /** The sheet that should say the same; undefined for none. */
  readonly against: AgainstSheet | undefined;
  /** More numbers than this at one address are a finding. */
  readonly sharedFrom: number;
}

/** What an export needs from outside: the same as a run, less what only changes need. */
export type ExportHost = Pick<
  RunHost,
  'clock' | 'random' | 'config' | 'operator' | 'host' | 'watcher' | 'stop'
>;

/** What was read of one account. */
export interface AccountReading {
  readonly account: string;
  /** Place among the accounts asked, in the order of the config. */
  readonly index: number;
  readonly provider: string;
  /** For people: `Bandwidth (endpoints)`. */
  readonly title: string;
  /** Of the accounts' provider, origin and id; holds no secret. */
  readonly accountKey: string;
  /** What was asked for, and what the list can never show. */
  readonly scope: string;
  readonly cannotList: string;
  /** Numbers that could not be read by themselves. */
  unreadable: number;
  pages: number;
  /** Items on those pages, before any filter. */
  listed: number;
  /** How many items the provider says there are; null when it does not say. */
  total: number | null;
  /** Items written. */
  rows: number;
  /** Whether `--limit` ended the reading before the end of the list. */
  limited: boolean;
  /** Empty when the account was read to its end. */
  problem: string;
  /** Code of the error behind `problem`; empty when there is none. */
  code: string;
  hint: string;
  /** Whether the account answered at all. */
  reached: boolean;
  startedAt: string;
  finishedAt: string;
}

/** How an export ended, for the terminal and for `--json`. */
export interface ExportReport {
  readonly exportId: string;
  readonly kind: ExportKind;
  readonly outDir: string;
  readonly exitCode: number;
  readonly exitReason: string;
  readonly complete: boolean;
  readonly rows: number;
  readonly files: readonly WrittenFile[];
  readonly readings: readonly AccountReading[];
  /** Numbers by coverage; empty for other kinds. */
  readonly coverage: Readonly<Record<string, number>>;
  /** Counts of the comparison with an earlier export; null when there was none. */
  readonly changes: ChangeCounts | null;
  /** Findings of a compliance export by severity and by code; null otherwise. */
  readonly findings: FindingCounts | null;
}

export interface ChangeCounts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly newlyFailing: number;
  /** Numbers with other findings than before, whether their state changed or not; 0 where there are no findings. */
  readonly findingsChanged: number;
  /** Rows of changes.csv, without those that say INCOMPLETE. */
  readonly rows: number;
}

export interface FindingCounts {
  readonly bySeverity: Readonly<Record<string, number>>;
  readonly byCode: Readonly<Record<string, number>>;
}
