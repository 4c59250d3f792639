import type { Snapshot } from './snapshot.ts';
import { type Request, requestOf, undoOf } from './world/requests.ts';
import { documentedSheet, inWorld, numbersSheet, type SheetRow } from './world/sheet.ts';
import { WORLDS, type WorldName } from './world/world.ts';

export const SHEET = 'numbers.csv';
/** No more numbers than this may be between two addresses at once. */
export const MAX_OPEN = 2;

/** The commands that are killed. `resume` is the second process of a run whose first one was killed in the middle. */
export const JOBS = ['apply', 'resume', 'check', 'preview', 'undo', 'verify', 'numbers'] as const;
export type JobName = (typeof JOBS)[number];

/** One command of the program as a trial runs it. */
export interface Job {
  /** In which worlds it can be run. */
  readonly worlds: readonly WorldName[];
  readonly sheet: (world: WorldName) => readonly SheetRow[];
  /** Whether the sheet is applied first, undisturbed. */
  readonly afterApply: boolean;
  /** The command line; `runId` is the run that was applied first. */
  readonly args: (runId: string) => readonly string[];
  /** What a row is to lead to; `earlier` is the state before the run that was applied first. */
  readonly request: (row: SheetRow, earlier: Snapshot) => Request;
  /** Whether the state at the end is the one before the run that was applied first. */
  readonly rollsBack: boolean;
}

const APPLY = ['apply', SHEET, '--yes', '--max-open', String(MAX_OPEN)];
const NOTHING: Request = { kind: 'nothing' };

const apply: Job = {
  worlds: WORLDS,
  sheet: (world) => inWorld(world, documentedSheet()),
  afterApply: false,
  args: () => APPLY,
  request: requestOf,
  rollsBack: false,
};

export const JOB: Readonly<Record<JobName, Job>> = {
  apply,
  resume: apply,
  check: { ...apply, args: () => [...APPLY, '--check-by-create'] },
  preview: {
    ...apply,
    args: () => ['plan', SHEET, '--check-by-create'],
    request: () => NOTHING,
    rollsBack: true,
  },
  undo: {
    ...apply,
    // Sinch tells no name for the address that a removal took off, so it cannot be put back.
    sheet: (world) => apply.sheet(world).filter(({ action }) => world !== 'sinch' || action !== 'remove'),
    afterApply: true,
    args: (runId) => [
      'undo',
      runId,
      '--yes',
      '--max-open',
      String(MAX_OPEN),
      '--max-remove',
      '100%',
      '--max-replace',
      '100%',
    ],
    request: undoOf,
    rollsBack: true,
  },
  verify: { ...apply, afterApply: true, args: () => ['verify', SHEET], request: () => NOTHING },
  numbers: {
    ...apply,
    worlds: ['vonage', 'sinch'],
    sheet: numbersSheet,
    // One of its few covered numbers is released.
    args: () => [...APPLY, '--max-remove', '100%'],
  },
};
