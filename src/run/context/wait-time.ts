import type { OperationRecord } from '../../journal/records.ts';
import { reassociationSeconds } from '../../plan/numbers/max-gap.ts';
import type { RunAccount, RunContext } from './run-context.ts';

/** Twilio's activation "might take up to 5 minutes" (the seed, SIP trunking), twice. */
const USUAL_WAIT_MS = 10 * 60_000;
/** What a documented time is exceeded by: it says "about", and the next poll may be some seconds away. */
const MARGIN_MS = 15 * 60_000;
/** A removal that nothing follows is not waited for as long as a change: the number can be verified later. */
const LONGEST_REMOVAL_MS = 30 * 60_000;

/** How long an operation waits for its provider: `--wait`, or what the provider documents for such a change. */
export function waitMsOf(context: RunContext, account: RunAccount, operation: OperationRecord): number {
  const { waitMs } = context.options;
  if (waitMs !== undefined) return waitMs;
  const documentedMs = documentedMsOf(account, operation);
  return documentedMs === 0 ? USUAL_WAIT_MS : Math.max(USUAL_WAIT_MS, documentedMs + MARGIN_MS);
}

/** How long a refusal of the new address may still be the removal of the old one, from the first call of the change. */
export function refusalPatienceMs(context: RunContext, operation: OperationRecord): number {
  const documentedMs = (operation.maxGapSeconds ?? 0) * 1_000;
  return context.options.waitMs ?? Math.max(USUAL_WAIT_MS, documentedMs + 60_000);
}

function documentedMsOf({ provider }: RunAccount, operation: OperationRecord): number {
  if (operation.maxGapSeconds !== undefined) return operation.maxGapSeconds * 1_000;
  const { reassociation } = provider.capabilities;
  // A number that is losing its address, as a verification finds it, takes as long as one whose removal is asked for.
  const isRemoval =
    operation.before?.emergency.state === 'removing' ||
    operation.program.some((each) => each.do === 'await' && each.state === 'missing');
  if (reassociation === null || !isRemoval) return 0;
  const seconds = reassociationSeconds(reassociation, [operation.before?.country]);
  return Math.min(LONGEST_REMOVAL_MS, seconds * 1_000);
}
