import { z } from 'zod';
import { type CommandName, option } from './option.ts';
import { columnValue, count, delimiter, headerColumn } from './typed-values.ts';

/** The options that say how a sheet is read, for the schema of each command that reads one. */
export function sheetOptions(on: readonly CommandName[]) {
  return {
    delimiter: option(delimiter.optional(), {
      group: 'sheet',
      help: 'delimiter between cells: a character, or tab, comma, semicolon, or pipe',
      values: ['comma', 'semicolon', 'tab', 'pipe'],
      on,
    }),
    encoding: option(z.string().optional(), {
      group: 'sheet',
      help: 'encoding of the sheet: utf-8, windows-1252, ...',
      values: ['utf-8', 'utf-16le', 'windows-1252', 'shift_jis'],
      on,
    }),
    headerRow: option(count.optional(), {
      group: 'sheet',
      help: 'line that holds the column names',
      on,
    }),
    /** Name of the worksheet of a workbook. */
    worksheet: option(z.string().optional(), {
      group: 'sheet',
      help: 'worksheet of a workbook (default: the first one that is not hidden)',
      on,
    }),
    includeHidden: option(z.boolean().default(false), {
      group: 'sheet',
      help: 'read hidden rows and columns of a workbook like any other',
      on,
    }),
    map: option(z.array(headerColumn).default([]), {
      group: 'sheet',
      help: 'what a column of the sheet is: "Site=reference"; "Site=" ignores it',
      on,
    }),
    /** Read by the command line, which adds its columns to `map`. */
    mapping: option(z.string().optional(), {
      group: 'sheet',
      help: 'file of --save-mapping to read such columns from',
      values: 'file',
      on,
    }),
    set: option(z.array(columnValue).default([]), {
      group: 'sheet',
      help: 'value for empty cells: column=value',
      on,
    }),
    setAlways: option(z.array(columnValue).default([]), {
      name: 'set!',
      group: 'sheet',
      help: 'value for every cell, filled ones too: column=value',
      on,
    }),
    preferId: option(z.boolean().default(false), {
      group: 'sheet',
      help: 'use the address of address_id, not an address that is written beside it',
      on,
    }),
    maxXlsxMb: option(count.optional(), {
      group: 'sheet',
      help: 'most megabytes that a workbook may unpack to (default: 512, 256 of them in one part)',
      on,
    }),
  };
}
