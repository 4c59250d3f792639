import { z } from 'zod';

const phoneNumber = z.string().regex(/^\+[1-9]\d{6,14}$/, 'is not + and digits');

/** A number whose state cannot be read: every read of it alone is refused. */
const refusedReadSchema = z.strictObject({
  number: phoneNumber,
  status: z.number().int().min(400).max(499).default(403),
  /** The carrier's own code, where its errors have one; the stand-in's own when absent. */
  code: z.string().optional(),
});

/** A list that does not show what the account holds. */
const listSchema = z.strictObject({
  /** Name of the call: `list-addresses`. */
  operation: z.string(),
  /** How many items it shows, its totals in accord with them; all when absent. */
  keep: z.number().int().nonnegative().optional(),
  /** Each page names a next page: with the items over again, or without any. Lists without pages ignore it. */
  endless: z.enum(['repeat', 'empty']).optional(),
});

/** Switches that every stand-in has, whatever its carrier. */
export const troubleSwitches = {
  refusedReads: z.array(refusedReadSchema).default([]),
  /** Numbers that cannot have an emergency address: they are listed and read, and each assignment is refused. */
  ineligible: z.array(phoneNumber).default([]),
  badLists: z.array(listSchema).default([]),
  /** How the carrier writes streets, units, cities, and caller names otherwise than it got them. Unsourced. */
  writes: z.array(z.enum(['capitals', 'spaces', 'punctuation'])).default([]),
} as const;

export interface TroubleSwitches {
  readonly refusedReads: readonly z.output<typeof refusedReadSchema>[];
  readonly ineligible: readonly string[];
  readonly badLists: readonly z.output<typeof listSchema>[];
  readonly writes: readonly ('capitals' | 'spaces' | 'punctuation')[];
}

/** The fields as the carrier writes them: those of these names are texts that it may write otherwise. */
export function written<T extends object>(
  { writes }: Pick<TroubleSwitches, 'writes'>,
  fields: T,
  names: readonly (keyof T & string)[],
): T {
  if (writes.length === 0) return fields;
  const otherwise = (text: string): string => {
    const spaced = writes.includes('spaces') ? text.replaceAll(' ', '  ') : text;
    const dotted = writes.includes('punctuation')
      ? spaced.replace(/['’]|(?<!\d)[.,]/gu, '').replace(/\p{L}$/u, '$&.')
      : spaced;
    return writes.includes('capitals') ? dotted.toUpperCase() : dotted;
  };
  const texts = names.flatMap((name) => {
    const text = fields[name];
    return typeof text === 'string' ? [[name, otherwise(text)] as const] : [];
  });
  return { ...fields, ...Object.fromEntries(texts) };
}

/** How reading this number (`+` and digits) is refused; undefined when it is not. */
export function refusedRead(switches: TroubleSwitches, number: string) {
  return switches.refusedReads.find((one) => one.number === number);
}

/** The items that a list shows of what the account holds. */
export function shownItems<T>(
  switches: TroubleSwitches,
  operation: string,
  items: readonly T[],
): readonly T[] {
  const keep = switches.badLists.find((one) => one.operation === operation)?.keep;
  return keep === undefined ? items : items.slice(0, keep);
}

/** Whether and how the pages of a list never end. */
export function endlessList(switches: TroubleSwitches, operation: string): 'repeat' | 'empty' | undefined {
  return switches.badLists.find((one) => one.operation === operation)?.endless;
}

/** Items `from` to `from + size`; from a list without an end that repeats, as many whatever `from` is. */
export function cutItems<T>(
  items: readonly T[],
  from: number,
  size: number,
  endless: string | undefined,
): readonly T[] {
  if (endless !== 'repeat' || items.length === 0) return items.slice(from, from + size);
  const start = from % items.length;
  return [...items.slice(start), ...items.slice(0, start)].slice(0, size);
}
