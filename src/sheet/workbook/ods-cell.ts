import { cellText } from '../cells/cell-text.ts';
import { wellFormed } from '../cells/well-formed.ts';

/** Numbers up to here have all their digits. */
const WHOLE_BELOW = 10 ** 15;

/**
 * The text of an OpenDocument cell, or null where a formula has no stored result. A number that is shown with leading zeros or
 * dashes between its digits (`02139`) is read as it is shown.
 * @param attributes of the cell (OpenDocument 1.3 part 3, 19.385 and 19.387 to 19.390)
 * @param shown text of its paragraphs
 */
export function odsCellText(attributes: ReadonlyMap<string, string>, shown: string): string | null {
  const value = attributes.get('office:value') ?? '';
  switch (attributes.get('office:value-type')) {
    case undefined:
      return attributes.has('table:formula') && shown === '' ? null : wellFormed(shown);
    case 'float':
    case 'percentage':
    case 'currency':
      return value === '' || Number.isNaN(Number(value)) ? null : numberText(Number(value), shown);
    case 'boolean':
      return attributes.get('office:boolean-value') === 'true' ? 'TRUE' : 'FALSE';
    case 'date':
      return (attributes.get('office:date-value') ?? shown)
        .replace('T', ' ')
        .replace(/ 00:00:00(?:\.0+)?$/, '');
    case 'string':
      // Of an error the stored text is empty, and what is shown says which (`#N/A`).
      return wellFormed(
        attributes.get('calcext:value-type') === 'error'
          ? shown
          : (attributes.get('office:string-value') ?? shown),
      );
    default:
      return wellFormed(shown);
  }
}

function numberText(value: number, shown: string): string {
  const isDigits = /^\d[\d-]*$/.test(shown) && Number(shown.replaceAll('-', '')) === value;
  return isDigits && value < WHOLE_BELOW ? shown : cellText(value, undefined);
}
