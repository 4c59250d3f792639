/** How a row of a sheet ended. */
export type Result =
  | 'applied'
  | 'unchanged'
  | 'would_apply'
  | 'valid'
  | 'needs_review'
  | 'pending'
  | 'unknown'
  | 'failed'
  | 'skipped'
  | 'not_attempted'
  | 'undone';

/** A part of the work. */
export type Phase = 'read' | 'state' | 'plan' | 'address' | 'numbers' | 'files';

/** Whom an event is about. */
export interface EventSubject {
  readonly account: string;
  /** E.164: `+` and digits; empty when it is about an end user, or about neither. */
  readonly phone_number: string;
  /** Id of an end user without a phone number; else empty. */
  readonly endpoint_user_id: string;
}

/** A run began, or was resumed; a migration has several. */
export interface RunStartedEvent {
  readonly type: 'run-started';
  /** UTC, ISO 8601, as in every event. */
  readonly at: string;
  readonly run_id: string;
  readonly command: string;
  /** Folder of its files. */
  readonly out_dir: string;
  readonly resumed: boolean;
}

/** A run ended, and its files are written. */
export interface RunEndedEvent {
  readonly type: 'run-ended';
  readonly at: string;
  readonly run_id: string;
  readonly exit_code: number;
  readonly exit_reason: string;
}

/** A part of the work began; `total`: how many things it has to do, null when that is not known. */
export interface PhaseEvent {
  readonly type: 'phase';
  readonly at: string;
  readonly phase: Phase;
  readonly total: number | null;
}

/** How far a part is, at most once a second. */
export interface ProgressEvent {
  readonly type: 'progress';
  readonly at: string;
  readonly phase: Phase;
  readonly done: number;
  readonly total: number | null;
}

/** What an account waits for; `message` is null when that is over. */
export interface WaitingEvent {
  readonly type: 'waiting';
  readonly at: string;
  readonly account: string;
  readonly message: string | null;
  /** When it ends at the latest: UTC; null where that is not known. */
  readonly until: string | null;
}

/** A sentence for a person. */
export interface MessageEvent {
  readonly type: 'warning' | 'note';
  readonly at: string;
  readonly message: string;
}

/** The number has no emergency address since then. */
export interface GapOpenedEvent extends EventSubject {
  readonly type: 'gap-opened';
  readonly at: string;
  readonly run_id: string;
  readonly since: string;
}

/** The number was seen covered, or its address was not removed after all. */
export interface GapClosedEvent extends EventSubject {
  readonly type: 'gap-closed';
  readonly at: string;
  readonly run_id: string;
}

/** The work for a number or address ended; its rows say the last word. */
export interface ChangeEvent extends EventSubject {
  readonly type: 'change';
  readonly at: string;
  readonly run_id: string;
  readonly action: string;
  readonly result: Result;
  readonly detail: string;
  readonly error_code: string;
  readonly error_message: string;
}

/** How a row of the sheet ended, as in results.csv; empty text where there is nothing to say. */
export interface RowEvent extends EventSubject {
  readonly type: 'row';
  readonly at: string;
  readonly run_id: string;
  /** Line of the sheet, as a spreadsheet shows it. */
  readonly row: number;
  readonly action: string;
  readonly reference: string;
  readonly result: Result;
  readonly stage: string;
  readonly detail: string;
  readonly provider_address_id: string;
  readonly validation: string;
  /** What the provider would have instead of the address. */
  readonly suggested: {
    readonly street: string;
    readonly unit: string;
    readonly city: string;
    readonly region: string;
    readonly postal_code: string;
    readonly country: string;
  } | null;
  readonly address_before: string;
  readonly address_after: string;
  readonly emergency_status: string;
  readonly error_code: string;
  readonly error_column: string;
  readonly error_message: string;
  readonly hint: string;
  readonly provider_code: string;
  readonly provider_message: string;
  readonly provider_request_id: string;
}

/** A number of a compliance export that has findings. */
export interface FindingEvent extends EventSubject {
  readonly type: 'finding';
  readonly at: string;
  readonly status: string;
  readonly severity: string;
  readonly codes: readonly string[];
  readonly finding: string;
}

/** A worker took an account of a run. */
export interface PartStartedEvent {
  readonly type: 'part-started';
  readonly at: string;
  readonly run_id: string;
  readonly account: string;
}

/** A worker ended an account of a run, or gave it back. */
export interface PartEndedEvent {
  readonly type: 'part-ended';
  readonly at: string;
  readonly run_id: string;
  readonly account: string;
  /** False: the worker was asked to stop, and another one goes on. */
  readonly ended: boolean;
  /** Why nothing more is sent to the account; empty when it was worked to the end. */
  readonly stopped: string;
}

/** How far an account of a run that others carry out has come. */
export interface RunProgressEvent {
  readonly type: 'run-progress';
  readonly at: string;
  readonly run_id: string;
  readonly account: string;
  /** Changes that have ended. */
  readonly done: number;
  readonly total: number;
  /** The process that has the account; empty when none has it. */
  readonly worker: string;
  readonly ended: boolean;
}

/** What work reports while it runs. The lines of `--events` are the same, and end with one of type `summary`. */
export type WorkEvent =
  | RunStartedEvent
  | RunEndedEvent
  | PhaseEvent
  | ProgressEvent
  | WaitingEvent
  | MessageEvent
  | GapOpenedEvent
  | GapClosedEvent
  | ChangeEvent
  | RowEvent
  | PartStartedEvent
  | PartEndedEvent
  | RunProgressEvent
  | FindingEvent;
