/** What a cell that begins with `=` holds: the text of a constant, a formula that is more than that, or neither. */
type FormulaReading = { readonly constant: string } | 'formula' | null;

/**
 * `="+14155550123"` and `=42` are how a spreadsheet keeps a text or a number as it was typed: a constant is not a guess. What
 * computes anything is refused, since its result is not in the file.
 */
export function readFormula(text: string): FormulaReading {
  if (!text.startsWith('=')) return null;
  const [, quoted] = /^=\s*"((?:[^"]|"")*)"\s*$/.exec(text) ?? [];
  if (quoted !== undefined) return { constant: quoted.replaceAll('""', '"') };
  const [, number] = /^=\s*([+-]?\d{1,40}(?:\.\d{1,20})?)\s*$/.exec(text) ?? [];
  return number === undefined ? 'formula' : { constant: number };
}
