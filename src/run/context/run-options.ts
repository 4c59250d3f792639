import type { Config } from '../../config/config.ts';
import type { Clock, Random } from '../../domain/clock.ts';
import type { Threshold } from '../../plan/guards.ts';
import type { ProviderDefinition } from '../../providers/contract.ts';
import type { Summary } from '../../report/summary.ts';

/** What one call of validate, plan, apply, verify or undo asks for; every option of CONTRACT section 2 that touches a run. */
export interface RunOptions {
  readonly command: 'validate' | 'plan' | 'apply' | 'verify' | 'undo';
  /** Path of the sheet, or of a plan.json (apply only). */
  readonly input: string;
  /** The earlier run that is undone or verified; undefined when the input is a sheet or a plan. */
  readonly ofRun: string | undefined;
  readonly stateDir: string;
  /** Undefined: `<stateDir>/<run id>`. */
  readonly outDir: string | undefined;
  /** Default account for rows that name none. */
  readonly account: string | undefined;
  /** validate only: also ask the providers. */
  readonly online: boolean;
  readonly accept: 'none' | 'formatting' | 'all';
  readonly checkByCreate: boolean;
  readonly maxReplace: Threshold;
  readonly maxRemove: Threshold;
  readonly maxErrors: Threshold;
  readonly strict: boolean;
  readonly force: boolean;
  readonly waitMs: number;
  readonly maxOpen: number;
  readonly prune: boolean;
  readonly failOnChanges: boolean;
  /** First and last line to take, as the spreadsheet shows them. */
  readonly rows: readonly [number, number] | undefined;
  readonly where: { readonly column: string; readonly value: string } | undefined;
  readonly limit: number | undefined;
  readonly delimiter: string | undefined;
  readonly encoding: string | undefined;
  readonly headerRow: number | undefined;
  /** Name of the worksheet of a workbook. */
  readonly worksheet: string | undefined;
  /** Megabytes that a workbook may have unpacked. */
  readonly maxXlsxMb: number | undefined;
  readonly bom: boolean;
}

/** What a person is asked before the first change. */
export interface Confirmation {
  readonly accounts: readonly {
    readonly account: string;
    readonly provider: string;
    readonly title: string;
    readonly assign: number;
    readonly replace: number;
    readonly remove: number;
    readonly other: number;
    readonly gaps: number;
  }[];
  readonly changes: number;
  readonly leftOut: number;
  readonly rows: number;
}

/** What a run tells while it goes on. */
export interface RunWatcher {
  /** A phase began: reading the sheet, reading an account, settling addresses, carrying out. */
  phase(name: 'read' | 'state' | 'plan' | 'address' | 'numbers' | 'files', total: number | null): void;
  progress(done: number): void;
  /** "twilio: paused 12 s by the provider" and the like; null when the wait is over. */
  waiting(text: string | null): void;
  warn(text: string): void;
  /** Something worth knowing that is no warning: how the sheet was read. */
  note(text: string): void;
}

/** What a run needs from outside. */
export interface RunHost {
  readonly clock: Clock;
  readonly random: Random;
  readonly definitions: readonly ProviderDefinition[];
  readonly config: Config;
  /** Who runs it: login name, for the record. */
  readonly operator: string;
  readonly host: string;
  readonly pid: number;
  readonly watcher: RunWatcher;
  /** Asked once before the first change of `apply`; false = refused (exit 4). */
  confirm(question: Confirmation): Promise<boolean>;
  /** Aborted by the first Ctrl-C: start nothing new, finish what is open. */
  readonly stop: AbortSignal;
}

/** How a run ended, for the terminal and for `--json`. */
export interface RunReport {
  readonly runId: string;
  readonly outDir: string;
  readonly exitCode: number;
  readonly exitReason: string;
  readonly summary: Summary;
  /** Counts of what would change or was changed, per account and verb. */
  readonly changes: readonly { readonly account: string; readonly verb: string; readonly count: number }[];
  /** First rows of each result that a person should look at: at most 5 each. */
  readonly examples: readonly {
    readonly row: number;
    readonly result: string;
    readonly phoneNumber: string;
    readonly text: string;
  }[];
  /** Numbers uncovered now, with the account. */
  readonly uncovered: readonly { readonly account: string; readonly phoneNumber: string }[];
  /** The next command to type. */
  readonly next: string;
}
