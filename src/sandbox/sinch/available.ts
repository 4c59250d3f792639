import { configure, render } from './configuration.ts';
import { CAPABILITY, matching, whole } from './listing.ts';
import { notAllowed, notFound } from './refusal.ts';
import { bodyOf, type Exchange, type Json, newNumber, recordEffect, type SinchNumber } from './store.ts';

const DEFAULT_SIZE = 10;

function money(text: string): Json | null {
  const [amount = '', currencyCode = ''] = text.split(' ');
  return text === '' ? null : { currencyCode, amount };
}

function show({ phoneNumber, regionCode, type }: SinchNumber, { switches }: Exchange): Json {
  const { setupPrice, monthlyPrice } = switches;
  return {
    phoneNumber,
    regionCode,
    type,
    capability: CAPABILITY,
    setupPrice: money(setupPrice),
    monthlyPrice: money(monthlyPrice),
    paymentIntervalMonths: 1,
    supportingDocumentationRequired: false,
  };
}

/** The search has no pages: `size` is all there is. */
export function searchNumbers(exchange: Exchange): Json {
  const { store } = exchange;
  const { query } = exchange.request;
  const rules = { missingType: 'refuse', capability: 'capabilities' } as const;
  const found = matching(query, [...store.pool].map(newNumber), rules);
  return {
    availableNumbers: found.slice(0, whole(query, 'size', DEFAULT_SIZE)).map((one) => show(one, exchange)),
  };
}

export function checkNumber(exchange: Exchange, phone: string): Json {
  const { store } = exchange;
  if (!store.pool.has(phone)) throw notFound('AvailableNumber', phone);
  return show(newNumber(phone), exchange);
}

export function rentNumber(exchange: Exchange, phone: string): Json {
  const { store, switches } = exchange;
  if (switches.trial) throw notAllowed('AvailableNumber');
  if (!store.pool.has(phone)) throw notFound('AvailableNumber', phone);
  const number = newNumber(phone);
  configure(number, bodyOf(exchange), exchange);
  store.pool.delete(phone);
  store.numbers.set(phone, number);
  recordEffect(exchange, 'buy', phone);
  return render(number, exchange);
}
