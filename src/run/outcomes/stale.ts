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
 * Compares what would be done now with what was reviewed. A row whose state changed is `failed` with code `stale`; the
 * others are applied.
 * @throws GuardError when every operation of the plan is stale.
 */
export async function refuseStale(context: RunContext, plan: PlanFile): Promise<void> {
  let stale = 0;
  for await (const planned of plan.operations()) {
    const now = await context.journal.operation(context.runId, planned.operation_id);
    if (now && operationDigest(now) === planned.digest) continue;
    stale++;
    if (!now) continue;
    await context.journal.saveOperation(context.runId, {
      ...now,
      phase: 'ended',
      outcome: staleOutcome(context),
    });
  }
  if (stale > 0 && stale === plan.operationCount) {
    throw commandError('planStale');
  }
}
