import { correctionKind } from '../../../domain/address/correction.ts';
import { isSameText } from '../../../domain/address/same-text.ts';
import { ProviderError } from '../../../errors/provider-error.ts';
import type { Call } from '../../../http/transport.ts';
import type { EffectCheck, Step, StepResult } from '../../contract.ts';
import { cannotCarryOut } from '../errors.ts';
import type { OrdersApi } from './api.ts';
import { competingOrder } from './number-state.ts';
import { assignDocument, type Order, removeDocument } from './wire.ts';

type OrderStep = Extract<Step, { kind: 'associate' | 'disassociate' }>;

/** Carries out one step with exactly one order of one number. */
export async function execute(api: OrdersApi, step: Step, call: Call): Promise<StepResult> {
  if (!isOrderStep(step)) throw cannotCarryOut(step.kind, 'Bandwidth (orders)');
  const content =
    step.kind === 'associate'
      ? assignDocument(step.kind, api.numberOf(step.phoneNumber), step)
      : removeDocument(api.numberOf(step.phoneNumber), step.tag);
  try {
    const { orderId, requestId } = await api.createOrder(step.kind, content, call);
    return resultOf(step, orderId, requestId);
  } catch (error) {
    const other = competing(error);
    // The same order is on its way already: that one does what was asked for.
    if (other !== '') return resultOf(step, other, '');
    throw error;
  }
}

/** The order of a refusal as a duplicate; empty for every other error. */
function competing(error: unknown): string {
  const isDuplicate = error instanceof ProviderError && error.providerCode === '8033';
  return isDuplicate ? competingOrder(error.providerMessage ?? '') : '';
}

/** Reads whether an order was taken: by its tag, else by what the number shows. */
export async function look(api: OrdersApi, step: Step, call: Call): Promise<EffectCheck> {
  if (!isOrderStep(step)) throw cannotCarryOut(step.kind, 'Bandwidth (orders)');
  const order = step.tag === '' ? null : await findTagged(api, step, call);
  if (order !== null) return { found: 'done', result: resultOf(step, order.orderId, '') };
  const present = await api.fetchAddress(step.phoneNumber, call);
  const isDone =
    step.kind === 'disassociate'
      ? present === null
      : present !== null &&
        correctionKind(present.address, step.address) !== 'substantive' &&
        isSameText(present.callerName, step.callerName);
  return isDone ? { found: 'done', result: resultOf(step, '', '') } : { found: 'absent' };
}

/** The order of this step: its tag, its number, its kind. The list leaves the tag out, so each order is read by itself. */
async function findTagged(api: OrdersApi, step: OrderStep, call: Call): Promise<Order | null> {
  for (const listed of await api.findOrders(step.phoneNumber, step.tag, call)) {
    const order = listed.tag === '' ? await api.fetchOrder(listed.orderId, call) : listed;
    if (order === null || order.tag !== step.tag || !order.numbers.includes(step.phoneNumber)) continue;
    if (order.removes === (step.kind === 'disassociate')) return order;
  }
  return null;
}

function resultOf(step: OrderStep, orderId: string, requestId: string): StepResult {
  const following = orderId === '' ? undefined : orderId;
  return { id: orderId, handle: step.phoneNumber, following, requestId };
}

function isOrderStep(step: Step): step is OrderStep {
  return step.kind === 'associate' || step.kind === 'disassociate';
}
