import { z } from 'zod';
import { eventSchema } from '../run/context/events.ts';

/** The JSON schema of one line of `--events`. */
export function eventsSchema(): unknown {
  return z.toJSONSchema(eventSchema);
}
