/*
 * PostgreSQL keeps any JSON text, and refuses to look into one that holds a NUL or half of a surrogate pair, which a cell of a sheet
 * or an answer of a carrier may. JSON.stringify escapes these, and never escapes U+FFFF: `\u0000` is kept as `\uffff0000`.
 */
const REFUSED = /\\(?:u(0000|d[89a-f][0-9a-f]{2})|.)/g;
const KEPT = /\\(?:uffff([0-9a-f]{4})|.)/g;

/** A parameter as it is sent: a text that JSON.stringify made is made readable for the server. */
export function encodeJson(text: string): string {
  if (!/^[[{]/.test(text) || !/\\u/.test(text)) return text;
  return text.replace(REFUSED, (found, code: string | undefined) =>
    code === undefined ? found : `\\uffff${code}`,
  );
}

/** The text of a JSON column as it was before `encodeJson`. */
export function decodeJson(text: string): string {
  if (!text.includes('\\uffff')) return text;
  return text.replace(KEPT, (found, code: string | undefined) => (code === undefined ? found : `\\u${code}`));
}
