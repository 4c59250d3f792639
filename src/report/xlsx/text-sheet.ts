import type { ConditionalRule, DataValidation, WriteSheet } from 'hucre/xlsx';
import { columnLetters } from '../../sheet/columns/header-cells.ts';

/** The format of text: a spreadsheet program keeps what is typed or pasted there, with its plus sign and its leading zeros. */
const TEXT = '@';
/** The font of the other cells, which a bold one without a name would not share. */
const HEADER_STYLE = { font: { name: 'Calibri', size: 11, bold: true }, numFmt: TEXT };
const WIDEST_CHARS = 40;
const MARGIN_CHARS = 2;
/** A workbook is made in memory; more rows are in the CSV file alone. */
export const MOST_BOOK_ROWS = 50_000;
/** Rows whose widths are measured. */
const MEASURED_ROWS = 200;

/** A worksheet of texts with a header that stays in view and can be filtered. */
export interface TextSheet {
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly rules?: readonly ConditionalRule[];
  readonly validations?: readonly DataValidation[];
}

/** Rules that color cells by their text: for each column by name, the color of each value. Columns that are not there are left out. */
export function colorRules(
  header: readonly string[],
  colors: Readonly<Record<string, Readonly<Record<string, string>>>>,
  rows: number,
): ConditionalRule[] {
  const rules: ConditionalRule[] = [];
  for (const [name, values] of Object.entries(colors)) {
    // The program's own columns are behind those of a sheet.
    const position = header.lastIndexOf(name);
    if (position < 0) continue;
    const letters = columnLetters(position);
    for (const [value, color] of Object.entries(values)) {
      rules.push({
        type: 'cellIs',
        priority: rules.length + 1,
        operator: 'equal',
        formula: `"${value}"`,
        style: {
          fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: color }, bgColor: { rgb: color } },
        },
        range: `${letters}2:${letters}${rows + 1}`,
      });
    }
  }
  return rules;
}

/** The bytes of a workbook with these worksheets. */
export async function writeWorkbook(sheets: readonly TextSheet[]): Promise<Uint8Array> {
  const { writeXlsx } = await import('hucre/xlsx');
  return writeXlsx({ sheets: sheets.map(asSheet), namedRanges: sheets.map(filterRange) });
}

/**
 * The name by which Excel and LibreOffice know the range of a worksheet's filter. LibreOffice 7.4 drops a filter without it when it
 * saves the workbook (read and saved by it on 2026-11-27).
 */
function filterRange({ name, header, rows }: TextSheet): { name: string; range: string; scope: string } {
  const last = `$${columnLetters(header.length - 1)}$${rows.length + 1}`;
  return { name: '_xlnm._FilterDatabase', range: `'${name}'!$A$1:${last}`, scope: name };
}

function asSheet({ name, header, rows, rules, validations }: TextSheet): WriteSheet {
  const widths = header.map((title, column) =>
    rows
      .slice(0, MEASURED_ROWS)
      .reduce((widest, row) => Math.max(widest, (row[column] ?? '').length), title.length),
  );
  return {
    name,
    columns: widths.map((chars) => ({ width: Math.min(chars + MARGIN_CHARS, WIDEST_CHARS), numFmt: TEXT })),
    rows: [[...header], ...rows.map((row) => [...row])],
    cells: new Map(header.map((value, column) => [`0,${column}`, { value, style: HEADER_STYLE }])),
    freezePane: { rows: 1 },
    // On paper: all columns on one page, the header on each.
    pageSetup: {
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: '$1:$1',
    },
    autoFilter: { range: `A1:${columnLetters(header.length - 1)}${rows.length + 1}` },
    ...(rules === undefined ? {} : { conditionalRules: [...rules] }),
    ...(validations === undefined ? {} : { dataValidations: [...validations] }),
  };
}
