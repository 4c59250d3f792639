import { colorRules, type TextSheet } from '../../report/xlsx/text-sheet.ts';
import { openTable } from './read-table.ts';

/** Of a cell that says that something is wrong. */
export const RED = 'FFC7CE';
const YELLOW = 'FFEB9C';
const GREEN = 'C6EFCE';
const STATUSES = {
  covered: GREEN,
  pending: YELLOW,
  unknown: YELLOW,
  failed: RED,
  missing: RED,
  disabled: RED,
};
/** The colors of cells by column and text, in every workbook of an export. */
export const STATE_COLORS = {
  severity: { error: RED, warning: YELLOW },
  status: STATUSES,
  emergency_state: STATUSES,
  newly_failing: { yes: RED },
};

/** A CSV file that was written before as a worksheet of text cells. */
export async function worksheetOf(name: string, file: string): Promise<TextSheet> {
  const table = await openTable(file, []);
  const { header } = table;
  const rows: string[][] = [];
  for await (const row of table.rows()) rows.push(header.map((column) => row.get(column) ?? ''));
  return { name, header, rows, rules: colorRules(header, STATE_COLORS, rows.length) };
}
