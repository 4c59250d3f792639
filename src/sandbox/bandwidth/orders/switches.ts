import { z } from 'zod';
import { tokenSwitches } from '../../client-tokens.ts';
import { troubleSwitches } from '../../trouble-switches.ts';

const phoneNumber = z.string().regex(/^\+1\d{10}$/, 'is not +1 and ten digits');

/** How the next orders of a number end, whatever their address. */
const outcomeSchema = z.strictObject({
  number: phoneNumber,
  status: z.enum(['FAILED', 'PARTIAL', 'ADJUSTED_COMPLETE', 'ADJUSTED_PARTIAL']),
  /** Code of the error of FAILED and of the PARTIAL ones. */
  code: z.string().default('8005'),
  /** Pieces that the carrier changes in an ADJUSTED order: `StreetSuffix` to `AVE`. */
  adjust: z.record(z.string(), z.string()).default({ PlusFour: '0001' }),
  /** How many orders; every one when absent. */
  times: z.number().int().positive().optional(),
});
export type OrderOutcome = z.output<typeof outcomeSchema>;

/** What the documents leave open or what goes wrong only sometimes; `POST /__sandbox/switches` takes any of them. */
export const ordersSwitches = z.strictObject({
  ...tokenSwitches,
  ...troubleSwitches,
  /** Which paths answer: `/api` and `/api/v1`, `/api/v2` (Universal Platform), or both. The other ones are 404. */
  apiVersions: z.enum(['v1', 'v2', 'both']).default('both'),
  /** v2: whether a number without `+1` is accepted. Unsourced. */
  v2TenDigits: z.enum(['refuse', 'accept']).default('refuse'),
  /** What reading the 911 address of a number without one answers: 404, or 400 with 8000. Unsourced. */
  absentAddress: z.enum(['404', '8000']).default('404'),
  /** From the order's acceptance to its end: RECEIVED for the first half, then PROCESSING. */
  orderDelayMs: z.number().nonnegative().default(0),
  /** Reads of an order that are answered PROCESSING before it may end. */
  processingPolls: z.number().int().nonnegative().default(0),
  outcomes: z.array(outcomeSchema).default([]),
  /** Where an order for a number that another order works on is told (8004, and 8033 for the same order again). */
  conflicts: z.enum(['order', 'request']).default('order'),
  /** What an order list without orders gets. */
  emptyOrders: z.enum(['not-found', 'empty-list']).default('not-found'),
  /** Next requests that are answered 429. */
  throttleNext: z.number().int().nonnegative().default(0),
  /** Seconds until X-RateLimit-Reset of a 429. */
  throttleSeconds: z.number().int().nonnegative().default(1),
  /** Requests served in any one second; null for no limit. */
  maxPerSecond: z.number().positive().nullable().default(null),
  /** Requests in flight that are served; null for no limit. */
  maxConcurrent: z.number().int().positive().nullable().default(null),
});
export type OrdersSwitches = z.output<typeof ordersSwitches>;
