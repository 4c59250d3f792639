import type { ConditionalRule, DataValidation, WriteSheet } from 'hucre/xlsx';
import { columnLetters } from '../../sheet/columns/header-cells.ts';

/** The format of text: a spreadsheet program keeps what is typed or pasted there, with its plus sign and its leading zeros. */
const TEXT = '@';
const HEADER_STYLE = { font: { bold: true }, numFmt: TEXT };
const WIDEST_CHARS = 40;
const MARGIN_CHARS = 2;
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

/** The bytes of a workbook with these worksheets. */
export async function writeWorkbook(sheets: readonly TextSheet[]): Promise<Uint8Array> {
  const { writeXlsx } = await import('hucre/xlsx');
  return writeXlsx({ sheets: sheets.map(asSheet) });
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
    autoFilter: { range: `A1:${columnLetters(header.length - 1)}${rows.length + 1}` },
    ...(rules === undefined ? {} : { conditionalRules: [...rules] }),
    ...(validations === undefined ? {} : { dataValidations: [...validations] }),
  };
}
