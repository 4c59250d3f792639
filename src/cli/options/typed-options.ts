import type { Options } from 'yargs';
import type { z } from 'zod';
import type { UsageError } from '../../errors/app-error.ts';
import { commandError } from '../../errors/command-errors.ts';
import {
  type CommandName,
  type DeclaredOption,
  declaredOptions,
  OPTION_GROUPS,
  wordsOf,
} from '../../options/option.ts';
import type { Arguments } from './arguments.ts';

/** The options of a command for yargs, from the schemas that declare them. */
export function optionsOf(command: CommandName, ...schemas: readonly z.ZodObject[]): Record<string, Options> {
  const declared = schemas.flatMap(declaredOptions);
  const shown = declared.filter(({ on }) => on.includes(command));
  const ignored = declared.filter(({ ignoredOn }) => ignoredOn?.includes(command));
  return Object.fromEntries([
    ...shown.map((one) => [one.name, yargsOption(one)]),
    ...ignored.map((one) => [one.name, { ...yargsOption(one), hidden: true }]),
  ]);
}

// Values are taken as text and read by the schema: yargs would turn 1e5 into a number, and +1415... into another.
function yargsOption({ group, help, isSwitch, isRepeatable, choices, fallback }: DeclaredOption): Options {
  const notes = [
    ...(isRepeatable ? ['may be repeated'] : []),
    ...(fallback === undefined ? [] : [`default ${fallback}`]),
  ];
  return {
    describe: notes.length === 0 ? help : `${help} (${notes.join('; ')})`,
    group: OPTION_GROUPS[group],
    ...(isSwitch ? { type: 'boolean' } : { type: 'string', requiresArg: true }),
    ...(choices && { choices }),
  };
}

/**
 * What was typed for the fields of a schema, each text checked and none changed; a field that was not typed is absent.
 * @throws UsageError OPTION_VALUE_INVALID for a text that the schema cannot read.
 */
export function typedTexts<Schema extends z.ZodObject>(
  schema: Schema,
  args: Arguments,
): Partial<z.input<Schema>> {
  const texts: Record<string, unknown> = {};
  for (const one of declaredOptions(schema)) {
    const typed = one.isSwitch ? args.flag(one.name) || undefined : typedText(one, args);
    if (typed === undefined) continue;
    const read = one.schema.safeParse(typed);
    if (!read.success) throw wrongValue(one.name, typed, read.error.issues[0]);
    texts[one.field] = typed;
  }
  // The fields are the schema's own, and each was read by it.
  return texts as Partial<z.input<Schema>>;
}

/**
 * The options that were typed now and that another command takes too, as words to type after it. `--out` is left out: a
 * folder of results is never written twice. `given`: words of that command, whose options are not
 * repeated; `isCarried`: which of the others it needs.
 */
export function wordsFor(
  command: string,
  schema: z.ZodObject,
  args: Arguments,
  {
    given = [],
    isCarried = () => true,
  }: { readonly given?: readonly string[]; readonly isCarried?: (option: DeclaredOption) => boolean } = {},
): string[] {
  return declaredOptions(schema)
    .filter(({ name, on }) => name !== 'out' && on.some((each) => each === command))
    .filter((one) => !given.includes(`--${one.name}`) && isCarried(one))
    .flatMap((one) => wordsOf(one, one.isSwitch ? args.flag(one.name) : typedText(one, args)));
}

function typedText(one: DeclaredOption, args: Arguments): string | readonly string[] | undefined {
  if (!one.isRepeatable) return args.text(one.name);
  const all = args.texts(one.name);
  return all.length === 0 ? undefined : all;
}

function wrongValue(name: string, typed: unknown, issue: z.core.$ZodIssue | undefined): UsageError {
  const example = issue?.code === 'custom' ? String(issue.params?.['example'] ?? '') : '';
  const value = Array.isArray(typed) ? typed[Number(issue?.path[0] ?? 0)] : typed;
  return commandError('optionValueInvalid', {
    option: name,
    value,
    must: issue?.message ?? 'a value that can be read',
    example,
  });
}

/** Names of all options that may be repeated. */
export function repeatableOptions(...schemas: readonly z.ZodObject[]): ReadonlySet<string> {
  return new Set(
    schemas.flatMap((schema) =>
      declaredOptions(schema)
        .filter(({ isRepeatable }) => isRepeatable)
        .map(({ name }) => name),
    ),
  );
}
