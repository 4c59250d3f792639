import { z } from 'zod';

/**
 * All switches of a stand-in after `changes`; a change to undefined leaves a switch as it is.
 * @throws Error with a sentence when a name or value is wrong.
 */
export function turnSwitches<Switches>(
  schema: z.ZodType<Switches>,
  present: Partial<Switches>,
  changes: unknown,
): Switches {
  const given = z.record(z.string(), z.unknown()).safeParse(changes);
  if (!given.success) throw new Error('Switches are given as an object, name to value.');
  const named = Object.fromEntries(Object.entries(given.data).filter(([, value]) => value !== undefined));
  const turned = schema.safeParse({ ...present, ...named });
  if (!turned.success) throw new Error(z.prettifyError(turned.error));
  return turned.data;
}
