import path from 'node:path';
import type { z } from 'zod';
import { createSuggester, didYouMean } from '../domain/suggest.ts';
import { commandError } from '../errors/command-errors.ts';
import { type CommandName, type DeclaredOption, declaredOptions } from '../options/option.ts';

/** Fields that are paths: relative ones start in the current folder. */
const PATHS: ReadonlySet<string> = new Set(['outDir', 'saveMapping', 'choices', 'out', 'compare', 'against']);

/**
 * What a program gave, as the texts that would be typed: each value is checked as if it had been.
 * @param command whose options may be given
 * @param schema the options that are declared
 * @param settings by field; `undefined` is as good as absent
 * @throws UsageError SETTING_UNKNOWN, SETTING_INVALID.
 */
export function givenTexts<Schema extends z.ZodObject>(
  command: CommandName,
  schema: Schema,
  settings: object,
  cwd: string,
): Partial<z.input<Schema>> {
  const known = new Map(
    declaredOptions(schema)
      .filter(({ on }) => on.includes(command))
      .map((one) => [one.field, one]),
  );
  const texts: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(settings)) {
    if (value === undefined) continue;
    const one = known.get(field);
    if (one === undefined) {
      const meant = didYouMean(createSuggester([...known.keys()])(field));
      throw commandError('settingUnknown', { field, command, meant });
    }
    texts[field] = textOf(one, PATHS.has(field) ? path.resolve(cwd, String(value)) : value);
  }
  // The fields are the schema's own, and each was read by it.
  return texts as Partial<z.input<Schema>>;
}

function textOf({ field, schema }: DeclaredOption, value: unknown): unknown {
  const encoded = schema.safeEncode(value);
  // A share is given as it would be typed: 5, or '30%'.
  const text = encoded.success ? encoded.data : typeof value === 'number' ? String(value) : value;
  const read = schema.safeParse(text);
  if (read.success) return text;
  throw commandError('settingInvalid', { field, value, must: read.error.issues[0]?.message ?? '' });
}
