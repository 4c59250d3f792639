import { z } from 'zod';
import { wireAmount, wireCount } from '../kit/wire-values.ts';

/*
 * What Vonage sends, as little of it as is used and no stricter than that, so that a new field breaks nothing. What must be
 * there for an answer to be an answer is required: an unknown shape is never read as "there is none".
 */

const text = z.string().nullish();

/** An address as the Address API holds it; `id` is a UUID. */
export const WireAddress = z.object({
  id: z.string().min(1),
  address_name: text,
  address_line1: text,
  address_line2: text,
  city: text,
  region: text,
  type: text,
  address_location_type: text,
  postal_code: text,
  country: text,
});
export type WireAddress = z.output<typeof WireAddress>;

/** A page of addresses. `_embedded` may only be missing where there are none at all. */
export const WireAddressPage = z.object({
  page: wireCount.nullish(),
  total_pages: wireCount,
  total_items: wireCount.nullish(),
  _embedded: z.object({ addresses: z.array(WireAddress) }).nullish(),
});
export type WireAddressPage = z.output<typeof WireAddressPage>;

/** A number's emergency state. No page shows one without address: missing, null, `{}` and an empty id all mean none. */
export const WireEmergency = z.object({
  number: z.string().regex(/^\+?\d{5,15}$/),
  contact_name: text,
  address: WireAddress.extend({ id: text }).nullish(),
});
export type WireEmergency = z.output<typeof WireEmergency>;

/** A number of the account. */
export const WireNumber = z.object({
  country: z.string().length(2),
  msisdn: z.string().regex(/^\d{5,15}$/),
  moHttpUrl: text,
  type: text,
  features: z.array(z.string()).nullish(),
  limitations: z.array(z.object({ feature: text, type: text, reach: text })).nullish(),
  messagesCallbackType: text,
  messagesCallbackValue: text,
  voiceCallbackType: text,
  voiceCallbackValue: text,
  app_id: text,
  /** Of numbers for sale only: euros as text. */
  initialPrice: wireAmount,
  cost: wireAmount,
});
export type WireNumber = z.output<typeof WireNumber>;

/** A page of numbers: count and list, or `{}` when there are none. */
export const WireNumberPage = z.union([
  z.object({ count: wireCount, numbers: z.array(WireNumber) }),
  z
    .object({ count: z.literal(0), numbers: z.undefined().optional() })
    .transform(() => ({ count: 0, numbers: [] })),
  z.strictObject({}).transform(() => ({ count: 0, numbers: [] })),
]);
export type WireNumberPage = z.output<typeof WireNumberPage>;

/** Answer of buy, cancel and update, and every error of the Numbers API. Codes are texts. */
export const WireOutcome = z.object({
  'error-code': z.union([z.string(), z.number()]).transform(String),
  'error-code-label': text,
});

/** RFC 7807, as the hosts of the newer APIs speak it. */
export const WireProblem = z
  .object({
    type: text,
    title: text,
    detail: text,
    instance: text,
    invalid_parameters: z.array(z.object({ name: text, reason: text })).nullish(),
  })
  .refine((body) => [body.type, body.title, body.detail].some((part) => part != null));
export type WireProblem = z.output<typeof WireProblem>;
