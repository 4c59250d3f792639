/** Header that goes with an encoded form. */
export const FORM_CONTENT_TYPE = 'application/x-www-form-urlencoded';

/**
 * Fields as `application/x-www-form-urlencoded`, in their given order; an undefined field is left out, an empty one is sent
 * empty. Everything but letters, digits and `-._~` is percent-encoded, a space as %20, which every form reader takes.
 * @throws URIError for text with half a surrogate pair, which no encoding can carry.
 */
export function encodeForm(fields: Readonly<Record<string, string | undefined>>): string {
  const pairs: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) pairs.push(`${percentEncode(name)}=${percentEncode(value)}`);
  }
  return pairs.join('&');
}

function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
