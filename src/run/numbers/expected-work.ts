import { opensGap, stepKinds } from '../../report/operation-words.ts';
import type { RunAccount, RunContext } from '../context/run-context.ts';
import type { ExpectedWork } from '../context/run-watcher.ts';

/** What is left to do at an account, counted from its plan: the same calls that a preview counts. */
export async function expectedWork(
  { journal, runId }: Pick<RunContext, 'journal' | 'runId'>,
  { name, provider }: RunAccount,
): Promise<ExpectedWork> {
  const { addressModel, addressCheck, limits, listShowsEmergency } = provider.capabilities;
  const isCreated = addressModel === 'own-resource' && addressCheck === 'by-creating';
  let [changes, writes, reads, gaps, maxGapSeconds] = [0, 0, 0, 0, 0];
  for await (const address of journal.addresses(runId, name, 'open')) {
    if (!isCreated || (address.isWanted && address.providerAddressId === '')) writes += 1;
  }
  for await (const operation of journal.openOperations(runId, name)) {
    changes += 1;
    writes += stepKinds(operation).length;
    if (!listShowsEmergency && operation.program.some((each) => each.do === 'await')) reads += 1;
    if (!opensGap(operation)) continue;
    gaps += 1;
    maxGapSeconds = Math.max(maxGapSeconds, operation.maxGapSeconds ?? 0);
  }
  const callsPerSecond = limits.requestsPerSecond;
  return { account: name, changes, writes, reads, callsPerSecond, gaps, maxGapSeconds };
}
