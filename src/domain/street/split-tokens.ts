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

/** True for a refusal of any function of this folder that can refuse. */
export function isRefused(result: object): result is Refused {
  return 'refused' in result;
}

/** Why a line is not taken apart, with the columns that would say it. */
export function refuse(reason: string, ...columns: readonly string[]): Refused {
  return { refused: reason, columns };
}

/** Cuts a line at white space and commas; a comma stays as a flag of the word before it. */
export function tokens(line: string): readonly Token[] {
  const found: Token[] = [];
  for (const match of line.matchAll(/([^\s,]+)(\s*,)?/gu)) {
    const raw = match[1] ?? '';
    found.push({ raw, key: foldWord(raw), comma: match[2] !== undefined });
  }
  return found;
}

/** The words as they were written, one space between. */
export function written(list: readonly Token[]): string {
  return list.map((token) => token.raw).join(' ');
}
