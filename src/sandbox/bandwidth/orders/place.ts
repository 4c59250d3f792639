import type { SandboxRequest, SandboxResponse } from '../../stand-in.ts';
import { Refusal } from '../refusal.ts';
import type { XmlNode } from '../xml.ts';
import { readOrderAddress } from './address.ts';
import { fail } from './order-end.ts';
import { addOrder, type Held, nextId, type Order, type OrdersStore } from './store.ts';
import { childIn, readBody, textIn, xmlAnswer } from './wire.ts';
import { receivedXml } from './xml.ts';

const KNOWN: ReadonlySet<string> = new Set([
  'CustomerOrderId',
  'TelephoneNumbers',
  'CallerName',
  'Address',
  'DeleteTNSpecificE911Address',
]);
const ANOTHER_KIND: ReadonlySet<string> = new Set(['AlternateEndUserIdentifiers', 'AdditionalAddresses']);
const REQUIRED = ['HouseNumber', 'StreetName', 'City', 'StateCode'];

/** Whether a body asks to take addresses off; for the log and the faults, before it is checked. */
export function isRemoval(body: string): boolean {
  return /<DeleteTNSpecificE911Address>\s*true\s*</i.test(body);
}

/** `POST /e911s`: checks the form at once; the rest is told by the order. */
export function placeOrder(store: OrdersStore, request: SandboxRequest, nowMs: number): SandboxResponse {
  const body = readBody(request, 'E911Order');
  checkKind(body);
  const removes = removalOf(body);
  const customerOrderId = customerOrderIdOf(body);
  const numbers = numbersOf(body);
  const requested = removes ? nothingElse(body) : requestedOf(body);
  const other = store.byNumber.get(numbers[0] ?? '')?.find((one) => store.open.has(one));
  const conflict = other && conflictWith(other, requested, numbers);
  if (conflict && store.switches.conflicts === 'request') {
    throw new Refusal(400, conflict.code, conflict.description);
  }
  const order: Order = {
    id: nextId(store),
    customerOrderId,
    numbers,
    requested,
    createdMs: nowMs,
    reads: 0,
    status: 'RECEIVED',
    address: requested?.address ?? null,
    errors: [],
    endedMs: null,
  };
  addOrder(store, order);
  for (const number of numbers) {
    const kind = removes ? 'disassociate' : 'associate';
    store.effects.push({ atMs: nowMs, kind, subject: `+1${number}`, detail: customerOrderId || order.id });
  }
  const received = xmlAnswer(201, 'E911OrderResponse', { E911Order: receivedXml(order) });
  if (conflict) fail(store, order, { ...conflict, numbers }, nowMs);
  return { ...received, headers: { ...received.headers, location: `${request.path}/${order.id}` } };
}

function checkKind(body: XmlNode): void {
  const names = body.children.map(({ name }) => name);
  if (names.includes('TelephoneNumbers') && names.includes('AlternateEndUserIdentifiers')) {
    throw new Refusal(
      400,
      '8011',
      'Telephone Numbers and Alternate End User Identifiers cannot be submitted in the same E911 order.',
    );
  }
  if (names.some((name) => ANOTHER_KIND.has(name))) {
    throw new Refusal(400, '8022', 'Alternate End User Identifiers are not allowed on the account.');
  }
  const strange = names.find((name, at) => !KNOWN.has(name) || names.indexOf(name) !== at);
  if (strange !== undefined) {
    throw new Refusal(
      400,
      '8057',
      `Error has occurred during recognition of the type of E911 order. Please specify correct payload elements for your type of order within request. (${strange})`,
    );
  }
}

function removalOf(body: XmlNode): boolean {
  const text = textIn(body, 'DeleteTNSpecificE911Address');
  if (!['', 'true', 'false'].includes(text)) throw new Refusal(400, '1008', `'${text}' is not a valid value`);
  return text === 'true';
}

function customerOrderIdOf(body: XmlNode): string {
  const text = textIn(body, 'CustomerOrderId');
  if (text.length > 40) {
    throw new Refusal(400, '1011', 'CustomerOrderId is too long. Max length 40 characters');
  }
  if (!/^[A-Za-z0-9 -]*$/.test(text)) {
    throw new Refusal(400, '1013', 'CustomerOrderId is not an acceptable character set.');
  }
  return text;
}

function numbersOf(body: XmlNode): readonly string[] {
  const numbers = (childIn(body, 'TelephoneNumbers')?.children ?? [])
    .filter(({ name }) => name === 'TelephoneNumber')
    .map(({ text }) => text.trim());
  if (numbers.length === 0) throw new Refusal(400, '5073', 'Telephone number is required.');
  if (!numbers.every((number) => /^[2-9]\d{2}[2-9]\d{6}$/.test(number))) {
    throw new Refusal(400, '5070', 'Telephone number is invalid.');
  }
  if (new Set(numbers).size < numbers.length) {
    throw new Refusal(400, '5072', 'Duplicate telephone number.');
  }
  return numbers;
}

function nothingElse(body: XmlNode): null {
  if (childIn(body, 'Address') !== undefined || childIn(body, 'CallerName') !== undefined) {
    throw new Refusal(400, '1005', 'Address and CallerName is not allowed');
  }
  return null;
}

function requestedOf(body: XmlNode): Held {
  const element = childIn(body, 'Address');
  const name = textIn(body, 'CallerName');
  if (element === undefined || name === '') {
    throw new Refusal(
      400,
      '8110',
      'Address and Caller Name are required to add new E911 endpoint for this Telephone Number(s)',
    );
  }
  if (name.length > 50) {
    throw new Refusal(400, '8001', `The CallerName '${name}' is too long. Max length 50 characters.`);
  }
  // The message says alphanumerics; Bandwidth's own samples have spaces and dashes too.
  if (!/^[A-Za-z0-9 -]+$/.test(name)) {
    throw new Refusal(
      400,
      '8002',
      `'${name}' is not a valid CallerName. CallerName can only contain alphanumerics (a-z, A-Z, 0-9).`,
    );
  }
  return { name, address: readOrderAddress(element, REQUIRED) };
}

function conflictWith(other: Order, requested: Held | null, numbers: readonly string[]) {
  const isSame = JSON.stringify([other.requested, other.numbers]) === JSON.stringify([requested, numbers]);
  return isSame
    ? {
        code: '8033',
        description: `This order is a duplicate of another E911 request(orderId='${other.id}'), and will be canceled. The state of the E911 service will be reflected in the competing order.`,
      }
    : { code: '8004', description: `Telephone numbers are already being processed by order '${other.id}'.` };
}
