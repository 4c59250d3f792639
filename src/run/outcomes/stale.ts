import { commandError } from '../../errors/command-errors.ts';
import { outcomeFields } from '../../errors/outcomes.ts';
import type { RowOutcome } from '../../journal/records.ts';
import { operationDigest } from '../../report/operation-digest.ts';
import type { PlanFile } from '../../report/plan-json.ts';
import { isoNow, type RunContext } from '../context/run-context.ts';

/** How a row ends whose number changed between its plan and its turn. */
export function staleOutcome(context: RunContext): RowOutcome {
  return {
    result: 'failed',
    stage: 'validate',
    detail: '',
    ...outcomeFields('stale'),
    finishedAt: isoNow(context),
  };
}

/**
 * Compares what would be done now with what was reviewed. A row that is as planned already is `unchanged`, one
 * whose state changed otherwise is `failed` with code `stale`, and the others are applied.
 * @throws GuardError when every operation of the plan is stale.
 */
export async function refuseStale(context: RunContext, plan: PlanFile): Promise<void> {
  const { limit } = context.options;
  let stale = 0;
  let taken = 0;
  for await (const planned of plan.operations()) {
    const now = await context.journal.operation(context.runId, planned.operation_id);
    if (!now && limit !== undefined) continue;
    taken++;
    if (now && operationDigest(now) === planned.digest) continue;
    // Done already, by the first rows of this plan or by another program: nothing is sent for it.
    if (now?.outcome?.result === 'unchanged') continue;
    stale++;
    if (!now) continue;
    await context.journal.saveOperation(context.runId, {
      ...now,
      phase: 'ended',
      outcome: staleOutcome(context),
    });
  }
  if (stale > 0 && stale === taken) {
    throw commandError('planStale');
  }
}
