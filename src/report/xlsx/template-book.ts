import { parse } from 'csv-parse/sync';
import type { DataValidation } from 'hucre/xlsx';
import { regionCodes } from '../../domain/address/region.ts';
import { ACTIONS } from '../../domain/request/request.ts';
import { COLUMN_HELP } from '../../sheet/columns/column-help.ts';
import { findColumn } from '../../sheet/columns/columns.ts';
import { columnLetters } from '../../sheet/columns/header-cells.ts';
import { type TextSheet, writeWorkbook } from './text-sheet.ts';

const FORM = 'Numbers';
const HELP = 'Columns';
const CHOICES = 'Choices';
/** Rows that have the formats and lists; a program of spreadsheets copies them to further ones. */
const FORM_ROWS = 5_000;

/**
 * The bytes of a template as a workbook: a worksheet to fill in, whose columns are text and offer lists; one that explains each
 * column; one that holds the lists.
 * @param text the template as CSV
 * @param accounts names of the accounts to choose from; empty when there is no config yet
 */
export async function templateBook(text: string, accounts: readonly string[]): Promise<Uint8Array> {
  const [header = [], ...rows]: string[][] = parse(text, { bom: true });
  const choices: Readonly<Record<string, readonly string[]>> = {
    action: ACTIONS,
    account: accounts,
    country: ['US', 'CA', 'GB'],
    region: [...regionCodes('US'), ...regionCodes('CA')],
    address_kind: ['business', 'residential'],
  };
  const offered = header.filter((name) => (choices[name] ?? []).length > 0);
  const blank = header.map(() => '');
  const form: TextSheet = {
    name: FORM,
    header,
    rows: [...rows, ...Array.from({ length: FORM_ROWS - rows.length }, () => blank)],
    validations: offered.map((name, at) =>
      validation(columnLetters(header.indexOf(name)), at, choices[name] ?? []),
    ),
  };
  return writeWorkbook([form, helpSheet(header), choicesSheet(offered, choices)]);
}

function validation(letters: string, at: number, values: readonly string[]): DataValidation {
  const list = columnLetters(at);
  return {
    type: 'list',
    formula1: `${CHOICES}!$${list}$2:$${list}$${values.length + 1}`,
    allowBlank: true,
    showErrorMessage: true,
    // Names such as California are read as well.
    errorStyle: 'warning',
    errorTitle: 'Not in the list',
    errorMessage: 'Choose from the list, or keep your value if you know that it is right.',
    range: `${letters}2:${letters}${FORM_ROWS + 1}`,
  };
}

function helpSheet(header: readonly string[]): TextSheet {
  return {
    name: HELP,
    header: ['column', 'what it holds'],
    rows: header.map((name) => {
      const column = findColumn(name);
      return [name, column === undefined ? '' : COLUMN_HELP[column]];
    }),
  };
}

function choicesSheet(
  offered: readonly string[],
  choices: Readonly<Record<string, readonly string[]>>,
): TextSheet {
  const longest = Math.max(0, ...offered.map((name) => choices[name]?.length ?? 0));
  return {
    name: CHOICES,
    header: offered,
    rows: Array.from({ length: longest }, (_, row) => offered.map((name) => choices[name]?.[row] ?? '')),
  };
}
