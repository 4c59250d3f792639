import { UsageError } from '../../errors/app-error.ts';
import type { Threshold } from '../../plan/guards.ts';

/** What every option says that cannot be read: what it expects, and an example. */
export function wrongValue(option: string, value: string, expected: string, example: string): UsageError {
  return new UsageError(`--${option} ${JSON.stringify(value)} is not ${expected}.`, {
    code: 'OPTION_VALUE_INVALID',
    hint: `For example: --${option} ${example}`,
  });
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
const LONGEST_WAIT_MS = 24 * 3_600_000;

/** Milliseconds of `30s`, `10m`, `1h` or `1h30m`. A number without a unit is refused: seconds and minutes are too easily mixed up. @throws UsageError */
export function durationMs(option: string, text: string): number {
  if (!/^(\d+[smh])+$/.test(text)) throw wrongValue(option, text, 'a duration with its unit', '10m');
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)([smh])/g)) {
    total += Number(amount) * (UNIT_MS[unit ?? ''] ?? 0);
  }
  if (total > LONGEST_WAIT_MS) throw wrongValue(option, text, 'a duration of at most 24h', '1h');
  return total;
}

/** `30%` or `12`. @throws UsageError */
export function threshold(option: string, text: string): Threshold {
  const percent = /^(\d{1,3}(?:\.\d+)?)%$/.exec(text);
  if (percent !== null && Number(percent[1]) <= 100) return { kind: 'percent', value: Number(percent[1]) };
  if (/^\d{1,9}$/.test(text)) return { kind: 'count', value: Number(text) };
  throw wrongValue(option, text, 'a number of rows or a percentage from 0% to 100%', '30%');
}

/** A whole number of at least 1. @throws UsageError */
export function positiveInteger(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1) {
    throw wrongValue(option, text, 'a whole number of at least 1', '5');
  }
  return Number(text);
}

/** First and last line as the spreadsheet shows them: `2-101`. @throws UsageError */
export function rowRange(option: string, text: string): readonly [number, number] {
  const match = /^(\d{1,9})-(\d{1,9})$/.exec(text);
  const first = Number(match?.[1]);
  const last = Number(match?.[2]);
  if (match === null || first < 1 || last < first) {
    throw wrongValue(option, text, 'a range of lines, first-last', '2-101');
  }
  return [first, last];
}

/** `column=value`; the value may be empty and may hold further `=`. @throws UsageError */
export function columnValue(
  option: string,
  text: string,
): { readonly column: string; readonly value: string } {
  const at = text.indexOf('=');
  if (at < 1) throw wrongValue(option, text, 'column=value', 'account=hq-twilio');
  return { column: text.slice(0, at).trim(), value: text.slice(at + 1).trim() };
}

const DELIMITER_NAMES: Readonly<Record<string, string>> = {
  tab: '\t',
  '\\t': '\t',
  comma: ',',
  semicolon: ';',
  pipe: '|',
};

/** One character, or its name: tab, comma, semicolon, pipe. @throws UsageError */
export function delimiter(option: string, text: string): string {
  const character = DELIMITER_NAMES[text.toLowerCase()] ?? text;
  if ([...character].length !== 1 || /["\r\n]/.test(character)) {
    throw wrongValue(option, text, 'one character, or tab, comma, semicolon or pipe', 'semicolon');
  }
  return character;
}

/** A TCP port; 0 lets the system choose. @throws UsageError */
export function portNumber(option: string, text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw wrongValue(option, text, 'a port from 0 to 65535', '4010');
  }
  return Number(text);
}

/** Milliseconds as a whole number, up to a minute. @throws UsageError */
export function wholeMs(option: string, text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 60_000) {
    throw wrongValue(option, text, 'a whole number of milliseconds up to 60000', '20');
  }
  return Number(text);
}

/** A factor from 0 to 1000: `0`, `0.1`, `2`. @throws UsageError */
export function factor(option: string, text: string): number {
  if (!/^\d{1,4}(\.\d{1,4})?$/.test(text) || Number(text) > 1_000) {
    throw wrongValue(option, text, 'a factor from 0 to 1000', '0.1');
  }
  return Number(text);
}

/** A part of a phone number: digits, with a plus before them or not. @throws UsageError */
export function phonePattern(option: string, text: string): string {
  const digits = text.replace(/[\s().-]/g, '');
  if (!/^\+?\d{1,15}$/.test(digits)) throw wrongValue(option, text, 'a part of a phone number', '415555');
  return digits;
}
