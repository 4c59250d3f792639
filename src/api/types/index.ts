import type { ExportAnswer, MigrationAnswer, NothingLeft, Outcome, RunAnswer } from './answers.ts';
import type { WorkEvent } from './events.ts';
import type {
  Control,
  ExportSettings,
  MigrationSettings,
  PastSettings,
  SheetSettings,
  WorkspaceSettings,
} from './settings.ts';

// These files import nothing else: they are shipped as the types of the package, as they are.
export type * from './answers.ts';
export type * from './events.ts';
export type * from './settings.ts';

/** The accounts and the state folder that work is done with. */
export interface Workspace {
  readonly accounts: readonly string[];
  /** Absolute path. */
  readonly state: string;
  /** Ends the stand-ins of a sandbox. Call it when all work has ended. */
  close(): Promise<void>;
}

/**
 * Work that runs from the moment it is begun. Iterate over it at once to see every event: those that came before are not
 * repeated. Ending the iteration does not end the work.
 */
export interface Work<T> extends AsyncIterable<WorkEvent> {
  /** How it ended; never rejects. */
  readonly result: Promise<Outcome<T>>;
}

/** Reads the config, or starts the sandbox. */
export declare function openWorkspace(settings?: WorkspaceSettings): Promise<Outcome<Workspace>>;

/** Checks every row offline; with `online`, also asks the carriers. */
export declare function validate(
  workspace: Workspace,
  settings: SheetSettings,
  control?: Control,
): Work<RunAnswer>;

/** Reads the current state, and writes what would change. */
export declare function plan(
  workspace: Workspace,
  settings: SheetSettings,
  control?: Control,
): Work<RunAnswer>;

/** Makes the changes of a sheet, or of a plan.json as it was reviewed. Needs `control.confirm`. */
export declare function apply(
  workspace: Workspace,
  settings: SheetSettings,
  control?: Control,
): Work<RunAnswer>;

/** Compares the live state with a sheet, or with what a run asked for. */
export declare function verify(
  workspace: Workspace,
  settings?: SheetSettings | PastSettings,
  control?: Control,
): Work<RunAnswer>;

/** Resumes an interrupted run or migration. */
export declare function resume(
  workspace: Workspace,
  settings?: PastSettings,
  control?: Control,
): Work<RunAnswer | MigrationAnswer | NothingLeft>;

/** Rolls back a run or a migration. Needs `control.confirm`. */
export declare function undo(
  workspace: Workspace,
  settings?: PastSettings,
  control?: Control,
): Work<RunAnswer | NothingLeft>;

/** Moves the emergency addresses of one account to another. Needs `control.confirm`. */
export declare function migrate(
  workspace: Workspace,
  settings: MigrationSettings,
  control?: Control,
): Work<MigrationAnswer>;

/** Writes the live state as a sheet, a comparison, or a compliance set. */
export declare function exportNumbers(
  workspace: Workspace,
  settings?: ExportSettings,
  control?: Control,
): Work<ExportAnswer>;
