import { type CsvOptions, writeCsv } from '../../report/csv-cells.ts';
import { writeChangesOf } from '../comparison/compare.ts';
import type { ExportContext, Written } from '../context/export-context.ts';
import type { ChangeCounts } from '../context/export-options.ts';
import { COMPARISONS, exportRows } from './export-rows.ts';
import { incompleteRow, ROW_COLUMNS } from './sheet-cells.ts';

/** Writes the rows in the sheet's own columns, and the changes since an earlier export when one was given. */
export async function writeSheetExport(context: ExportContext): Promise<Written> {
  const { options, out, place, spool, accounts, readings } = context;
  const csv: CsvOptions = { bom: options.bom };
  const coverage: Record<string, number> = {};
  let rows = 0;
  const main = await out.writeFile(place.main, async (write) => {
    await writeCsv(write, ROW_COLUMNS, records(), csv);
  });
  function* records(): Generator<readonly string[]> {
    for (const reading of readings) {
      if (reading.problem === '') continue;
      const cells = incompleteRow(reading, reading.problem);
      yield ROW_COLUMNS.map((column) => cells[column] ?? '');
    }
    for (const { cells } of exportRows(options.kind, spool, accounts)) {
      const state = cells['emergency_state'] ?? '';
      if (state !== '') coverage[state] = (coverage[state] ?? 0) + 1;
      rows += 1;
      yield ROW_COLUMNS.map((column) => cells[column] ?? '');
    }
  }
  if (place.changes === null) return { files: [main], rows, coverage, changes: null, findings: null };
  let changes: ChangeCounts | null = null;
  const file = await out.writeFile(place.changes, async (write) => {
    const present = exportRows(options.kind, spool, accounts);
    changes = await writeChangesOf(context, write, COMPARISONS[options.kind], present);
  });
  return { files: [main, file], rows, coverage, changes, findings: null };
}
