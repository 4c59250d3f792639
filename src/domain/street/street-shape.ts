/*
 * What can be seen in a street line without knowing any street: boxes, a missing house number, what a spreadsheet
 * made of `3-4`, an apartment at the end. All patterns are linear in the length of the line.
 */

/** Ways of saying "no building": each is refused by the carriers as not dispatchable. */
const NO_BUILDING: readonly RegExp[] = [
  /\bP\.?\s?O\.?\s?B(?:OX|X)?\b/i,
  /\bPOST(?:AL)?\s(?:OFFICE\s)?BOX\b/i,
  /^(?:P\.?\s?O\.?\s?)?BOX\s?#?\s?\d/i,
  /\bCALLER\sBOX\b/i,
  /\b(?:C\.\s?P\.|CASE\sPOSTALE)\s?\d/i,
  /^(?:R\.?\s?R\.?|R\.?F\.?D\.?|RURAL\sR(?:OU)?TE|H\.?C\.?(?:R\.?)?|HIGHWAY\sCONTRACT|STAR\sR(?:OU)?TE)\s?#?\s?\d/i,
  /\bGENERAL\sDELIVERY\b/i,
  /\bPOSTE\sRESTANTE\b/i,
];

const MONTH = 'JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC';
const MANGLED = new RegExp(
  [
    String.raw`^\d{1,2}-(?:${MONTH})(?:-\d{2,4})?\b`,
    String.raw`^(?:${MONTH})-\d{1,4}\b`,
    String.raw`^\d{1,2}/\d{1,2}/\d{2,4}\b`,
    String.raw`^\d{4}-\d{2}-\d{2}\b`,
    String.raw`^\d+(?:\.\d+)?E\+\d+\b`,
  ].join('|'),
  'i',
);

/** `221B`, `12-14`, `123 1/2`, `N6W23001` (Wisconsin's grid), but not `5th Avenue`. */
const STARTS_WITH_NUMBER = /^(?:\d|[NSEW]\d)/i;
const STARTS_WITH_ORDINAL = /^\d+(?:ST|ND|RD|TH)\b/i;

const UNIT_WORDS =
  'APT|APARTMENT|APP|STE|SUITE|BUREAU|UNIT|RM|ROOM|FL|FLR|FLOOR|BLDG|BUILDING|DEPT|LOT|SPC|SPACE|TRLR|TRAILER|PH|PENTHOUSE';
const UNIT_AT_END = new RegExp(
  String.raw`[\s,](?:(?:${UNIT_WORDS})\b\.?\s?#?\s?(?:[A-Z]?-?\d[\dA-Z-]*|[A-Z])|#\s?[\dA-Z-]+)$`,
  'i',
);

/** Whether a line names a post office box, a rural box or general delivery instead of a building. */
export function namesNoBuilding(line: string): boolean {
  const text = squeeze(line);
  return NO_BUILDING.some((pattern) => pattern.test(text));
}

/** Whether a spreadsheet turned the beginning of a text into a date (`3-Apr`) or a power of ten (`1.00E+05`). */
export function looksMangled(text: string): boolean {
  return MANGLED.test(text.trim());
}

/** Whether a line in a country that writes the house number first begins with one. */
export function startsWithHouseNumber(line: string): boolean {
  const text = line.trim();
  return STARTS_WITH_NUMBER.test(text) && !STARTS_WITH_ORDINAL.test(text);
}

/** The apartment, suite or floor at the end of a street line; empty when there is none. */
export function unitAtEnd(line: string): string {
  return UNIT_AT_END.exec(squeeze(line))?.[0].replace(/^[\s,]+/, '') ?? '';
}

function squeeze(line: string): string {
  return line.trim().replace(/\s+/g, ' ');
}
