/** Months as spreadsheets shorten them: English, German, French, Spanish. */
const MONTH =
  'JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC|MRZ|MÄR|MAI|OKT|DEZ|FÉVR|MARS|AVR|JUIN|JUIL|AOÛT|DÉC|ENE|ABR|AGO|DIC';
const DATE = [
  String.raw`\d{1,2}(?:-|\.[ ]?)(?:${MONTH})(?:[-.]\d{2,4})?\b`,
  String.raw`(?:${MONTH})[-.]\d{1,4}\b`,
  String.raw`\d{1,2}/\d{1,2}/\d{2,4}\b`,
  String.raw`\d{1,2}\.\d{1,2}\.\d{2,4}\b`,
  String.raw`\d{4}-\d{2}-\d{2}\b`,
];
/** A power of ten, a whole number with decimals, groups of thousands. */
const NUMBER = [
  String.raw`\d+(?:\.\d+)?E\+\d+\b`,
  String.raw`\d+\.0+(?=\s|$)`,
  String.raw`\d{1,3}(?:,\d{3})+(?=\s|$)`,
];
/** What only a whole cell can be: a time, an amount, a percentage, a negative number, a truth value. */
const CELL = [
  String.raw`\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?$`,
  String.raw`[-$€£(][ ]?\d[\d.,]{0,20}\)?$`,
  String.raw`\d[\d.,]{0,20} ?%$`,
  'TRUE$',
  'FALSE$',
];

const STARTS_DAMAGED = new RegExp(`^(?:${[...DATE, ...NUMBER].join('|')})`, 'iu');
const WORD_DAMAGED = new RegExp(
  `(?:^|\\s)(?:${[...DATE, ...NUMBER].join('|')})|^(?:${CELL.join('|')})`,
  'iu',
);
const IS_DATE = new RegExp(`^(?:${DATE.join('|')})$`, 'iu');
/** No cell of an address is longer, and the work done on one is bounded. */
const MOST_CHARS = 250;

/**
 * Whether a spreadsheet turned the beginning of a street line or house number into a date (`3-Apr`), a power of ten
 * (`1.00E+05`) or a formatted number (`645.0`, `1,200`).
 */
export function looksMangled(text: string): boolean {
  return STARTS_DAMAGED.test(text.slice(0, MOST_CHARS).trim());
}

/** Whether a unit holds such a word anywhere (`STE 2-Jan`), or is a time, an amount or a truth value. */
export function isMangledUnit(text: string): boolean {
  return WORD_DAMAGED.test(text.slice(0, MOST_CHARS).trim());
}

/** Whether a name is nothing but a date. */
export function isMangledName(text: string): boolean {
  return IS_DATE.test(text.slice(0, MOST_CHARS).trim());
}
