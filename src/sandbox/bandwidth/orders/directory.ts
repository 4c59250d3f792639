import type { SandboxRequest, SandboxResponse } from '../../stand-in.ts';
import { shownItems } from '../../trouble-switches.ts';
import { notFound, Refusal } from '../refusal.ts';
import { heldAddressXml, orderAddressXml } from './address.ts';
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

/** `GET /tns/{tn}/tndetails`: with its 911 address and how its last order ended. */
export function readTnDetails(store: OrdersStore, number: string): SandboxResponse {
  if (!store.numbers.has(number)) return notFound();
  const held = store.held.get(number);
  const last = store.byNumber.get(number)?.at(-1);
  const { Name: CallerName, ...Address } = held ? heldAddressXml(held.name, held.address) : {};
  const E911 = { LastE911OrderOutcome: last?.status, CallerName, ...(held ? { Address } : {}) };
  return xmlAnswer(200, 'TelephoneNumberResponse', {
    TelephoneNumberDetails: {
      FullNumber: number,
      Status: 'Inservice',
      AccountId: ACCOUNT_ID,
      Features: { E911 },
    },
  });
}

/** `GET /addresses?type=e911`: every distinct address with how many numbers use it; 404 without any. */
export function listAddresses(store: OrdersStore, request: SandboxRequest): SandboxResponse {
  if (request.query.get('type')?.toLowerCase() !== 'e911') {
    throw new Refusal(400, '1003', 'type is required');
  }
  const counted = new Map<string, { readonly address: object; count: number }>();
  for (const { address } of store.held.values()) {
    const xml = orderAddressXml(address);
    const key = JSON.stringify(xml);
    const present = counted.get(key);
    if (present) present.count += 1;
    else counted.set(key, { address: xml, count: 1 });
  }
  const Address = shownItems(store.switches, 'list-addresses', [...counted.values()]).map(
    ({ address, count }) => ({
      ...address,
      AddressType: 'E911',
      EndpointCount: String(count),
      ValidationStatus: 'VALID',
    }),
  );
  if (Address.length === 0) return notFound();
  return xmlAnswer(200, 'AddressesResponse', { TotalCount: String(Address.length), Addresses: { Address } });
}

/** `GET /aeuis`: this account has none, and a list without items is 404 with a code. */
export function listAeuis(): never {
  throw new Refusal(404, '12087', 'Alternate End User Identifiers were not found.');
}
