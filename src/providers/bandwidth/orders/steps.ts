import { correctionKind } from '../../../domain/correction.ts';
import type { Call } from '../../../http/transport.ts';
import type { EmergencyState, LookResult, NumberState, Step, StepResult } from '../../contract.ts';
import { isSameText } from '../convert.ts';
import { countryOf } from '../endpoints/numbers.ts';
import { cannot } from '../errors.ts';
import type { Order, OrdersApi } from './api.ts';

const ENDED: ReadonlySet<string> = new Set(['COMPLETE', 'ADJUSTED_COMPLETE', 'PARTIAL', 'ADJUSTED_PARTIAL']);

/** What an order says of its one number; null when it has ended and the number itself tells. */
function orderState(order: Order): EmergencyState | null {
  const status = order.status.toUpperCase();
  if (status === 'RECEIVED' || status === 'PROCESSING') return order.removes ? 'removing' : 'pending';
  if (status === 'FAILED') return order.removes ? 'removal-failed' : 'failed';
  if (!ENDED.has(status)) return 'unknown';
  // One number to an order, so an order that ended in part has failed for it when it names an error.
  return status.endsWith('PARTIAL') && order.failure !== ''
    ? order.removes
      ? 'removal-failed'
      : 'failed'
    : null;
}

/** One number with its 911 address, after its last order when that is given; null when it is not in the account. */
export async function findNumber(
  api: OrdersApi,
  phoneNumber: string,
  call: Call,
  following?: string,
): Promise<NumberState | null> {
  const country = countryOf(phoneNumber);
  if (country === '') return null;
  if (following === undefined) {
    let isThere = false;
    for await (const page of api.listNumbers(call)) isThere ||= page.includes(phoneNumber);
    if (!isThere) return null;
  }
  const order = following ? await api.fetchOrder(following, call) : null;
  const fromOrder = order && orderState(order);
  const found = await api.fetchAddress(phoneNumber, call);
  return {
    ...bareNumber(phoneNumber),
    emergency: {
      state: fromOrder ?? (found === null ? 'missing' : 'covered'),
      status: order?.status ?? '',
      addressId: '',
      address: found?.address ?? null,
      callerName: found?.callerName ?? null,
      switchedOn: null,
      failure: order?.failure ?? '',
    },
  };
}

/** A number as the list of numbers shows it: without its emergency state. */
export function bareNumber(phoneNumber: string): NumberState {
  return {
    phoneNumber,
    handle: phoneNumber,
    country: countryOf(phoneNumber),
    voiceCapable: null,
    emergency: {
      state: 'unknown',
      status: '',
      addressId: '',
      address: null,
      callerName: null,
      switchedOn: null,
      failure: '',
    },
    settings: {},
    settingsPending: '',
    facts: {},
  };
}

/** Carries out one step with exactly one order. */
export async function execute(api: OrdersApi, step: Step, call: Call): Promise<StepResult> {
  if (step.kind !== 'associate' && step.kind !== 'disassociate') throw notOurs(step);
  const order =
    step.kind === 'associate'
      ? await api.associate(step.phoneNumber, step, call)
      : await api.disassociate(step.phoneNumber, step.mark, call);
  return resultOf(step.phoneNumber, order.orderId, order.requestId);
}

function resultOf(phoneNumber: string, orderId: string, requestId: string): StepResult {
  return { id: orderId, handle: phoneNumber, following: orderId === '' ? undefined : orderId, requestId };
}

/** Reads whether an order was taken: by its mark, else by what the number shows. */
export async function look(api: OrdersApi, step: Step, call: Call): Promise<LookResult> {
  if (step.kind !== 'associate' && step.kind !== 'disassociate') throw notOurs(step);
  for (const orderId of step.mark === '' ? [] : await api.findOrders(step.mark, call)) {
    const order = await api.fetchOrder(orderId, call);
    // The same mark may be on an order of the other kind.
    if (order !== null && order.removes === (step.kind === 'disassociate')) {
      return { found: 'done', result: resultOf(step.phoneNumber, orderId, '') };
    }
  }
  const present = await api.fetchAddress(step.phoneNumber, call);
  const isDone =
    step.kind === 'disassociate'
      ? present === null
      : present !== null &&
        correctionKind(present.address, step.address) !== 'substantive' &&
        isSameText(present.callerName, step.callerName);
  return isDone ? { found: 'done', result: resultOf(step.phoneNumber, '', '') } : { found: 'absent' };
}

function notOurs(step: Step) {
  return cannot(
    step.kind,
    `Bandwidth's order API cannot carry out ${step.kind}.`,
    'Run `e911 providers` to see what each provider can do.',
  );
}
