import { z } from 'zod';
import type { FeeName } from '../domain/fees.ts';
import type { Money } from '../domain/money.ts';
import { createSuggester, didYouMean } from '../domain/suggest.ts';
import { type ConfigProblem, configProblem } from '../errors/command/config-problems.ts';

const NumberText = z.string().regex(/^\d{1,6}(\.\d{1,6})?$/, 'must be a number such as 20');
const WholeNumberText = z.string().regex(/^\d{1,6}$/, 'must be a whole number such as 20');

/** Bounds that the pacer and the connection pool can bear. */
const RateText = NumberText.transform(Number).pipe(
  z.number().min(0.01, 'must be at least 0.01').max(1000, 'must be at most 1000'),
);
const CountText = WholeNumberText.transform(Number).pipe(
  z.number().min(1, 'must be at least 1').max(256, 'must be at most 256'),
);

const LimitsShape = z.strictObject({
  requests_per_second: RateText.optional(),
  burst: CountText.optional(),
  concurrency: CountText.optional(),
});

/** An amount with its currency: `0.75 USD`. */
const MoneyText = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,6})? [A-Za-z]{3}$/, 'must be an amount and its currency, such as 0.75 USD')
  .transform((text): Money => {
    const [amount = '', currency = ''] = text.split(' ');
    return { amount, currency: currency.toUpperCase() };
  });
const Fee = MoneyText.optional();
const FeesShape = z.strictObject({
  number_setup: Fee,
  number_monthly: Fee,
  emergency_number_monthly: Fee,
  unregistered_call: Fee,
} satisfies Record<FeeName, typeof Fee>);

const AccountName = z
  .string()
  .regex(/^[^\s\p{Cc}](?:[^\p{Cc}]{0,62}[^\s\p{Cc}])?$/u, 'must be a name of 1 to 64 characters');

/** A folder, the URL of a database, or a reference to either. A password in it is a secret, and may only be referred to. */
const StateText = z
  .string()
  .min(1, 'is empty')
  .refine((text) => !/^[a-z][a-z0-9+.-]*:\/\/[^/@]*:[^/@]*@/i.test(text) && !/[?&]password=/i.test(text), {
    error: 'holds a password; write a reference to the whole URL, such as env:E911_STATE, or file:PATH',
  });

/** The file's frame. Settings of an account are checked by its provider's own schema. */
const FileShape = z.strictObject({
  accounts: z.record(
    AccountName,
    z.looseObject({ provider: z.string(), limits: LimitsShape.optional(), fees: FeesShape.optional() }),
  ),
  state: StateText.optional(),
  defaults: z
    .strictObject({
      account: z.string().optional(),
      country: z
        .string()
        .regex(/^[A-Za-z]{2}$/, 'must be a country code of two letters, such as US')
        .transform((code) => code.toUpperCase())
        .optional(),
    })
    .optional(),
});
export type FileShape = z.output<typeof FileShape>;

const KNOWN_KEYS: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(FileShape.shape),
  defaults: ['account', 'country'],
  limits: Object.keys(LimitsShape.shape),
  fees: Object.keys(FeesShape.shape),
};

/**
 * Reads the text of a config file into its frame. All scalars stay text as written, so that an ID such as 00123 keeps its
 * zeros. Messages never repeat a value: it may be a secret.
 */
export async function readFileShape(
  text: string,
): Promise<{ readonly shape: FileShape } | { readonly problems: readonly ConfigProblem[] }> {
  const { yamlDocument } = await import('./yaml-document.ts');
  const { document, lines } = yamlDocument(text);
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    const problems = broken.slice(0, 5).map((error) => {
      const { line, col } = lines.linePos(error.pos[0]);
      const why = `is not YAML at line ${line}, column ${col} (${words(error.code)})`;
      return configProblem('', 'yaml', { why });
    });
    return { problems };
  }
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 20 });
  } catch {
    return { problems: [configProblem('', 'yaml', { why: 'repeats parts of itself too often' })] };
  }
  const parsed = FileShape.safeParse(content);
  return parsed.success ? { shape: parsed.data } : { problems: zodProblems(parsed.error, '') };
}

function words(code: string): string {
  return code.toLowerCase().replaceAll('_', ' ');
}

/** What a schema finds wrong, in plain words. `under` goes before each path. */
export function zodProblems(
  error: z.ZodError,
  under: string,
  knownKeys?: readonly string[],
): readonly ConfigProblem[] {
  return error.issues.flatMap((issue): ConfigProblem[] => {
    const where = [under, ...issue.path.map(String)].filter((part) => part !== '').join('.');
    if (issue.code === 'unrecognized_keys') {
      const last = String(issue.path.at(-1) ?? '');
      return issue.keys.map((key) => unknownKey(where, key, knownKeys ?? KNOWN_KEYS[last] ?? []));
    }
    if (
      issue.code === 'invalid_type' &&
      issue.input === undefined &&
      /received undefined$/.test(issue.message)
    ) {
      return [configProblem(where, 'missing', { example: '' })];
    }
    if (issue.code === 'custom' && issue.params?.['isMissing'] === true) {
      return [configProblem(where, 'missingBecause', { why: issue.message })];
    }
    if (issue.code === 'invalid_key') {
      const why = issue.issues[0]?.message ?? 'is not a usable name';
      return [configProblem(where, 'accountName', { why })];
    }
    const must = issue.code === 'invalid_type' ? `must be ${expected(issue.expected)}` : issue.message;
    return [configProblem(where, 'valueWrong', { must })];
  });
}

function expected(type: string): string {
  if (type === 'string') return 'one text';
  return type === 'object' || type === 'record' ? 'a group of "name: value" lines' : `of the type ${type}`;
}

/** The problem of an unknown key, with the nearest known one. */
export function unknownKey(where: string, key: string, known: readonly string[]): ConfigProblem {
  const meant = didYouMean(createSuggester(known)(key));
  return configProblem(where, 'keyUnknown', { key: key.slice(0, 60), meant, names: known });
}
