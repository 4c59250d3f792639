import { correctionKind } from '../../../domain/address/correction.ts';
import { isSameText } from '../../../domain/address/same-text.ts';
import { ProviderError } from '../../../errors/provider-error.ts';
import type { Call } from '../../../http/transport.ts';
import type { XmlElement } from '../../../http/xml.ts';
import type { EffectCheck, StepResult } from '../../contract.ts';
import { done, doneIf, type Of, type StepTable } from '../../kit/step-table.ts';
import type { OrdersApi } from './api.ts';
import { competingOrder } from './number-state.ts';
import { assignDocument, type Order, removeDocument } from './wire.ts';

type OrderStep = Of<'associate' | 'disassociate'>;

/** An order whose answer was lost is among the newest ones of its number. */
const MOST_ORDERS_READ = 5;

/** Every change is one order of one number. */
export const STEPS: StepTable<OrdersApi> = {
  associate: {
    execute: (api, step, call) =>
      order(api, step, assignDocument(step.kind, api.numberOf(step.phoneNumber), step), call),
    check: (api, step, call) =>
      checkOrder(api, step, call, (present) =>
        Boolean(
          present &&
            correctionKind(present.address, step.address) !== 'substantive' &&
            isSameText(present.callerName, step.callerName),
        ),
      ),
  },
  disassociate: {
    execute: (api, step, call) =>
      order(api, step, removeDocument(api.numberOf(step.phoneNumber), step.tag), call),
    check: (api, step, call) => checkOrder(api, step, call, (present) => present === null),
  },
};

async function order(api: OrdersApi, step: OrderStep, content: XmlElement, call: Call): Promise<StepResult> {
  try {
    const { orderId, requestId } = await api.createOrder(step.kind, content, call);
    return { ...resultOf(step, orderId), requestId };
  } catch (error) {
    const other = competing(error);
    if (other === '') throw error;
    // The same order is on its way already: that one does what was asked for.
    return { ...resultOf(step, other), requestId: '' };
  }
}

/** The order of a refusal as a duplicate; empty for every other error. */
function competing(error: unknown): string {
  const isDuplicate = error instanceof ProviderError && error.providerCode === '8033';
  return isDuplicate ? competingOrder(error.providerMessage ?? '') : '';
}

/** Whether an order was taken: by its tag, else by what the number shows. */
async function checkOrder(
  api: OrdersApi,
  step: OrderStep,
  call: Call,
  isAsSent: (present: Awaited<ReturnType<OrdersApi['fetchAddress']>>) => boolean,
): Promise<EffectCheck> {
  const taken = step.tag === '' ? null : await findTagged(api, step, call);
  if (taken !== null) return done(resultOf(step, taken.orderId));
  return doneIf(isAsSent(await api.fetchAddress(step.phoneNumber, call)), resultOf(step, ''));
}

/**
 * The order of this step: its tag, its number, its kind. A list by tag that does not show it may be short, so the newest
 * orders of the number are asked too. Where both hide an order that is on its way, Bandwidth itself refuses the second one as
 * a duplicate (8033) and names the first.
 */
async function findTagged(api: OrdersApi, step: OrderStep, call: Call): Promise<Order | null> {
  const listed = await api.findOrders(step.phoneNumber, step.tag, call);
  const found = await ownAmong(api, step, listed, call);
  if (found !== null) return found;
  const seen = new Set(listed.map(({ orderId }) => orderId));
  const others = (await api.findOrders(step.phoneNumber, '', call)).filter(
    ({ orderId }) => !seen.has(orderId),
  );
  return await ownAmong(api, step, others.slice(0, MOST_ORDERS_READ), call);
}

/** The list leaves the tag out, so each order is read by itself. */
async function ownAmong(
  api: OrdersApi,
  step: OrderStep,
  listed: readonly Order[],
  call: Call,
): Promise<Order | null> {
  for (const each of listed) {
    const order = each.tag === '' ? await api.fetchOrder(each.orderId, call) : each;
    if (order === null || order.tag !== step.tag || !order.numbers.includes(step.phoneNumber)) continue;
    if (order.removes === (step.kind === 'disassociate')) return order;
  }
  return null;
}

function resultOf({ phoneNumber }: OrderStep, orderId: string) {
  return { id: orderId, handle: phoneNumber, following: orderId || undefined };
}
