import type { Call } from '../../../http/transport.ts';
import type { EmergencyState, NumberState } from '../../contract.ts';
import { UNKNOWN_EMERGENCY } from '../../kit/number-state.ts';
import { saysPending, statusWord } from '../../kit/status-words.ts';
import { CODES } from '../codes.ts';
import { countryOf } from '../convert.ts';
import type { OrdersApi } from './api.ts';
import type { Order, OrderError } from './wire.ts';

const OPEN: ReadonlySet<string> = new Set(['RECEIVED', 'PROCESSING']);
const ADJUSTED = 'ADJUSTED_';
const ENDED: ReadonlySet<string> = new Set(['COMPLETE', 'PARTIAL', 'FAILED']);
/** "This order is a duplicate of another E911 request(orderId='...'), and will be canceled." */
const DUPLICATE = '8033';
/** A duplicate of a duplicate of a duplicate does not happen. */
const MAX_HOPS = 3;

const upper = (order: Order): string => statusWord(order.status).replaceAll('-', '_').toUpperCase();
const wordOf = (order: Order): string => upper(order).replace(ADJUSTED, '');
const isAdjusted = (order: Order): boolean => upper(order).startsWith(ADJUSTED);
const isOpen = (order: Order): boolean => OPEN.has(wordOf(order)) || saysPending(order.status);
const isDuplicate = (order: Order): boolean =>
  wordOf(order) === 'FAILED' && order.errors.some(({ code }) => code === DUPLICATE);

/** The order that a text about a duplicate names; empty when it names none. */
export function competingOrder(description: string): string {
  return /orderId\s*=\s*'([^']+)'/i.exec(description)?.[1] ?? '';
}

/** Why an order that has ended did not do its work for the number; null when it did. */
function failureOf(order: Order, phoneNumber: string): readonly OrderError[] | null {
  if (wordOf(order) === 'FAILED') return order.errors;
  if (wordOf(order) !== 'PARTIAL') return null;
  const own = order.errors.filter(({ numbers }) => numbers.length === 0 || numbers.includes(phoneNumber));
  return own.length === 0 ? null : own;
}

/**
 * One number with its 911 address and its last order: the one that is `following`, or the newest that the account has for
 * it. Null when the number is not in service in the account.
 */
export async function findNumber(
  api: OrdersApi,
  phoneNumber: string,
  call: Call,
  following?: string,
): Promise<NumberState | null> {
  if (countryOf(phoneNumber) === '') return null;
  const followed = following ? await follow(api, following, call) : null;
  if (followed !== null) return await stateAfter(api, phoneNumber, { order: followed, isOurs: true }, call);
  if (!(await api.isInService(phoneNumber, call))) return null;
  return await ownedNumber(api, phoneNumber, call);
}

/** A number that is known to be in service, with its address and its newest order. */
export async function ownedNumber(api: OrdersApi, phoneNumber: string, call: Call): Promise<NumberState> {
  const orders = await api.findOrders(phoneNumber, '', call);
  // An order that was canceled as a duplicate says nothing of the number; the one it duplicates does.
  const own = orders.filter((order) => order.numbers.includes(phoneNumber) && !isDuplicate(order));
  return await stateAfter(
    api,
    phoneNumber,
    { order: own.find(isOpen) ?? own[0] ?? null, isOurs: false },
    call,
  );
}

/** The order, or the one that it was canceled for; null without one. */
async function follow(api: OrdersApi, orderId: string, call: Call): Promise<Order | null> {
  let order = await api.fetchOrder(orderId, call);
  for (let hop = 0; order !== null && isDuplicate(order); hop += 1) {
    const other = competingOrder(order.errors.find(({ code }) => code === DUPLICATE)?.description ?? '');
    order = other === '' || hop === MAX_HOPS ? null : await api.fetchOrder(other, call);
  }
  return order;
}

/** The number after its order. `isOurs`: the order is the one of the last write, so its failure is the number's. */
async function stateAfter(
  api: OrdersApi,
  phoneNumber: string,
  { order, isOurs }: { readonly order: Order | null; readonly isOurs: boolean },
  call: Call,
): Promise<NumberState> {
  if (order !== null && isOpen(order)) {
    return numberState(phoneNumber, {
      state: order.removes ? 'removing' : 'pending',
      status: order.status,
      address: order.removes ? null : order.address,
      callerName: order.removes ? null : order.callerName,
    });
  }
  const held = await api.fetchAddress(phoneNumber, call);
  const shown = { address: held?.address ?? null, callerName: held?.callerName ?? null };
  if (order === null) return numberState(phoneNumber, { state: held ? 'covered' : 'missing', ...shown });
  const failure = failureOf(order, phoneNumber);
  if (failure !== null) {
    return numberState(phoneNumber, {
      ...shown,
      ...failureWords(failure),
      state: failedState(order, isOurs, held !== null),
      // What an earlier order left is not this one's failure.
      status: isOurs || held === null ? order.status : '',
    });
  }
  const isKnown = ENDED.has(wordOf(order));
  return numberState(phoneNumber, {
    ...shown,
    state: !isKnown ? 'unknown' : held ? 'covered' : 'missing',
    // A removal that is COMPLETE must not read as if the number were.
    status: order.removes && !isOurs ? '' : order.status,
    ...(isAdjusted(order) && held !== null && !order.removes ? { isAdjusted: true } : {}),
  });
}

function failedState(order: Order, isOurs: boolean, isHeld: boolean): EmergencyState {
  if (!isOurs) return isHeld ? 'covered' : 'missing';
  return order.removes ? 'removal-failed' : 'failed';
}

function failureWords(errors: readonly OrderError[]) {
  const failure = errors.map(({ code, description }) => `${description} [${code}]`).join('; ');
  const [first] = errors;
  return {
    failure,
    ...(first === undefined ? {} : { failureCode: first.code, failureHint: CODES.hintOf(first.code) }),
  };
}

/** A number by itself, as the list of numbers shows it, or with what is known of its emergency state. */
export function numberState(
  phoneNumber: string,
  emergency: Partial<NumberState['emergency']> = {},
): NumberState {
  return {
    phoneNumber,
    handle: phoneNumber,
    country: countryOf(phoneNumber),
    voiceCapable: null,
    emergency: { ...UNKNOWN_EMERGENCY, ...emergency },
    settings: {},
    settingsPending: '',
    facts: {},
  };
}
