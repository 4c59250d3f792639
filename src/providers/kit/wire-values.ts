import { z } from 'zod';

/** A whole number, or its digits as text: some gateways write every value as text. */
export const wireCount = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\s*\d+\s*$/)
      .transform(Number),
  ])
  .pipe(z.number().int().nonnegative());

/** A switch, or its word as text. */
export const wireSwitch = z.union([
  z.boolean(),
  z
    .string()
    .regex(/^\s*(?:true|false)\s*$/i)
    .transform((text) => text.trim().toLowerCase() === 'true'),
]);

/** Whether calls can be placed, from a list of what a number can do; null when it names nothing at all. */
export function hasVoice(features: readonly string[] | null | undefined): boolean | null {
  if (!features || features.length === 0) return null;
  return features.some((feature) => feature.trim().toUpperCase() === 'VOICE');
}

/** An amount of money as text, or as the number that some gateways make of it; null where it is not stated. */
export const wireAmount = z.union([z.string(), z.number().nonnegative().transform(String)]).nullish();
