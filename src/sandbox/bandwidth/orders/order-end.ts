import type { Judge } from '../../places.ts';
import { judgePieces, type Pieces, piecesOf } from '../address.ts';
import { pieceName } from './address.ts';
import type { Order, OrderError, OrdersStore } from './store.ts';
import type { OrderOutcome } from './switches.ts';

/** Words of the errors that an order may end with. Source: Bandwidth's table of error codes. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['8000', 'The URI provided is not provisioned in the E911 service.'],
  ['8003', 'Telephone numbers does not belong to this account.'],
  ['8004', "Telephone numbers are already being processed by order '8578086b-f73d-4a0f-bba6-d20399c7de31'."],
  ['8005', 'Unable to provision. Please contact support for assistance.'],
  ['8006', 'Address is not recognized by E911 service.'],
  ['8007', 'E911 service is unavailable. Please contact support for assistance.'],
  ['8010', 'General 911 Provisioning Error'],
  [
    '8019',
    'The End User Identifier or Callback telephone number are being processed on another order and cannot be changed. Please try again later.',
  ],
  ['8062', "The address with Location ID 'HQ1' already exist"],
]);

/** Ends the orders that are due, oldest first. */
export function endDueOrders(store: OrdersStore, judge: Judge, nowMs: number): void {
  const { orderDelayMs, processingPolls } = store.switches;
  for (const order of store.open) {
    if (nowMs - order.createdMs < orderDelayMs || order.reads < processingPolls) {
      const isYoung = order.reads === 0 && (nowMs - order.createdMs) * 2 < orderDelayMs;
      order.status = isYoung ? 'RECEIVED' : 'PROCESSING';
      continue;
    }
    end(store, judge, order, nowMs);
  }
}

/** Ends an order with errors for all its numbers, at once. */
export function fail(store: OrdersStore, order: Order, error: OrderError, nowMs: number): void {
  order.errors = [error];
  order.status = 'FAILED';
  order.endedMs = nowMs;
  store.open.delete(order);
}

function end(store: OrdersStore, judge: Judge, order: Order, nowMs: number): void {
  const errors: OrderError[] = [];
  const say = (code: string, numbers: readonly string[]): void => {
    errors.push({ code, description: WORDS.get(code) ?? `Error ${code}`, numbers });
  };
  const foreign = order.numbers.filter((number) => !store.numbers.has(number));
  if (foreign.length > 0) say('8003', foreign);
  const isEligible = (number: string): boolean =>
    order.requested === null || !store.switches.ineligible.includes(`+1${number}`);
  const isOwn = (number: string): boolean => store.numbers.has(number);
  const ineligible = order.numbers.filter((number) => isOwn(number) && !isEligible(number));
  if (ineligible.length > 0) say('8000', ineligible);
  const own = order.numbers.filter((number) => isOwn(number) && isEligible(number));
  const judged = order.requested === null ? null : judgePieces(judge, order.requested.address);
  const isNowhere = judged?.kind === 'none';
  if (isNowhere) say('8006', own);
  let adjusted: Pieces | null = judged?.kind === 'near' ? piecesOf(judged.suggested) : null;
  let forced = '';
  const done: string[] = [];
  for (const number of isNowhere ? [] : own) {
    const outcome = takeOutcome(store, number);
    if (outcome === null || outcome.status === 'ADJUSTED_COMPLETE') {
      if (outcome !== null) {
        adjusted = { ...(adjusted ?? order.requested?.address), ...lowered(outcome.adjust) };
      }
      done.push(number);
      continue;
    }
    forced = outcome.status;
    say(outcome.code, [number]);
  }
  const registered = order.requested === null ? null : (adjusted ?? order.requested.address);
  for (const number of done) {
    if (order.requested === null || registered === null) store.held.delete(number);
    else store.held.set(number, { name: order.requested.name, address: registered });
  }
  order.address = registered;
  order.errors = errors;
  order.endedMs = nowMs;
  const plain = errors.length === 0 ? 'COMPLETE' : done.length > 0 ? 'PARTIAL' : 'FAILED';
  const isAdjusted = adjusted !== null && order.requested !== null && plain !== 'FAILED';
  order.status = forced || (isAdjusted ? `ADJUSTED_${plain}` : plain);
  store.open.delete(order);
}

/** The outcome that is switched on for a number; counts it off. */
function takeOutcome(store: OrdersStore, number: string): OrderOutcome | null {
  const { outcomes } = store.switches;
  const found = outcomes.find((outcome) => outcome.number === `+1${number}`);
  if (found === undefined) return null;
  if (found.times !== undefined) {
    const left = found.times - 1;
    store.switches = {
      ...store.switches,
      outcomes: outcomes.flatMap((one) =>
        one !== found ? [one] : left > 0 ? [{ ...one, times: left }] : [],
      ),
    };
  }
  return found;
}

function lowered(adjust: Readonly<Record<string, string>>): Pieces {
  return Object.fromEntries(Object.entries(adjust).map(([name, value]) => [pieceName(name), value]));
}
