import { orderTag } from '../../domain/request/tag.ts';
import type { OperationRecord } from '../../journal/records.ts';
import type { Step } from '../../providers/contract.ts';
import type { RunAccount, RunContext } from '../context/run-context.ts';

/**
 * The step with the tag of its own order, where a provider's tag names orders; any other step as it is. An address's tag
 * would be the same on every number with that address, and in every run: the check of a lost call's effect would find
 * another call's order.
 */
export function withOrderTag(
  context: Pick<RunContext, 'runId'>,
  account: Pick<RunAccount, 'provider'>,
  { position }: Pick<OperationRecord, 'position'>,
  step: Step,
): Step {
  if (account.provider.capabilities.tag?.names !== 'order' || !('tag' in step)) return step;
  return { ...step, tag: orderTag(context.runId, position) };
}
