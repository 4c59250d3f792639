import { z } from 'zod';
import { wireSwitch } from '../kit/wire-values.ts';

/*
 * What Twilio sends, as little of it as is used and no stricter than that, so that a new field or status breaks nothing.
 * Statuses are open strings: the documents name values that the specification does not have.
 */

const text = z.string().nullish();
const can = wireSwitch.nullish();

/** An address. `emergency_enabled: true` is the sign of success; `validated` speaks of local regulations, not of 911. */
export const WireAddress = z.object({
  sid: z.string().regex(/^AD[0-9a-fA-F]{32}$/),
  customer_name: text,
  friendly_name: text,
  street: text,
  street_secondary: text,
  city: text,
  region: text,
  postal_code: text,
  iso_country: text,
  emergency_enabled: wireSwitch.nullish(),
  validated: wireSwitch.nullish(),
  verified: wireSwitch.nullish(),
  date_created: text,
  date_updated: text,
});
export type WireAddress = z.output<typeof WireAddress>;

/** A number. `emergency_address_sid` is null or "" when there is none. */
export const WireNumber = z.object({
  sid: z.string().regex(/^PN[0-9a-fA-F]{32}$/),
  phone_number: z.string().min(1),
  friendly_name: text,
  type: text,
  trunk_sid: text,
  address_requirements: text,
  capabilities: z.object({ voice: can, sms: can, mms: can, fax: can }).nullish(),
  emergency_status: text,
  emergency_address_sid: text,
  emergency_address_status: text,
});
export type WireNumber = z.output<typeof WireNumber>;

/**
 * An account of the list of subaccounts. Twilio sends its `auth_token` along: the schema leaves it out, so it is never kept.
 * @see https://www.twilio.com/docs/iam/api/account#account-properties
 */
const WireAccount = z.object({
  sid: z.string().regex(/^AC[0-9a-fA-F]{32}$/),
  status: z.string().min(1),
});
export type WireAccount = z.output<typeof WireAccount>;

/** A page of a listing; a missing list is an error, an empty one is an answer. */
export const WireAddressPage = z.object({ next_page_uri: text, addresses: z.array(WireAddress) });
export const WireAccountPage = z.object({ next_page_uri: text, accounts: z.array(WireAccount) });
export const WireNumberPage = z.object({ next_page_uri: text, incoming_phone_numbers: z.array(WireNumber) });

/** An error body: the 2010 form (`message`), or the newer problem form (`title`, `detail`). Code and link may be missing. */
export const WireError = z
  .object({
    code: z.union([z.number(), z.string()]).nullish(),
    message: text,
    title: text,
    detail: text,
  })
  .refine((body) => [body.code, body.message, body.title, body.detail].some((part) => part != null));
export type WireError = z.output<typeof WireError>;
