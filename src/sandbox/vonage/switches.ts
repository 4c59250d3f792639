import { z } from 'zod';
import { troubleSwitches } from '../trouble-switches.ts';

/** What Vonage's pages leave open or what goes wrong only sometimes, as switches with their defaults. */
export const switchesSchema = z.strictObject({
  ...troubleSwitches,
  /** How GET shows a number without address. */
  withoutAddress: z.enum(['omitted', 'null', 'empty', 'empty-id', 'not-found']).default('omitted'),
  /** Status of deleting an address that a number uses. */
  deleteInUse: z.union([z.literal(409), z.literal(422)]).default(409),
  /** Status of a created address. */
  createStatus: z.union([z.literal(200), z.literal(201)]).default(200),
  /** How an empty list of numbers looks. */
  emptyNumbers: z.enum(['{}', 'count']).default('{}'),
  /** Whether an address is checked when it is created. */
  addressCheck: z.enum(['judge', 'accept']).default('judge'),
  /** Whether the webhook of moHttpUrl answers Vonage's GET with 200. */
  moHttpUrl: z.enum(['accept', 'refuse']).default('accept'),
  /** What an update does to the settings, and a PATCH to the contact name, that it does not name. */
  omitted: z.enum(['keep', 'reset']).default('keep'),
  /** Prices of numbers for sale, in euros; an empty one is not stated. */
  initialPrice: z.string().default('1.25'),
  cost: z.string().default('1.25'),
  /** Numbers whose purchase needs a local address given in the dashboard, digits only. */
  needAddress: z.array(z.string().regex(/^\d{5,15}$/)).default([]),
  /** Requests in flight that are served; null for no limit. */
  maxConcurrent: z.number().int().positive().nullable().default(null),
  /** Requests served in any one second; null for no limit. */
  maxPerSecond: z.number().positive().nullable().default(null),
});

export type VonageSwitches = z.output<typeof switchesSchema>;
export type VonageSwitchChanges = {
  readonly [Key in keyof VonageSwitches]?: VonageSwitches[Key] | undefined;
};
