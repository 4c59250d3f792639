import { type CsvOptions, writeCsv } from '../../report/csv-cells.ts';
import type { WrittenFile } from '../../report/out-folder.ts';
import { writeChangesOf } from '../comparison/compare.ts';
import type { ExportContext, Written } from '../context/export-context.ts';
import type { ChangeCounts } from '../context/export-options.ts';
import { type ExportBook, exportBook } from './export-book.ts';
import { COMPARISONS, exportRows } from './export-rows.ts';
import { incompleteRow, ROW_COLUMNS } from './sheet-cells.ts';

interface Counted {
  rows: number;
  readonly coverage: Record<string, number>;
}

/**
 * Writes the rows in the sheet's own columns, as CSV, as a workbook, or both, and the changes since an earlier export when one was
 * given. The file to fill in comes first.
 */
export async function writeSheetExport(context: ExportContext): Promise<Written> {
  const { options, out, place, host } = context;
  const warn = (text: string): void => host.watcher.warn(text);
  const book = exportBook({ kind: options.kind, names: place, out, warn });
  const counted: Counted = { rows: 0, coverage: {} };
  const files: WrittenFile[] = [];
  if (!place.isBookAlone) files.push(await writeMain(context, counted, book));
  else for (const record of recordsOf(context, counted)) book?.add(record);
  const { changes, file } = await writeChangesFile(context);
  const written = (await book?.write(file)) ?? null;
  if (place.isBookAlone) files.push(written ?? (await writeMain(context, { rows: 0, coverage: {} }, null)));
  else if (written !== null) files.push(written);
  if (file !== null) files.push({ name: file.name, sha256: file.sha256, bytes: file.bytes });
  return { files, ...counted, changes, findings: null };
}

function writeMain(context: ExportContext, counted: Counted, book: ExportBook | null): Promise<WrittenFile> {
  const { options, out, place } = context;
  const csv: CsvOptions = { bom: options.bom };
  return out.writeFile(place.main, async (write) => {
    await writeCsv(write, ROW_COLUMNS, addedTo(book, recordsOf(context, counted)), csv);
  });
}

function* addedTo(
  book: ExportBook | null,
  records: Iterable<readonly string[]>,
): Generator<readonly string[]> {
  for (const record of records) {
    book?.add(record);
    yield record;
  }
}

function* recordsOf(
  { options, spool, accounts, readings }: ExportContext,
  counted: Counted,
): Generator<readonly string[]> {
  for (const reading of readings) {
    if (reading.problem === '') continue;
    const cells = incompleteRow(reading, reading.problem);
    yield ROW_COLUMNS.map((column) => cells[column] ?? '');
  }
  for (const { cells } of exportRows(options.kind, spool, accounts)) {
    const state = cells['emergency_state'] ?? '';
    if (state !== '') counted.coverage[state] = (counted.coverage[state] ?? 0) + 1;
    counted.rows += 1;
    yield ROW_COLUMNS.map((column) => cells[column] ?? '');
  }
}

async function writeChangesFile(context: ExportContext): Promise<{
  readonly changes: ChangeCounts | null;
  readonly file: (WrittenFile & { readonly rows: number }) | null;
}> {
  const { options, out, place, spool, accounts } = context;
  if (place.changes === null) return { changes: null, file: null };
  let changes: ChangeCounts | null = null;
  let rows = 0;
  const file = await out.writeFile(place.changes, async (write) => {
    const present = exportRows(options.kind, spool, accounts);
    changes = await writeChangesOf(context, write, COMPARISONS[options.kind], present);
    rows = changes.rows;
  });
  return { changes, file: { ...file, rows } };
}
