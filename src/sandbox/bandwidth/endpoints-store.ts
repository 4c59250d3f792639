import { z } from 'zod';
import type { Pieces } from './address.ts';

export interface Location {
  readonly locationId: string;
  description: string;
  address: Pieces;
  status: string;
}

export interface Endpoint {
  readonly endpointId: string;
  alternateEndUserId: string;
  callerName: string;
  locationId: string;
  telephoneNumber: string;
  activated: boolean;
}

export interface Recipient {
  readonly id: string;
  readonly emailAddress: string;
  readonly phoneNumber: string;
  readonly description: string;
}

export interface Store {
  readonly locations: Map<string, Location>;
  readonly endpoints: Map<string, Endpoint>;
  readonly recipients: Map<string, Recipient>;
  sequence: number;
}

/** What the seed leaves open, as switches with their defaults; `POST /__sandbox/switches` takes any of them. */
const switchesSchema = z.strictObject({
  /** Element names of answers: the seed's own, or as Bandwidth's documents write them. */
  names: z.enum(['camelCase', 'PascalCase']).default('camelCase'),
  /** Lists as repeated plurals, or wrapped (`<endpoints><endpoint/></endpoints>`). */
  lists: z.enum(['repeated', 'wrapped']).default('repeated'),
  /** What an unknown address gets: 400 with a code, or 201 with a location of status INVALID. */
  unknownAddress: z.enum(['refuse', 'store-invalid']).default('refuse'),
  /** Status of an address that is known. */
  knownStatus: z.enum(['VALID', 'GEOCODED']).default('VALID'),
  /** Requests in flight that are served; null for no limit. */
  maxConcurrent: z.number().int().positive().nullable().default(null),
});
export type EndpointsSwitches = z.output<typeof switchesSchema>;

/** All switches after `changes`. @throws Error with a sentence when a name or value is wrong. */
export function turnSwitches(present: Partial<EndpointsSwitches>, changes: unknown): EndpointsSwitches {
  const given = z.record(z.string(), z.unknown()).safeParse(changes);
  if (!given.success) throw new Error('Switches are given as an object, name to value.');
  const turned = switchesSchema.safeParse({ ...present, ...given.data });
  if (!turned.success) throw new Error(z.prettifyError(turned.error));
  return turned.data;
}

const AREAS = ['212', '415', '312', '416', '206', '303', '404', '512', '602', '617', '713', '702', '503'];

/** Ten digits each, 555-0100 on, area after area. @throws RangeError beyond what the areas hold */
export function generateNumbers(count: number): string[] {
  const perArea = Math.max(100, Math.ceil(count / AREAS.length));
  if (perArea > 9900) throw new RangeError('At most 128700 numbers can be generated.');
  return AREAS.flatMap((area) =>
    Array.from({ length: perArea }, (_, line) => `${area}555${String(100 + line).padStart(4, '0')}`),
  ).slice(0, count);
}
