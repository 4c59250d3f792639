import { z } from 'zod';

/** What an option's value must look like, and an example to type. A text that cannot be read ends in this sentence. */
interface Expected {
  readonly expected: string;
  readonly example: string;
}

/**
 * A value that is typed and stored as text. `read` answers undefined for a text that it cannot read; `write` gives the text
 * back, so that the next command can be printed with the options of this one.
 */
function typedValue<Value>(
  value: z.ZodType<Value, Value>,
  { expected, example }: Expected,
  {
    read,
    write,
  }: {
    read(text: string): Value | undefined;
    write(value: Value): string;
  },
): z.ZodCodec<z.ZodString, z.ZodType<Value, Value>> {
  return z.codec(z.string(), value, {
    decode(text, context) {
      const found = read(text);
      if (found !== undefined) return found;
      context.issues.push({ code: 'custom', input: text, message: expected, params: { example } });
      return z.NEVER;
    },
    encode: write,
  });
}

const DAY_MS = 86_400_000;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `30s`, `10m`, `1h` or `1h30m` as milliseconds. A number without a unit is refused: seconds and minutes are easily mixed up. */
export function duration(limit: { readonly hours: number } = { hours: 24 }) {
  return typedValue(
    z.number(),
    { expected: `a duration with its unit, at most ${limit.hours}h`, example: '10m' },
    {
      read(text) {
        if (!/^(\d{1,9}(?:ms|[smh]))+$/.test(text)) return undefined;
        let total = 0;
        for (const [, amount, unit = ''] of text.matchAll(/(\d+)(ms|[smh])/g)) {
          total += Number(amount) * (UNIT_MS[unit] ?? 0);
        }
        return total <= limit.hours * 3_600_000 ? total : undefined;
      },
      write(ms) {
        const [unit = 'ms', size = 1] = Object.entries(UNIT_MS).findLast(([, each]) => ms % each === 0) ?? [];
        return ms === 0 ? '0s' : `${ms / size}${unit}`;
      },
    },
  );
}

/** `90d` as milliseconds. */
export const days = typedValue(
  z.number(),
  { expected: 'a number of days, at least 1d', example: '90d' },
  {
    read: (text) => (/^[1-9]\d{0,4}d$/.test(text) ? Number(text.slice(0, -1)) * DAY_MS : undefined),
    write: (ms) => `${ms / DAY_MS}d`,
  },
);

/** `30%` or `12`. */
export const share = typedValue(
  z.object({ kind: z.enum(['count', 'percent']), value: z.number() }),
  { expected: 'a number of rows or a percentage from 0% to 100%', example: '30%' },
  {
    read(text): { kind: 'count' | 'percent'; value: number } | undefined {
      const percent = /^(\d{1,3}(?:\.\d+)?)%$/.exec(text)?.[1];
      if (percent !== undefined && Number(percent) <= 100) return { kind: 'percent', value: Number(percent) };
      return /^\d{1,9}$/.test(text) ? { kind: 'count', value: Number(text) } : undefined;
    },
    write: ({ kind, value }) => (kind === 'percent' ? `${value}%` : String(value)),
  },
);

/** A whole number of at least 1. */
export const count = typedValue(
  z.number(),
  { expected: 'a whole number of at least 1', example: '5' },
  {
    read: (text) => (/^\d{1,9}$/.test(text) && Number(text) >= 1 ? Number(text) : undefined),
    write: String,
  },
);

/** An amount of money without a currency, as text: no digit of it is lost. */
export const amount = typedValue(
  z.string(),
  { expected: 'an amount of money without a currency', example: '100' },
  { read: (text) => (/^\d{1,9}(\.\d{1,6})?$/.test(text) ? text : undefined), write: (text) => text },
);

/** First and last line as a spreadsheet shows them: `2-101`, or one line: `2`. */
export const lineRange = typedValue(
  z.tuple([z.number(), z.number()]),
  { expected: 'a line or a range of lines, first-last', example: '2-101' },
  {
    read(text): [number, number] | undefined {
      const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text);
      const first = Number(match?.[1]);
      const last = Number(match?.[2] ?? match?.[1]);
      return match === null || first < 1 || last < first ? undefined : [first, last];
    },
    write: ([first, last]) => (first === last ? String(first) : `${first}-${last}`),
  },
);

/** `column=value`; the value may be empty and may hold further `=`. */
export const columnValue = typedValue(
  z.object({ column: z.string(), value: z.string() }),
  { expected: 'column=value', example: 'account=twilio' },
  {
    read(text) {
      const at = text.indexOf('=');
      return at < 1 ? undefined : { column: text.slice(0, at).trim(), value: text.slice(at + 1).trim() };
    },
    write: ({ column, value }) => `${column}=${value}`,
  },
);

const DELIMITER_NAMES: Readonly<Record<string, string>> = {
  tab: '\t',
  '\\t': '\t',
  comma: ',',
  semicolon: ';',
  pipe: '|',
};

/** `header=column`; the header may hold further `=`, and no column ignores it. */
export const headerColumn = typedValue(
  z.object({ header: z.string(), column: z.string() }),
  { expected: 'a header and its column, header=column', example: '"Site=reference"' },
  {
    read(text) {
      const at = text.lastIndexOf('=');
      return at < 1 ? undefined : { header: text.slice(0, at).trim(), column: text.slice(at + 1).trim() };
    },
    write: ({ header, column }) => `${header}=${column}`,
  },
);

/** One character, or its name: tab, comma, semicolon, pipe. */
export const delimiter = typedValue(
  z.string(),
  { expected: 'one character, or tab, comma, semicolon, or pipe', example: 'semicolon' },
  {
    read(text) {
      const character = DELIMITER_NAMES[text.toLowerCase()] ?? text;
      return [...character].length === 1 && !/["\r\n]/.test(character) ? character : undefined;
    },
    write: (character) =>
      Object.entries(DELIMITER_NAMES).find(([, one]) => one === character)?.[0] ?? character,
  },
);

/** A whole number from 0 to `most`; `unit` completes "a whole number". */
export function wholeNumber(most: number, unit: string, example: string) {
  return typedValue(
    z.number(),
    { expected: `a whole number${unit} from 0 to ${most}`, example },
    {
      read: (text) => (/^\d{1,9}$/.test(text) && Number(text) <= most ? Number(text) : undefined),
      write: String,
    },
  );
}

/** A factor from 0 to 1000: `0`, `0.1`, `2`. */
export const factor = typedValue(
  z.number(),
  { expected: 'a factor from 0 to 1000', example: '0.1' },
  {
    read: (text) => (/^\d{1,4}(\.\d{1,4})?$/.test(text) && Number(text) <= 1_000 ? Number(text) : undefined),
    write: String,
  },
);

/** A part of a phone number: digits, with or without a plus in front. */
export const phonePart = typedValue(
  z.string(),
  { expected: 'a part of a phone number', example: '415555' },
  {
    read(text) {
      const digits = text.replace(/[\s().-]/g, '');
      return /^\+?\d{1,15}$/.test(digits) ? digits : undefined;
    },
    write: (digits) => digits,
  },
);

/** `yes` or `no`. */
export const yesNo = typedValue(
  z.boolean(),
  { expected: 'yes or no', example: 'yes' },
  {
    read(text) {
      const folded = text.toLowerCase();
      return folded === 'yes' || folded === 'no' ? folded === 'yes' : undefined;
    },
    write: (value) => (value ? 'yes' : 'no'),
  },
);
