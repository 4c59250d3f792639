import { z } from 'zod';
import type { PlaceAddress } from '../places.ts';
import type { SandboxResponse } from '../stand-in.ts';
import { cutItems, endlessList, refusedRead, shownItems, written } from '../trouble-switches.ts';
import { invalid, json, notFound, problem } from './refusal.ts';
import { type Exchange, nextId, recordEffect, type VonageAddress, type VonageNumber } from './store.ts';

const ADDRESS_FIELDS = {
  address_name: z.string().min(2).max(32).optional(),
  address_line1: z.string().optional(),
  address_line2: z.string().optional(),
  city: z.string().optional(),
  region: z.string().optional(),
  type: z.literal('emergency'),
  address_location_type: z.enum(['business', 'residential']).default('business'),
  postal_code: z.string().optional(),
  country: z.string().length(2).optional(),
};
const addressSchema = z.strictObject(ADDRESS_FIELDS);
const patchSchema = z
  .strictObject({
    address: z.strictObject({ id: z.string() }).optional(),
    contact_name: z.string().optional(),
  })
  .refine((body) => body.address !== undefined || body.contact_name !== undefined, { path: ['address'] });

/** The body in its form, or the answer that refuses it. */
function readJson<T>(
  schema: z.ZodType<T>,
  { request }: Exchange,
): { body: T } | { refused: SandboxResponse } {
  if (!(request.headers['content-type'] ?? '').startsWith('application/json')) {
    const detail =
      "Unsupported Content-Type header provided. Must be one of the following: 'application/json'";
    return { refused: problem(415, 'content-type-header', 'Unsupported Content-Type header', { detail }) };
  }
  let value: unknown;
  try {
    value = JSON.parse(request.body);
  } catch {
    return { refused: problem(400, 'invalid-json', 'Invalid JSON', { detail: 'The body is not JSON' }) };
  }
  const read = schema.safeParse(value);
  if (read.success) return { body: read.data };
  return {
    refused: invalid(
      read.error.issues.map(({ path, message }) => ({ name: path.join('.') || 'body', reason: message })),
    ),
  };
}

/** Names of the address's parameters and of what the judge knows them by. */
const JUDGED: readonly (readonly [string, keyof PlaceAddress])[] = [
  ['address_line1', 'street'],
  ['address_line2', 'unit'],
  ['city', 'city'],
  ['region', 'region'],
  ['postal_code', 'postalCode'],
  ['country', 'country'],
];

/** No page tells how Vonage refuses an address: the words are the sandbox's own. */
function judgeAddress({ judge }: Exchange, body: Readonly<Record<string, string>>): SandboxResponse | null {
  const text = (name: string): string => body[name] ?? '';
  const asked: PlaceAddress = {
    street: text('address_line1'),
    unit: text('address_line2'),
    city: text('city'),
    region: text('region'),
    postalCode: text('postal_code'),
    country: text('country'),
  };
  const said = judge(asked);
  if (said.kind === 'exact') return null;
  if (said.kind === 'none') return invalid([{ name: 'address_line1', reason: 'The address is not known' }]);
  return invalid(
    JUDGED.filter(([, field]) => said.suggested[field] !== asked[field]).map(([name, field]) => ({
      name,
      reason: `Did you mean "${said.suggested[field]}"?`,
    })),
  );
}

export function createAddress(exchange: Exchange): SandboxResponse {
  const { store, switches } = exchange;
  const read = readJson(addressSchema, exchange);
  if ('refused' in read) return read.refused;
  const fields = Object.fromEntries(
    Object.entries(read.body).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const refused = switches.addressCheck === 'judge' ? judgeAddress(exchange, fields) : null;
  if (refused) return refused;
  const address = { id: nextId(store), ...fields };
  store.addresses.set(address.id, address);
  recordEffect(exchange, 'create-address', address.id, read.body.address_name);
  return json(switches.createStatus, shown(exchange, address));
}

function shown({ switches }: Pick<Exchange, 'switches'>, address: VonageAddress): VonageAddress {
  return written(switches, address, ['address_line1', 'address_line2', 'city']);
}

const pageSchema = z.object({
  page: z.coerce.number().int().min(1).default(1),
  page_size: z.coerce.number().int().min(1).max(1000).default(100),
});

export function listAddresses(exchange: Exchange): SandboxResponse {
  const { request, store, switches } = exchange;
  const read = pageSchema.safeParse(Object.fromEntries(request.query));
  if (!read.success) return invalid([{ name: 'page', reason: 'is out of range' }]);
  const { page, page_size } = read.data;
  const all = shownItems(switches, 'list-addresses', [...store.addresses.values()]);
  const endless = endlessList(switches, 'list-addresses');
  return json(200, {
    page_size,
    page,
    total_pages: endless ? page + 1 : Math.ceil(all.length / page_size),
    total_items: endless ? (page + 1) * page_size : all.length,
    _embedded: {
      addresses: cutItems(all, (page - 1) * page_size, page_size, endless).map((one) => shown(exchange, one)),
    },
  });
}

export function fetchAddress(exchange: Exchange, id: string): SandboxResponse {
  const address = exchange.store.addresses.get(id);
  return address ? json(200, shown(exchange, address)) : notFound(id);
}

export function deleteAddress(exchange: Exchange, id: string): SandboxResponse {
  const { store, switches } = exchange;
  if (!store.addresses.has(id)) return notFound(id);
  if ([...store.numbers.values()].some((number) => number.addressId === id)) {
    return problem(switches.deleteInUse, 'address-in-use', 'Address in use', {
      detail: 'A number uses this address',
    });
  }
  store.addresses.delete(id);
  recordEffect(exchange, 'delete-address', id);
  return { status: 204, body: '' };
}

function show(exchange: Exchange, number: VonageNumber): SandboxResponse {
  const { store, switches } = exchange;
  const named = number.contactName === '' ? {} : { contact_name: number.contactName };
  const base = written(switches, { number: number.msisdn, ...named }, ['contact_name']);
  const address = store.addresses.get(number.addressId);
  if (address) return json(200, { ...base, address: shown(exchange, address) });
  switch (switches.withoutAddress) {
    case 'null':
      return json(200, { ...base, address: null });
    case 'empty':
      return json(200, { ...base, address: {} });
    case 'empty-id':
      return json(200, { ...base, address: { id: '' } });
    default:
      return json(200, base);
  }
}

/** A number of the account itself. */
function ownNumber({ store }: Exchange, msisdn: string): VonageNumber | undefined {
  const number = store.numbers.get(msisdn);
  return number?.owner === '' ? number : undefined;
}

/** No page tells how Vonage refuses one number: the words are the sandbox's own. */
function numberRefused(status: number, fragment: string): SandboxResponse {
  const detail = 'Emergency calling is not available for this number';
  return problem(status, fragment, 'Number not available', { detail });
}

export function fetchEmergency(exchange: Exchange, msisdn: string): SandboxResponse {
  const refused = refusedRead(exchange.switches, `+${msisdn}`);
  if (refused) return numberRefused(refused.status, refused.code ?? 'forbidden');
  const number = ownNumber(exchange, msisdn);
  const hidden = exchange.switches.withoutAddress === 'not-found' && number?.addressId === '';
  return number && !hidden ? show(exchange, number) : notFound(msisdn);
}

export function patchEmergency(exchange: Exchange, msisdn: string): SandboxResponse {
  const { store, switches } = exchange;
  const number = ownNumber(exchange, msisdn);
  if (!number) return notFound(msisdn);
  if (switches.ineligible.includes(`+${msisdn}`)) return numberRefused(422, 'number-not-eligible');
  const read = readJson(patchSchema, exchange);
  if ('refused' in read) return read.refused;
  const { address, contact_name } = read.body;
  if (address && address.id !== '' && !store.addresses.has(address.id)) {
    return invalid([{ name: 'address.id', reason: 'No such address' }]);
  }
  if (contact_name !== undefined) number.contactName = contact_name;
  else if (switches.omitted === 'reset') number.contactName = '';
  if (address) number.addressId = address.id;
  recordEffect(exchange, patchOperation(exchange.request.body), msisdn, address?.id ?? contact_name);
  return show(exchange, number);
}

/** `disassociate` for a body with an empty id. */
export function patchOperation(body: string): string {
  return /"id"\s*:\s*""/.test(body) ? 'disassociate' : 'associate';
}
