/** Which accounts and which state folder work is done with. Paths may be relative to the current folder. */
export interface WorkspaceSettings {
  /** Config file; absent: e911.config.yaml, or accounts from the environment. */
  readonly config?: string;
  /** File of NAME=value lines with the variables that the config refers to. */
  readonly envFile?: string;
  /** Use stand-ins of the carriers on 127.0.0.1, started for this workspace alone. No real number is touched. */
  readonly sandbox?: boolean;
  /**
   * Where the journal is: a folder, the URL of a PostgreSQL database (`postgres://…`) of a team, or a reference to one
   * (`env:NAME`, `file:PATH`). Absent: the variable E911_STATE, then `state:` of the config, then the folder e911-runs; with
   * `sandbox`, that folder.
   */
  readonly state?: string;
  /** Told of each warning about the config. */
  readonly onWarning?: (message: string) => void;
}

/** A count, or a share of them: `5`, `'30%'`. */
export type Share = number | `${number}%`;

/** A cell that must have a value, or gets one. */
export interface ColumnValue {
  readonly column: string;
  readonly value: string;
}

/** How a sheet is read. */
export interface ReadingSettings {
  readonly delimiter?: string;
  readonly encoding?: string;
  readonly headerRow?: number;
  readonly worksheet?: string;
  readonly includeHidden?: boolean;
  /** What a column of the sheet is; an empty `column` ignores it. */
  readonly map?: readonly { readonly header: string; readonly column: string }[];
  /** Values for empty cells. */
  readonly set?: readonly ColumnValue[];
  /** Values for every cell. */
  readonly setAlways?: readonly ColumnValue[];
  readonly preferId?: boolean;
  readonly maxXlsxMb?: number;
}

/** Which rows are taken. */
export interface RowSettings {
  /** First and last line of the sheet, as a spreadsheet numbers them. */
  readonly rows?: readonly [first: number, last: number];
  /** Only rows with these values. */
  readonly where?: readonly ColumnValue[];
  /** Only the first of the chosen rows. */
  readonly limit?: number;
}

/** What bounds a change. Absent ones have the defaults of the command line (docs/contract.md, "Options"). */
export interface GuardSettings {
  readonly accept?: 'none' | 'formatting' | 'all';
  readonly maxErrors?: Share;
  readonly maxReplace?: Share;
  readonly maxRemove?: Share;
  /** In the carrier's currency, as text: `'100'`. */
  readonly maxSpend?: string;
  readonly force?: boolean;
  readonly maxOpen?: number;
  readonly waitMs?: number;
  readonly maxGapMs?: number;
  readonly settleMs?: number;
  readonly maxPauseMs?: number;
  /** How long to wait for an account that another run has locked; absent: refused at once. */
  readonly waitForLockMs?: number;
}

/** Where the files of a run go, and their form. */
export interface FileSettings {
  /** Absent: `<state>/<run id>`. */
  readonly outDir?: string;
  readonly xlsx?: boolean;
  readonly bom?: boolean;
}

/** Work on a sheet. */
export interface SheetSettings extends ReadingSettings, RowSettings, GuardSettings, FileSettings {
  /** Path of a CSV, XLSX, or ODS file; for `apply`, of a plan.json too. */
  readonly sheet: string;
  /** Account of rows that name none. */
  readonly account?: string;
  /** choices.csv of an earlier run. */
  readonly choices?: string;
  /** `validate` only: also ask the carriers. */
  readonly online?: boolean;
  /** Check each address by creating it and deleting it again. */
  readonly checkByCreate?: boolean;
  readonly strict?: boolean;
  /** Delete addresses that the run left unused. */
  readonly prune?: boolean;
  /** `plan` only: exit code 7 when something would change. */
  readonly failOnChanges?: boolean;
  /** File to write the columns of `map` to. */
  readonly saveMapping?: string;
}

/** Work on an earlier run. */
export interface PastSettings extends RowSettings, GuardSettings, FileSettings {
  /** Its id; absent: the newest that fits. */
  readonly run?: string;
  readonly callerName?: string;
}

/** A migration from one account to another. */
export interface MigrationSettings extends Pick<RowSettings, 'where'>, GuardSettings {
  readonly from: string;
  readonly to: string;
  /** Stop before anything is removed at the old account. */
  readonly keepOld?: boolean;
  /** Show what would happen; nothing is changed. */
  readonly dryRun?: boolean;
  readonly callerName?: string;
}

/** An export of the live state. */
export interface ExportSettings {
  readonly kind?: 'numbers' | 'addresses' | 'recipients' | 'available';
  /** Only these accounts. */
  readonly account?: readonly string[];
  /** A folder, or a file that ends in .csv or .xlsx; absent: `<state>/<export id>`. */
  readonly out?: string;
  readonly bom?: boolean;
  readonly country?: string;
  readonly type?: string;
  readonly pattern?: string;
  readonly searchPattern?: 'start' | 'contains' | 'end';
  readonly features?: string;
  readonly application?: string;
  readonly hasApplication?: boolean;
  readonly trunk?: string;
  readonly limit?: number;
  readonly maxPauseMs?: number;
  /** An earlier export to compare with. */
  readonly compare?: string;
  readonly compliance?: boolean;
  /** With `compliance`: the sheet that the live state should match. */
  readonly against?: string;
  readonly sharedFrom?: number;
  /** Write the rows as a workbook, too. */
  readonly xlsx?: boolean;
}

/** What is about to be changed. */
export interface Question {
  readonly accounts: readonly {
    readonly account: string;
    readonly provider: string;
    readonly assign: number;
    readonly replace: number;
    readonly remove: number;
    readonly other: number;
    /** Numbers that have no emergency address while theirs is replaced, and the longest such time as documented. */
    readonly gaps: number;
    readonly maxGapSeconds: number;
  }[];
  readonly changes: number;
  readonly rows: number;
  /** Rows that are left out because of errors. */
  readonly leftOut: number;
  /** What else the answer agrees to; absent when nothing. */
  readonly also?: string;
}

/** How work is answered and stopped. */
export interface Control {
  /**
   * Asked once before the first change; without it nothing is changed (exit code 4). To agree to everything: `() => true`.
   */
  readonly confirm?: (question: Question) => boolean | Promise<boolean>;
  /** Aborted: nothing new is started, open coverage gaps are closed, the files are written (exit code 130). */
  readonly signal?: AbortSignal;
}
