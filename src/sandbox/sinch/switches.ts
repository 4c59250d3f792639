import { z } from 'zod';
import { tokenSwitches } from '../client-tokens.ts';
import { troubleSwitches } from '../trouble-switches.ts';

const phoneNumbers = z.array(z.string().regex(/^\+[1-9]\d{6,14}$/, 'is not + and digits'));

/** What Sinch's pages leave open or what goes wrong only sometimes, as switches with their defaults. Times are milliseconds. */
export const switchesSchema = z.strictObject({
  /** What reading the emergency address of a number without one answers: unsourced. */
  absentAddress: z.enum(['404', 'empty', 'blank']).default('404'),
  /** `:provision` over another address: unsourced. */
  overwrite: z.enum(['replace', 'refuse']).default('replace'),
  /** `:deprovision` without an address: unsourced. */
  absentDeprovision: z.enum(['404', '200']).default('404'),
  /** Where refusals appear: under their own status, or under 200 ("a successful response, or an Error"). */
  errorStatus: z.enum(['own', '200']).default('own'),
  /** A listing without `type`: the parameter is required; in practice Sinch is said to list MOBILE then. */
  missingType: z.enum(['refuse', 'mobile']).default('refuse'),
  /** What `totalSize` counts. "The maximum number of results returned", and Sinch's sample has 1 with a page to come. */
  totalSize: z.enum(['all', 'page', 'limit', 'omitted']).default('all'),
  /** Whether `:validate` decides, answers ADDRESS_VALIDATION_RESULT_CODE_UNSPECIFIED, or finds no address at all. */
  validation: z.enum(['judge', 'undecided', 'none']).default('judge'),
  /** Most addresses that NO_MATCH offers instead: Sinch's samples offer one, and the field is a list. */
  candidates: z.number().int().nonnegative().default(5),
  ...tokenSwitches,
  ...troubleSwitches,
  /** How long a change of the SMS or voice configuration is scheduled. */
  provisioningDelayMs: z.number().nonnegative().default(0),
  /** Numbers whose scheduled provisioning ends in FAILED. */
  provisioningFailures: phoneNumbers.default([]),
  /** What an smsConfiguration does to the IDs that it does not name. */
  omitted: z.enum(['keep', 'reset']).default('keep'),
  /** Whether unlinking is scheduled like linking, or done at once. */
  unlinking: z.enum(['at-once', 'scheduled']).default('at-once'),
  /** Prices of numbers for rent, an amount and its currency; an empty one is not stated. */
  setupPrice: z.string().default('0.00 USD'),
  monthlyPrice: z.string().default('1.00 USD'),
  /** A trial account may not rent numbers. */
  trial: z.boolean().default(false),
  /** Requests in flight that are served; null for no limit. */
  maxConcurrent: z.number().int().positive().nullable().default(null),
  /** Requests served in any one second; null for no limit. */
  maxPerSecond: z.number().positive().nullable().default(null),
});

export type SinchSwitches = z.output<typeof switchesSchema>;
export type SinchSwitchChanges = {
  readonly [Key in keyof SinchSwitches]?: SinchSwitches[Key] | undefined;
};
