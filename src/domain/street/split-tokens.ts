import { foldWord } from './abbreviation.ts';

/** One word of a street line: as written (without a trailing comma), folded for tables, and whether a comma followed. */
export interface Token {
  readonly raw: string;
  readonly key: string;
  readonly comma: boolean;
}

/** Why a line is not split, and the sheet columns that would settle it. */
export interface Refused {
  readonly refused: string;
  readonly columns: readonly string[];
}

const LONE_DASH = /^[-\u2010-\u2015]+$/;

/** True for a refusal of any function of this folder that can refuse. */
export function isRefused(result: object): result is Refused {
  return 'refused' in result;
}

/** Why a line is not taken apart, with the columns that would say it. */
export function refuse(reason: string, ...columns: readonly string[]): Refused {
  return { refused: reason, columns };
}

/**
 * Cuts a line at white space and commas; a comma stays as a flag of the word before it. A dash with spaces around it
 * separates like a comma (`123 Main St - Suite 200`).
 */
export function tokens(line: string): readonly Token[] {
  const found: Token[] = [];
  for (const match of line.matchAll(/[^\s,]+|,/gu)) {
    const raw = match[0];
    const before = found.at(-1);
    if (raw !== ',' && !LONE_DASH.test(raw)) found.push({ raw, key: foldWord(raw), comma: false });
    else if (before !== undefined) found[found.length - 1] = { ...before, comma: true };
  }
  return found;
}

/** The words as they were written, one space between. */
export function written(list: readonly Token[]): string {
  return list.map((token) => token.raw).join(' ');
}
