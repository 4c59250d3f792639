import type { ZodType } from 'zod';

/**
 * The text as JSON of the given form; null when it is not: cut off, empty, XML, or a proxy's HTML page are for the caller
 * all the same. Nothing of the text is kept, for it may hold an address.
 */
export function readJson<T>(schema: ZodType<T>, text: string): T | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const read = schema.safeParse(json);
  return read.success ? read.data : null;
}
