import { z } from 'zod';
import { commandLine } from '../../domain/next-command.ts';
import { commandError } from '../../errors/command-errors.ts';
import type { RunRecord } from '../../journal/records.ts';
import { shownPlace } from '../../journal/state-place.ts';
import { type RunOptions, type RunOptionTexts, runOptionsSchema } from './run-options.ts';

/** Options as a record of a run keeps them: each one as it would be typed. */
export function optionTexts(options: RunOptions): Readonly<Record<string, unknown>> {
  const { state, ...texts } = z.encode(runOptionsSchema, options);
  return { ...texts, stateDir: shownPlace(state) };
}

const recordSchema = runOptionsSchema.omit({ state: true });

/**
 * The options that a run was started with, from its record; `overrides` are texts that were typed since. Where the journal is, is
 * known from where the record was read.
 * @throws JournalError JOURNAL_DAMAGED when the record does not hold them.
 */
export function storedOptions(
  run: RunRecord,
  overrides: Partial<RunOptionTexts> = {},
): Omit<RunOptions, 'state'> {
  const read = recordSchema.safeParse({ ...run.options, ...overrides });
  if (read.success) return read.data;
  throw commandError('runOptionsDamaged', { runId: run.runId, again: startAgain(run) }, read.error);
}

/** What to type to start a run of the same kind from its beginning. */
export function startAgain(run: Pick<RunRecord, 'command' | 'sheetName' | 'options'>): string {
  const { input, ofRun } = run.options;
  const typed = [ofRun, input, run.sheetName].find((text) => typeof text === 'string' && text !== '');
  return commandLine({ command: run.command, args: [String(typed ?? '')], advice: '' });
}
