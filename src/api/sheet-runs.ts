import type { StatePlace } from '../journal/state-place.ts';
import {
  type RunHost,
  type RunOptions,
  type RunOptionTexts,
  type RunReport,
  runOptionsSchema,
} from '../run/context/run-options.ts';
import { performRun } from '../run/perform-run.ts';
import { requireAccounts } from './open-workspace.ts';

/** Options of a run as they would be typed. Those that are not given have their defaults. */
export type GivenOptions = Partial<RunOptionTexts>;

/** Work on a sheet. */
interface OfSheet {
  readonly state: StatePlace;
  /** Path of the sheet; of a plan.json, for `apply`. */
  readonly sheet: string;
  readonly given: GivenOptions;
}

/** Does the work of a command with a sheet. @throws UsageError, GuardError as `requireAccounts` and `performRun` do. */
export async function runSheet(
  command: 'validate' | 'plan' | 'apply' | 'verify',
  { state, sheet, given }: OfSheet,
  host: RunHost,
): Promise<RunReport> {
  requireAccounts(given.account, host.config);
  return runWith(runOptionsSchema.parse({ ...given, command, state, input: sheet }), host);
}

/** The same with options that are read already. */
export async function runWith(options: RunOptions, host: RunHost): Promise<RunReport> {
  if (options.command !== 'verify') return performRun(options, host);
  const { performVerify } = await import('../run/perform-verify.ts');
  return performVerify(options, host);
}
