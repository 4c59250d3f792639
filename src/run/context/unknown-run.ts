import { createSuggester, didYouMean } from '../../domain/suggest.ts';
import type { AppError } from '../../errors/app-error.ts';
import { commandError } from '../../errors/command-errors.ts';
import type { Journal } from '../../journal/journal.ts';
import { isRunId } from './run-id.ts';

/** Among so many of the newest runs a near one is looked for. */
const SEARCHED_RUNS = 1_000;
/** Fewer letters are in the ID of nearly every run. */
const SHORTEST_PART = 4;

/** Says of a run that the journal does not have whether what was typed can be one at all, and which run is near: RUN_UNKNOWN. */
export async function unknownRun(typed: string, journal: Pick<Journal, 'runs'> | null): Promise<AppError> {
  const meant = await meantRun(typed, journal);
  return isRunId(typed)
    ? commandError('runUnknown', { runId: typed, meant })
    : commandError('notARun', { what: typed, meant });
}

/** ` Did you mean "…"?` for a mistyped ID, or for a part that one run alone has; empty where no run is near. */
export async function meantRun(typed: string, journal: Pick<Journal, 'runs'> | null): Promise<string> {
  const known = ((await journal?.runs(SEARCHED_RUNS)) ?? []).map(({ runId }) => runId);
  const near = createSuggester(known)(typed);
  if (near !== undefined) return didYouMean(near);
  const having = known.filter((runId) => typed.length >= SHORTEST_PART && runId.includes(typed));
  return having.length === 1 ? didYouMean(having[0]) : '';
}
