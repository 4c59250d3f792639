import { orderTag } from '../../domain/tag.ts';
import type { Step } from '../../providers/contract.ts';
import type { RunAccount, RunContext } from '../context/run-context.ts';

/**
 * The step with the tag of its own order, where a provider's tag names orders; any other step as it is. An address's tag
 * would be the same on every number with that address, and in every run: a look for a lost answer would find another's order.
 * @param owner operation id; the number it ends with is its place in the run
 */
export function withOrderTag(
  context: Pick<RunContext, 'runId'>,
  account: Pick<RunAccount, 'provider'>,
  owner: string,
  step: Step,
): Step {
  if (account.provider.capabilities.tag?.names !== 'order' || !('tag' in step)) return step;
  const position = Number(/\d+$/.exec(owner)?.[0] ?? '0');
  return { ...step, tag: orderTag(context.runId, position) };
}
