import { commandError } from '../../errors/command-errors.ts';
import { outcomeFields } from '../../errors/outcomes.ts';
import type { RowOutcome } from '../../journal/records.ts';
import { subjectText } from '../../journal/subject.ts';
import { numbersAt } from '../../plan/sites/numbers-at.ts';
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
  const known = new Set<string>();
  for await (const planned of plan.operations()) {
    known.add(`${planned.account} ${planned.subject}`);
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
  stale += await refuseJoined(context, known);
  if (stale > 0 && stale === taken) {
    throw commandError('planStale');
  }
}

/** Refuses the rows of a site that has a number which the plan does not know: it would stay behind. Returns how many. */
async function refuseJoined(context: RunContext, known: ReadonlySet<string>): Promise<number> {
  const { journal, runId } = context;
  const isWhole = new Map<string, boolean>();
  let refused = 0;
  for await (const operation of journal.operations(runId)) {
    const { account, request } = operation;
    if (request.site === undefined || request.action !== 'assign' || operation.phase === 'ended') continue;
    const key = `${account} ${request.site}`;
    if (!isWhole.has(key)) {
      const numbers = await numbersAt(context, account, request.site);
      isWhole.set(
        key,
        numbers.every(({ number }) =>
          known.has(`${account} ${subjectText({ kind: 'number', phoneNumber: number.phoneNumber })}`),
        ),
      );
    }
    if (isWhole.get(key) === true) continue;
    await journal.saveOperation(runId, { ...operation, phase: 'ended', outcome: staleOutcome(context) });
    refused++;
  }
  return refused;
}
