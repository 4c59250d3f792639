import { EXIT_CODES } from '../../errors/exit-codes.ts';
import type { OperationRecord } from '../../journal/records.ts';
import { costTally, type PlannedCost } from '../../report/costs.ts';
import { changedBy, changeOf } from '../../report/operation-words.ts';
import type { EndingContext } from '../context/run-context.ts';
import type { RunReport } from '../context/run-options.ts';
import { isBoughtUncovered } from '../outcomes/bought-uncovered.ts';
import { DRIFT, UNCOVERED_NOW } from '../outcomes/drift.ts';
import type { RunEnd } from './run-end.ts';

/** What one pass over the operations of a run comes to. */
interface OperationSurvey {
  /** Counts of what each account's operations change, `none` left out. */
  readonly changes: RunReport['changes'];
  /** What the operations that have not ended cost, by account. */
  readonly costs: ReadonlyMap<string, PlannedCost>;
  /** How many a verification found to differ from their expected state. */
  readonly drifted: number;
  /** Numbers that a verification found without their address. */
  readonly lostCoverage: RunReport['uncovered'];
  /** Numbers that the run bought and that are not covered. */
  readonly boughtUncovered: RunReport['boughtUncovered'];
  /** Set when the operations decide the exit code whatever the rows say. */
  readonly exit: RunEnd['exit'];
}

const NO_CHANGE: ReadonlySet<string> = new Set(['none', 'wait', 'check']);
const HALTED: ReadonlySet<string | undefined> = new Set(['MAX_ERRORS', 'CANARY_FAILED']);

/** Reads the operations of a run once, for everything that its end counts in them. */
export async function surveyOperations(
  context: Pick<EndingContext, 'journal' | 'runId' | 'options'>,
  /** Shown each change that is still to be made. */
  chosen?: { note(operation: OperationRecord): void },
): Promise<OperationSurvey> {
  const counts = new Map<string, { account: string; verb: string; count: number }>();
  const costs = new Map<string, ReturnType<typeof costTally>>();
  const lostCoverage: { account: string; phoneNumber: string }[] = [];
  const boughtUncovered: { account: string; phoneNumber: string }[] = [];
  const notDeleted: string[] = [];
  let drifted = 0;
  let halted: RunEnd['exit'] = null;
  for await (const operation of context.journal.operations(context.runId)) {
    const { account, request, subject, outcome } = operation;
    countChange(counts, operation);
    if (operation.phase !== 'ended' && !NO_CHANGE.has(changeOf(operation))) chosen?.note(operation);
    if (operation.costs && operation.phase !== 'ended') {
      const tally = costs.get(account) ?? costTally();
      tally.note(operation.costs);
      costs.set(account, tally);
    }
    if (outcome === null) continue;
    if (outcome.errorCode === DRIFT || outcome.errorCode === UNCOVERED_NOW) drifted += 1;
    if (outcome.errorCode === UNCOVERED_NOW) lostCoverage.push({ account, phoneNumber: request.phoneNumber });
    if (isBoughtUncovered(operation, outcome)) {
      boughtUncovered.push({ account, phoneNumber: request.phoneNumber });
    }
    if (HALTED.has(outcome.errorCode)) {
      halted ??= { name: 'guard', reason: outcome.errorMessage ?? EXIT_CODES.guard.reason };
    }
    const isLeft = outcome.result === 'failed' || outcome.result === 'unknown';
    if (subject.kind === 'made-address' && isLeft) notDeleted.push(subject.addressId);
  }
  return {
    changes: [...counts.values()].sort((a, b) =>
      a.account === b.account ? (a.verb < b.verb ? -1 : 1) : a.account < b.account ? -1 : 1,
    ),
    costs: new Map([...costs].map(([account, tally]) => [account, tally.result()])),
    drifted,
    lostCoverage,
    boughtUncovered,
    exit: halted ?? notDeletedExit(context, notDeleted),
  };
}

function countChange(
  counts: Map<string, { account: string; verb: string; count: number }>,
  operation: OperationRecord,
): void {
  const { account, outcome } = operation;
  const verb = changeOf(operation);
  // A row that adds an address has no steps of its own: only its outcome says that the address was there already.
  if (verb === 'none' || outcome?.result === 'unchanged') return;
  const key = `${account}|${verb}`;
  const known = counts.get(key) ?? { account, verb, count: 0 };
  known.count += changedBy(operation);
  counts.set(key, known);
}

/** An address that an undo could not delete may have no row to say so. */
function notDeletedExit(
  { options }: Pick<EndingContext, 'options'>,
  notDeleted: readonly string[],
): RunEnd['exit'] {
  if (options.command !== 'undo' || notDeleted.length === 0) return null;
  return {
    name: 'rowsFailed',
    reason: `addresses that the run made were not deleted: ${notDeleted.join(', ')}`,
  };
}
