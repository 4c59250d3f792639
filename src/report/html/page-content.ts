/** What a value means to the reader; colors and order follow from it. */
export type Tone = 'good' | 'planned' | 'waiting' | 'attention' | 'bad' | 'quiet';

/** One number that a reader looks for first. */
export interface Figure {
  readonly label: string;
  readonly value: string;
  readonly tone: Tone;
}

/** Something to read before anything else: a guard that would stop the run, what could not be read, numbers without an address. */
export interface Notice {
  readonly tone: Tone;
  readonly title: string;
  readonly lines: readonly string[];
}

/** One kind of result or status in the chart and the filters. */
export interface ResultKind {
  /** The value in the rows: `would_apply`. */
  readonly key: string;
  /** For people: `would apply`. */
  readonly label: string;
  readonly tone: Tone;
}

/** Counts by account, drawn as bars. */
export interface AccountChart {
  readonly title: string;
  readonly kinds: readonly ResultKind[];
  readonly accounts: readonly {
    readonly name: string;
    /** Provider or another word under the name. */
    readonly note: string;
    readonly counts: Readonly<Record<string, number>>;
  }[];
}

/** Changing calls that one account was sent in one second. */
interface CallSecond {
  readonly account: string;
  /** Seconds since 1970. */
  readonly second: number;
  readonly calls: number;
}

/** A time in which the provider asked for nothing to be sent. Milliseconds since 1970. */
export interface Pause {
  readonly account: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** A run over time. */
export interface Timeline {
  readonly seconds: readonly CallSecond[];
  readonly pauses: readonly Pause[];
  /** Requests per second that each account is kept below. */
  readonly limits: readonly { readonly account: string; readonly perSecond: number }[];
}

/** The calls of one account over time. */
export interface AccountTimeline {
  readonly name: string;
  /** Requests per second that the account is kept below. */
  readonly limit: number;
  /** Calls per second in each step. */
  readonly rates: readonly number[];
  /** Pauses from and until, in seconds since 1970. */
  readonly pauses: readonly (readonly [number, number])[];
}

/** A run over time in as many steps as a drawing can show. */
export interface TimelineData {
  /** Seconds since 1970. */
  readonly start: number;
  /** Seconds of each step. */
  readonly step: number;
  readonly accounts: readonly AccountTimeline[];
}

/** A small table that the page shows whole. */
export interface FixedTable {
  readonly title: string;
  readonly note: string;
  readonly columns: readonly { readonly label: string; readonly isNumber: boolean }[];
  readonly rows: readonly (readonly string[])[];
}

/** A kind of problem with the rows that have it. */
export interface ProblemGroup {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly hint: string;
  /** How often it comes up. */
  readonly count: number;
  /** What `examples` are: `Rows`, `Numbers`. */
  readonly examplesLabel: string;
  /** The first that have it. */
  readonly examples: readonly string[];
}

/**
 * How a column of the row table is shown. `number` sorts by value; `kind` is one of `AccountChart.kinds`; `before` and
 * `after` are drawn as one cell with the difference marked, and so are `asked` and `suggested` in the opened row. `detail` is
 * shown only there. Every column is searched.
 */
type ColumnShape =
  | 'number'
  | 'text'
  | 'code'
  | 'kind'
  | 'before'
  | 'after'
  | 'address'
  | 'asked'
  | 'suggested'
  | 'detail';

export interface TableColumn {
  /** For people. */
  readonly label: string;
  readonly shape: ColumnShape;
  /** Offered as a list to choose from; for columns with few different values. */
  readonly isFilter: boolean;
}

/** The rows, of any number; they are read once, in order. */
export interface RowTable {
  readonly title: string;
  readonly columns: readonly TableColumn[];
  readonly kinds: readonly ResultKind[];
  /** Each as many cells as there are columns. */
  readonly rows: Iterable<readonly string[]> | AsyncIterable<readonly string[]>;
  /** The file with the same rows and all columns, for what paper leaves out: `results.csv`. */
  readonly file: string;
}

/** One page of plain data: what a report shows, from top to bottom. */
export interface PageContent {
  /** What it is: `Preview`, `Run`, `Compliance export`. */
  readonly kind: string;
  /** Title of the page; never an address or a number of a sheet's row. */
  readonly title: string;
  readonly tone: Tone;
  /** One or two sentences with the counts that matter. */
  readonly headline: string;
  readonly figures: readonly Figure[];
  readonly notices: readonly Notice[];
  /** What to do next; `command` is empty when there is nothing to type. */
  readonly next: readonly { readonly text: string; readonly command: string }[];
  readonly chart: AccountChart | null;
  readonly tables: readonly FixedTable[];
  readonly timeline: Timeline | null;
  readonly problems: readonly ProblemGroup[];
  readonly rows: RowTable | null;
  /** Facts that identify the report: run, sheet, times, operator. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
  /** Who is asked to sign on paper. */
  readonly operator: string;
  /** The line at the foot of each printed page: account, time and hash. */
  readonly footer: string;
}

/** What the page's script is given: the content with its timeline drawn together; the rows follow in elements of their own. */
export type PageData = Omit<PageContent, 'timeline' | 'rows'> & {
  readonly timeline: TimelineData | null;
  readonly rows: Omit<RowTable, 'rows'> | null;
};
