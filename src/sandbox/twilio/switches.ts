import { z } from 'zod';
import { troubleSwitches } from '../trouble-switches.ts';

const phoneNumbers = z.array(z.string().regex(/^\+[1-9]\d{6,14}$/, 'is not + and digits'));

/**
 * What Twilio's pages leave open or what goes wrong only sometimes, as switches with their defaults. Times are
 * milliseconds; `POST /__sandbox/switches` takes any of them.
 */
export const switchesSchema = z.strictObject({
  /** Another address posted over a registered one: Twilio documents only disassociating first, so it is refused. */
  overwrite: z.enum(['refuse', 'replace']).default('refuse'),
  /** EmergencyStatus and EmergencyAddressSid in one request ("must be two separate API calls"). */
  combined: z.enum(['refuse', 'accept']).default('refuse'),
  /** A number of one country with an address of another. */
  countryMismatch: z.enum(['refuse', 'accept']).default('refuse'),
  /**
   * EmergencyEnabled=true on an address that has it not. The specification has the parameter on UpdateAddress; when Twilio
   * refuses it, no source says.
   */
  enableOnUpdate: z.enum(['accept', 'refuse']).default('accept'),
  ...troubleSwitches,
  /**
   * Twilio's changelog of 2021-10-06: writing EmergencyStatus is answered 200, changes nothing, and every number reads
   * Active. False is the seed's behavior: the status is written and passes through its pending states.
   */
  emergencyStatusIgnored: z.boolean().default(true),
  /** The API key: a standard one may not read `/Accounts`, a main one may. */
  apiKeyType: z.enum(['standard', 'main']).default('standard'),
  /** Whether the parent account's API key is accepted on the path of a subaccount. Unsourced. */
  parentKeyOnSubaccounts: z.enum(['refuse', 'accept']).default('refuse'),
  /** How long Pending Activation and Pending Deactivation last. */
  emergencyStatusDelayMs: z.number().nonnegative().default(0),
  /** pending-registration until registered. */
  registrationDelayMs: z.number().nonnegative().default(0),
  /** pending-unregistration until unregistered. */
  removalDelayMs: z.number().nonnegative().default(0),
  /** How long after disassociating a number refuses an address (Twilio: about 30 minutes in US and CA). */
  reassociateRefusalMs: z.number().nonnegative().default(0),
  /** Numbers whose registration ends in registration-failure. */
  registrationFailures: phoneNumbers.default([]),
  /** Numbers whose removal ends in unregistration-failure. */
  unregistrationFailures: phoneNumbers.default([]),
  /** Requests in flight that are served; null for no limit. */
  maxConcurrent: z.number().int().positive().nullable().default(null),
  /** Requests served in any one second; null for no limit. Not Twilio's way, but of use to prove a pace. */
  maxPerSecond: z.number().positive().nullable().default(null),
});

export type TwilioSwitches = z.output<typeof switchesSchema>;
export type TwilioSwitchChanges = {
  readonly [Key in keyof TwilioSwitches]?: TwilioSwitches[Key] | undefined;
};
