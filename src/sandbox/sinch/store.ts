import { z } from 'zod';
import type { PlaceAddress } from '../places.ts';

/** A task of scheduled provisioning that ends by itself. */
export interface Scheduled {
  readonly atMs: number;
  readonly values: Readonly<Record<string, string>>;
}

export interface SinchNumber {
  readonly phoneNumber: string;
  readonly regionCode: string;
  readonly type: string;
  displayName: string;
  callbackUrl: string;
  sms: Readonly<Record<string, string>>;
  voice: Readonly<Record<string, string>>;
  smsTask: Scheduled | null;
  voiceTask: Scheduled | null;
  emergency: PlaceAddress | null;
}

const switchesSchema = z.strictObject({
  /** What reading the emergency address of a number without one answers: unsourced. */
  absentAddress: z.enum(['404', 'empty']).default('404'),
  /** `:provision` over another address: unsourced. */
  overwrite: z.enum(['replace', 'refuse']).default('replace'),
  /** `:deprovision` without an address: unsourced. */
  absentDeprovision: z.enum(['404', '200']).default('404'),
  tokenSeconds: z.number().positive().default(3599),
  provisioningDelayMs: z.number().nonnegative().default(0),
  provisioningFailures: z.array(z.string()).default([]),
  maxConcurrent: z.number().int().positive().nullable().default(null),
});
export type SinchSwitches = z.output<typeof switchesSchema>;

/** All switches after `changes`. @throws Error with a sentence when a name or value is wrong. */
export function turnSwitches(present: Partial<SinchSwitches>, changes: unknown): SinchSwitches {
  const given = z.record(z.string(), z.unknown()).safeParse(changes);
  if (!given.success) throw new Error('Switches are given as an object, name to value.');
  const turned = switchesSchema.safeParse({ ...present, ...given.data });
  if (!turned.success) throw new Error(z.prettifyError(turned.error));
  return turned.data;
}

/** A refusal in google.rpc form. Thrown inside the stand-in and answered as such. */
export class SinchRefusal extends Error {
  readonly code: number;
  readonly status: string;
  readonly details: readonly unknown[];

  constructor(code: number, status: string, message: string, details: readonly unknown[] = []) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

export function invalid(field: string, description: string): SinchRefusal {
  const details = [{ type: 'BadRequest', fieldViolations: [{ field, description }] }];
  return new SinchRefusal(400, 'INVALID_ARGUMENT', `invalid field "${field}"`, details);
}

export function notFound(resourceType: string, resourceName: string): SinchRefusal {
  const details = [{ type: 'ResourceInfo', resourceType, resourceName, owner: '', description: '' }];
  return new SinchRefusal(404, 'NOT_FOUND', `${resourceType} was not found`, details);
}

export function newNumber(phoneNumber: string): SinchNumber {
  const regionCode = phoneNumber.startsWith('+44')
    ? 'GB'
    : /^\+1(416|514|604)/.test(phoneNumber)
      ? 'CA'
      : 'US';
  const type = /^\+18(00|33|44|55|66|77|88)/.test(phoneNumber) ? 'TOLL_FREE' : 'LOCAL';
  const empty = { displayName: '', callbackUrl: '', sms: {}, voice: {}, smsTask: null, voiceTask: null };
  return { phoneNumber, regionCode, type, ...empty, emergency: null };
}
