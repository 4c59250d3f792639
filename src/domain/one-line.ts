/** A sentence on one line: line breaks and tabs, with the spaces around them, are one space. Carriers wrap their messages. */
export function oneLine(text: string): string {
  return text.replace(/\s*[\t\n\v\f\r\u0085\u2028\u2029]\s*/gu, ' ').trim();
}
