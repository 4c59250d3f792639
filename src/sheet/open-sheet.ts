import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { commandError } from '../errors/command-errors.ts';
import type { Problem } from '../errors/problem.ts';
import { rowProblem } from '../errors/row-codes.ts';
import type { NamedColumn } from './columns/column-map.ts';
import type { ColumnMapping } from './columns/columns.ts';
import { findHeader } from './columns/find-header.ts';
import type { RowAccounts } from './columns/guarded-cells.ts';
import type { Header } from './columns/map-header.ts';
import { type FileFacts, inspectFile } from './csv/encoding.ts';
import { type CsvOptions, openCsv } from './csv/open-csv.ts';
import { readBatches } from './read-rows.ts';
import type { Detected } from './source/detected.ts';
import type { RowSource } from './source/row-source.ts';
import type { SheetRow } from './source/sheet-row.ts';
import { openWorkbook, type WorkbookOptions } from './workbook/open-workbook.ts';
import { refuseWorkbook } from './workbook/refuse-workbook.ts';

export interface SheetOptions extends CsvOptions, WorkbookOptions {
  /** A name that iconv knows; found out when absent. */
  readonly encoding?: string | undefined;
  /** Spreadsheet row of the header, from 1; found out when absent. */
  readonly headerRow?: number | undefined;
  /** What the user says of some columns. */
  readonly named?: readonly NamedColumn[] | undefined;
  /** The accounts that a column may name. */
  readonly accounts?: RowAccounts | undefined;
}

/** A sheet whose header was understood. Its rows are read from the file each time they are asked for. */
export interface Sheet {
  readonly name: string;
  /** Of the file's bytes, hexadecimal. */
  readonly sha256: string;
  /** The header cells to echo, without the columns that the program itself appended to an earlier sheet. */
  readonly header: readonly string[];
  readonly mapping: ColumnMapping;
  readonly detected: Detected;
  readonly warnings: readonly Problem[];
  /** @throws UsageError when the file cannot be read to its end, or has changed. */
  rows(): AsyncIterable<SheetRow>;
  /** The same rows, as many at a time as were read together: a turn of the event loop for each row costs more than the row. */
  batches(): AsyncIterable<readonly SheetRow[]>;
}

/**
 * Opens a sheet, CSV, XLSX, or ODS: reads it once for its hash and kind, and its top for the header.
 * @throws UsageError when the file cannot be read as a sheet; the message says why.
 */
export async function openSheet(path: string, options: SheetOptions = {}): Promise<Sheet> {
  const facts = await inspectFile(path, options.encoding);
  const source = await openRows(path, facts, options);
  const { header, headerRow } = await findHeader(source, options.headerRow, options);
  if (options.includeHidden !== true) requireNothingHidden(source, header, headerRow);
  const warnings: Problem[] = [];
  if (facts.kind === 'text' && facts.guessed) {
    warnings.push(
      rowProblem('SHEET_ENCODING_GUESSED', {
        row: 0,
        severity: 'warning',
        message: `The file does not say how its letters are encoded; it is read as ${facts.encoding}.`,
      }),
    );
  }
  if (headerRow > 1 && options.headerRow === undefined) {
    warnings.push(
      rowProblem('SHEET_TITLE_ROWS', {
        row: headerRow,
        severity: 'warning',
        message: `The header was found in row ${headerRow}; the rows above it are left out.`,
      }),
    );
  }
  return {
    name: basename(path),
    sha256: facts.sha256,
    header: header.names,
    mapping: header.mapping,
    detected: { ...source.detected, headerRow },
    warnings: [...warnings, ...header.warnings],
    rows: () => oneByOne(readBatches(source, header, headerRow)),
    batches: () => readBatches(source, header, headerRow),
  };
}

/** Opens the rows of a file of any kind. @throws UsageError */
export async function openRows(path: string, facts: FileFacts, options: SheetOptions): Promise<RowSource> {
  if (facts.kind === 'text') {
    requireNone(path, 'text', {
      '--worksheet': options.worksheet,
      '--include-hidden': options.includeHidden,
    });
    return openCsv(path, facts, options);
  }
  if (facts.kind === 'ole2') {
    throw refuseWorkbook(path, (await isProtected(path)) ? 'SHEET_WORKBOOK_PASSWORD' : 'SHEET_WORKBOOK_OLD');
  }
  requireNone(path, 'workbook', { '--delimiter': options.delimiter, '--encoding': options.encoding });
  return openWorkbook({ path, sha256: facts.sha256, bytes: facts.bytes }, options);
}

/** An option that says nothing about this kind of file was meant for another file. */
function requireNone(
  path: string,
  kind: 'text' | 'workbook',
  options: Readonly<Record<string, string | boolean | undefined>>,
): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === false) continue;
    throw commandError('optionUnfit', { path, kind, option: name });
  }
}

/**
 * A reader of the worksheet does not see these cells and does not expect them to be sent.
 * @throws UsageError SHEET_HIDDEN that names them.
 */
function requireNothingHidden(source: RowSource, header: Header, headerRow: number): void {
  const rows = source.hidden?.rows.filter((row) => row > headerRow) ?? [];
  if (rows.length > 0) {
    const shown = rows.slice(0, 5).join(', ') + (rows.length > 5 ? `, and ${rows.length - 5} more` : '');
    throw refuseWorkbook(source.path, 'SHEET_HIDDEN', {
      detail: `${rows.length === 1 ? 'row' : 'rows'} ${shown}`,
    });
  }
  const { columns, pieces } = header.mapping;
  const hidden = [...columns.values(), ...(pieces?.values() ?? [])]
    .filter((position) => source.hidden?.columns.has(header.kept[position] ?? position))
    .map((position) => `"${header.names[position] ?? ''}"`);
  if (hidden.length === 0) return;
  const detail = `${hidden.length === 1 ? 'column' : 'columns'} ${hidden.join(', ')}`;
  throw refuseWorkbook(source.path, 'SHEET_HIDDEN', { detail });
}

/** A workbook with a password is kept in the old container; its folder names the part (MS-OFFCRYPTO 2.3.4). */
async function isProtected(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(512);
    await file.read(head, 0, head.length, 0);
    const sectorBytes = 2 ** Math.min(head.readUInt16LE(30), 16);
    const folder = Buffer.alloc(16 * 1024);
    await file.read(folder, 0, folder.length, (head.readUInt32LE(48) + 1) * sectorBytes);
    return folder.includes(Buffer.from('EncryptedPackage', 'utf16le'));
  } finally {
    await file.close();
  }
}

async function* oneByOne(batches: AsyncIterable<readonly SheetRow[]>): AsyncGenerator<SheetRow> {
  for await (const rows of batches) yield* rows;
}
