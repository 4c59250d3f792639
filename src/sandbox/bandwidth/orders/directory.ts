import type { SandboxResponse } from '../../stand-in.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { OrdersStore } from './store.ts';
import { ACCOUNT_ID, xmlAnswer } from './wire.ts';

/** `GET /tns/{tn}`: where a number is; without the account in its path. */
export function readTn(store: OrdersStore, number: string): SandboxResponse {
  if (!store.numbers.has(number)) return notFound();
  const Status = 'Inservice';
  return xmlAnswer(200, 'TelephoneNumberResponse', {
    TelephoneNumber: number,
    Status,
    AccountId: ACCOUNT_ID,
  });
}

/** `GET /aeuis`: this account has none, and a list without items is 404 with a code. */
export function listAeuis(): never {
  throw new Refusal(404, '12087', 'Alternate End User Identifiers were not found.');
}
