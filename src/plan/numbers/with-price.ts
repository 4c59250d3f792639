import type { OperationRecord } from '../../journal/records.ts';
import type { Capabilities } from '../../providers/contract.ts';
import { type Composed, failed } from '../context/present.ts';

/**
 * A program that buys its number, with the price in the step: a price that changes after a review makes the plan stale. A
 * number that is not for sale fails here, before anything is sent. Pure.
 */
export function withPrice(
  composed: Composed,
  { offer, request }: Pick<OperationRecord, 'offer' | 'request'>,
  { title }: Pick<Capabilities, 'title'>,
): Composed {
  if (composed.kind === 'settled' || offer === undefined) return composed;
  if (!composed.program.some((each) => each.do === 'step' && each.step.kind === 'buy')) return composed;
  if (offer === null) return failed('notForSale', { phoneNumber: request.phoneNumber, title });
  const program = composed.program.map((each) =>
    each.do === 'step' && each.step.kind === 'buy'
      ? { ...each, step: { ...each.step, price: offer.price } }
      : each,
  );
  return { ...composed, program };
}
