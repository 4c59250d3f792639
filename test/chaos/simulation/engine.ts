import type { StatePlace } from '../../../src/journal/state-place.ts';
import type { RunHost, RunOptions, RunReport } from '../../../src/run/context/run-options.ts';
import { runOptionsSchema } from '../../../src/run/context/run-options.ts';
import { performRun } from '../../../src/run/perform-run.ts';
import { resumeRun } from '../../../src/run/resume-run.ts';
import { MAX_OPEN } from '../jobs.ts';

/** The engine as the simulation starts it. */
export interface Engine {
  readonly begin: (options: RunOptions, host: RunHost) => Promise<RunReport>;
  /** Null when there is nothing to resume. */
  readonly resume: (options: RunOptions, host: RunHost) => Promise<RunReport | null>;
}

export const ENGINE: Engine = {
  begin: performRun,
  resume: ({ state }, host) => resumeRun({ state, runId: undefined, overrides: {} }, host),
};

/** The options of `apply --max-open 2` past every threshold: a drawn sheet replaces and removes much. */
export function optionsFor(state: StatePlace, input: string): RunOptions {
  return runOptionsSchema.parse({
    command: 'apply',
    input,
    state,
    maxReplace: '100%',
    maxRemove: '100%',
    maxErrors: '100%',
    maxOpen: String(MAX_OPEN),
  });
}
