import { z } from 'zod';

/** Commands that options are declared for. */
export type CommandName =
  | 'validate'
  | 'plan'
  | 'apply'
  | 'resume'
  | 'review'
  | 'verify'
  | 'undo'
  | 'migrate'
  | 'buy'
  | 'export'
  | 'runs'
  | 'worker'
  | 'recover'
  | 'accounts'
  | 'sandbox'
  | 'init';

/** Headings of the help, in its order. */
export const OPTION_GROUPS = {
  accounts: 'Accounts and state:',
  rows: 'Choosing rows:',
  sheet: 'Reading the sheet:',
  changes: 'Changes and guards:',
  output: 'Output:',
  filter: 'Which numbers:',
  compliance: 'Comparing and proving:',
  sandbox: 'Sandbox:',
} as const;

/** What the values of an option are: the name of a kind, or texts to choose from where others are read, too. */
export type OfferedValues = 'file' | 'folder' | 'account' | readonly string[];

/** How a field of a schema is typed on the command line. */
interface Flag {
  /** Without dashes. Undefined: the field's name with hyphens, `maxReplace` as `--max-replace`. */
  readonly name?: string;
  readonly group: keyof typeof OPTION_GROUPS;
  readonly help: string;
  /** Commands that use it, and show it in their help. */
  readonly on: readonly CommandName[];
  /** Commands that accept it and have no use for it, so that a script can give every command the same options. */
  readonly ignoredOn?: readonly CommandName[];
  /** What a shell offers as its value. Undefined: the choices of an enum, or nothing. */
  readonly values?: OfferedValues;
}

const flags = z.registry<Flag>();

/**
 * One option, declared once: `schema` is its type, its text form, and its stored form (a codec of typed-values.ts, a boolean,
 * an enum, a string, or an array of these for an option that may be repeated); `flag` is its name and help.
 */
export function option<Schema extends z.ZodType>(schema: Schema, flag: Flag): Schema {
  const own = schema.clone();
  flags.add(own, flag);
  return own;
}

/** An option of a schema as the command line needs to know it. */
export interface DeclaredOption extends Flag {
  readonly name: string;
  /** The field of the schema. */
  readonly field: string;
  readonly schema: z.ZodType;
  readonly isSwitch: boolean;
  readonly isRepeatable: boolean;
  /** The texts to choose from; undefined when the text is free. */
  readonly choices: readonly string[] | undefined;
  /** As it would be typed; undefined when there is none. */
  readonly fallback: string | undefined;
}

/** The options that a schema declares, in its order; fields without a flag are not typed. */
export function declaredOptions(schema: z.ZodObject): DeclaredOption[] {
  return Object.entries(schema.shape).flatMap(([field, value]) => {
    const own: z.core.$ZodType = value;
    const flag = flags.get(own);
    if (flag === undefined || !(own instanceof z.ZodType)) return [];
    const { inner, fallback } = unwrapped(own);
    return {
      ...flag,
      name: flag.name ?? field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      field,
      schema: own,
      isSwitch: inner instanceof z.ZodBoolean,
      isRepeatable: inner instanceof z.ZodArray,
      choices: inner instanceof z.ZodEnum ? inner.options.map(String) : undefined,
      fallback: typeof fallback === 'string' ? fallback : undefined,
    };
  });
}

/** An option with its value, or values, as words of a command line. */
export function wordsOf(
  { name, isSwitch }: Pick<DeclaredOption, 'name' | 'isSwitch'>,
  typed: unknown,
): string[] {
  if (isSwitch) return typed === true ? [`--${name}`] : [];
  return [typed ?? []].flat().flatMap((value) => {
    const text = String(value);
    // A value that begins with a dash would be read as another option.
    return text.startsWith('-') ? [`--${name}=${text}`] : [`--${name}`, text];
  });
}

/** A schema without what makes it optional, and the value that replaces an absent one. */
function unwrapped(schema: z.core.$ZodType): { readonly inner: z.core.$ZodType; readonly fallback: unknown } {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return { inner: unwrapped(schema.def.innerType).inner, fallback: schema.def.defaultValue };
  }
  if (schema instanceof z.ZodOptional) return unwrapped(schema.def.innerType);
  return { inner: schema, fallback: undefined };
}
