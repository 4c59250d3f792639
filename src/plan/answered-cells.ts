import type { Request } from '../domain/request/request.ts';
import type { Problem } from '../errors/problem.ts';
import type { NumberState, StoredAddress } from '../providers/contract.ts';
import type { PlanAccount, PlanContext } from './context/plan-context.ts';

/** So many earlier runs are asked what they read: a sheet is run again soon, or its export is made again. */
const MOST_RUNS = 50;

/**
 * Problems of cells that the provider only answers (latitude), for a row that changes nothing: one that an earlier run read
 * there is a warning. An edited export that was applied is run again with what was answered before the edit.
 */
export async function answeredBefore(
  context: PlanContext,
  account: PlanAccount,
  request: Request,
  problems: readonly Problem[],
): Promise<readonly Problem[]> {
  const { answeredColumns } = account.provider.capabilities;
  const isAsked = ({ column, severity }: Problem): boolean =>
    severity === 'error' && answeredColumns.includes(column);
  if (!problems.some(isAsked)) return problems;
  const earlier = await earlierFacts(context, account, request);
  return problems.map((problem) =>
    isAsked(problem) && earlier.some((facts) => isSameDegrees(facts[problem.column], problem.value))
      ? { ...problem, severity: 'warning' }
      : problem,
  );
}

/** What earlier runs read of the number, or of the address that the request names. */
async function earlierFacts(
  { journal, runId }: PlanContext,
  { name }: PlanAccount,
  { phoneNumber, addressId }: Request,
): Promise<readonly NumberState['facts'][]> {
  const facts: NumberState['facts'][] = [];
  for (const run of await journal.runs(MOST_RUNS)) {
    if (run.runId === runId) continue;
    const seen: readonly (NumberState | StoredAddress | null)[] = [
      phoneNumber === '' ? null : await journal.numberState(run.runId, name, phoneNumber),
      addressId === '' ? null : await journal.storedAddressById(run.runId, name, addressId),
    ];
    for (const each of seen) if (each !== null) facts.push(each.facts);
  }
  return facts;
}

/** Degrees with and without zeros at their end. */
export function isSameDegrees(shown: string | undefined, value: string): boolean {
  return shown !== undefined && shown !== '' && Number(shown) === Number(value);
}
