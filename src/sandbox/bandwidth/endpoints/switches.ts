import { z } from 'zod';
import { tokenSwitches } from '../../client-tokens.ts';
import { troubleSwitches } from '../../trouble-switches.ts';

/** What the seed leaves open, as switches with their defaults; `POST /__sandbox/switches` takes any of them. */
export const switchesSchema = z.strictObject({
  ...tokenSwitches,
  ...troubleSwitches,
  /** Element names of answers: the seed's own, or as Bandwidth's documents write them. */
  names: z.enum(['camelCase', 'PascalCase']).default('camelCase'),
  /** Lists as repeated plurals, or wrapped (`<endpoints><endpoint/></endpoints>`). */
  lists: z.enum(['repeated', 'wrapped']).default('repeated'),
  /** What an unknown address gets: 400 with a code, or 201 with a location of status INVALID. */
  unknownAddress: z.enum(['refuse', 'store-invalid']).default('refuse'),
  /** Status of an address that is known: VALID, GEOCODED, or a word that the seed does not have. */
  knownStatus: z
    .string()
    .regex(/^[A-Z_]{1,40}$/)
    .default('VALID'),
  /** Longest description of a location, in characters: what is longer is cut. No page names one; null for no limit. */
  descriptionChars: z.number().int().positive().nullable().default(null),
  /** Whether the account has alternate end user identifiers at all; without them every endpoint that names one gets 8022. */
  endUsers: z.boolean().default(true),
  /**
   * A second endpoint for a number or user that has one, sent twice: made, as the seed names no rule against it, so that it
   * shows; or refused with 8020 of the error table.
   */
  endpointTwice: z.enum(['make', 'refuse']).default('make'),
  /** Requests in flight that are served; null for no limit. */
  maxConcurrent: z.number().int().positive().nullable().default(null),
});
export type EndpointsSwitches = z.output<typeof switchesSchema>;
