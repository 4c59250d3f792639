import { wellFormed } from './well-formed.ts';

/** A cell as the library for workbooks gives it. */
type CellValue = string | number | boolean | Date | null;

/** Digits that a spreadsheet keeps of a number; what is written beyond them is zeros. */
const KEPT_DIGITS = 15;

/**
 * The text of a cell as the spreadsheet shows it where that matters: numbers whole, never in powers of ten while their
 * digits are there; a date as `2026-04-03`, so that `3-4` that became a date is seen for what it is.
 * @param digits format of nothing but zeros and dashes that the cell is shown with; undefined for any other.
 */
export function cellText(value: CellValue, digits: string | undefined): string {
  if (value === null) return '';
  if (typeof value === 'string') return wellFormed(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return numberText(value, digits);
  return dateText(value);
}

function numberText(value: number, digits: string | undefined): string {
  if (digits !== undefined && Number.isInteger(value) && value >= 0) {
    const shown = fillDigits(String(value), digits);
    if (shown !== null) return shown;
  }
  if (Number.isInteger(value) && Math.abs(value) < 10 ** KEPT_DIGITS) return String(value + 0);
  const kept = Number(value.toPrecision(KEPT_DIGITS));
  if (Math.abs(kept) < 10 ** KEPT_DIGITS) return String(kept).toUpperCase();
  // The last digits are gone; this is how a spreadsheet shows it, and what the checks of numbers know.
  return kept.toExponential().toUpperCase();
}

/** `2139` in `00000` is `02139`; null when it has more digits than the format. */
function fillDigits(number: string, format: string): string | null {
  const places = format.replaceAll('-', '').length;
  if (number.length > places) return null;
  const filled = [...number.padStart(places, '0')];
  return [...format].map((char) => (char === '0' ? (filled.shift() ?? '') : char)).join('');
}

function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  const [day = '', time = ''] = date.toISOString().slice(0, 19).split('T');
  return time === '00:00:00' ? day : `${day} ${time}`;
}
