/*
 * A spreadsheet runs a cell as a formula when its first visible character is one of = + - @ or a tab or line end,
 * also written full-width, also behind characters that are not seen. One `'` in front makes it text. Whatever the
 * reader finds behind a `'` in that position, it gives back without it, so files go round unchanged:
 * restore(neutralize(x)) === x for every x.
 */

const INVISIBLE = String.raw`\p{Zs}\p{Cf}\u2028\u2029\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F`;
const TRIGGER = String.raw`=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20\uFE66\uFE62\uFE63\uFE6B`;
const DANGEROUS = new RegExp(`^[${INVISIBLE}']*[${TRIGGER}]`, 'u');
const STRICT_E164 = /^\+[1-9]\d{6,14}$/;
/** A negative number, `-75.05`: it computes nothing, and a spreadsheet must take it as a number. */
const STRICT_DECIMAL = /^-(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;

/**
 * The text to write so that no spreadsheet runs it. A strict decimal, and a strict E.164 number in the phone column, are no
 * formula and stay.
 */
export function neutralize(text: string, isPhoneColumn: boolean): string {
  if (beginsPlainly(text)) return text;
  if (isPhoneColumn && STRICT_E164.test(text)) return text;
  return DANGEROUS.test(text) && !STRICT_DECIMAL.test(text) ? `'${text}` : text;
}

/** Whether a text begins with a letter or a digit of ASCII: nothing that does is run, and most cells do. Asked for every cell. */
function beginsPlainly(text: string): boolean {
  const first = text.charCodeAt(0);
  return (first >= 97 && first <= 122) || (first >= 48 && first <= 57) || (first >= 65 && first <= 90);
}

/** Takes exactly one neutralizing `'` off; any other text comes back as it is. */
export function restore(text: string): string {
  return text.startsWith("'") && DANGEROUS.test(text) ? text.slice(1) : text;
}
