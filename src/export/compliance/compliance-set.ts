import { counted } from '../../domain/plural.ts';
import { writeCsv } from '../../report/csv-cells.ts';
import { writeExportReport } from '../../report/html/export-page.ts';
import type { WrittenFile } from '../../report/out-folder.ts';
import { MOST_BOOK_ROWS } from '../../report/xlsx/text-sheet.ts';
import type { ToldEvent } from '../../run/context/events.ts';
import { writeChangesOf } from '../comparison/compare.ts';
import type { Difference } from '../context/earlier.ts';
import type { ExportContext, Written } from '../context/export-context.ts';
import type { ChangeCounts, FindingCounts } from '../context/export-options.ts';
import { complianceBook } from './compliance-book.ts';
import type { ComplianceSet } from './compliance-facts.ts';
import { complianceReport } from './compliance-report.ts';
import {
  COMPLIANCE_COLUMNS,
  COMPLIANCE_COMPARISON,
  complianceRows,
  DIFFERENCE_COLUMNS,
  incompleteCells,
} from './compliance-rows.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { FINDINGS } from './findings.ts';
import { keepAsLast } from './last-export.ts';
import { manifestOf } from './manifest.ts';

/** Writes compliance.csv, changes.csv, differences.csv (with a sheet), report.html, manifest.json, and with `--xlsx` compliance.xlsx (docs/contract.md). */
export async function writeComplianceSet(context: ExportContext): Promise<Written> {
  const { options, out, place, spool, accounts, readings, earlier, host } = context;
  const observedOn = context.startedAt.slice(0, 10);
  const csv = { bom: options.bom };
  const sharedFrom = options.compliance?.sharedFrom ?? Number.POSITIVE_INFINITY;
  const evaluation = evaluate({ spool, accounts, readings, sheet: earlier.sheet, sharedFrom, observedOn });
  const files: (WrittenFile & { rows: number })[] = [];

  let rows = 0;
  const main = await out.writeFile(place.main, async (write) => {
    rows = (await writeCsv(write, COMPLIANCE_COLUMNS, mainRecords(context), csv)) - cutOffCount(context);
  });
  files.push({ ...main, rows });
  let changes: ChangeCounts = {
    added: 0,
    removed: 0,
    changed: 0,
    newlyFailing: 0,
    findingsChanged: 0,
    rows: 0,
  };
  if (place.changes !== null) {
    const file = await out.writeFile(place.changes, async (write) => {
      changes = await writeChangesOf(context, write, COMPLIANCE_COMPARISON, complianceRows(spool));
    });
    files.push({ ...file, rows: changes.rows });
  }
  if (place.differences !== null) {
    const file = await out.writeFile(place.differences, async (write) => {
      await writeCsv(write, DIFFERENCE_COLUMNS, differenceRecords(context), csv);
    });
    files.push({ ...file, rows: evaluation.differences });
  }

  const finishedAt = new Date(host.clock.wallMs()).toISOString();
  const findings = countFindings(evaluation);
  const set: ComplianceSet = { context, evaluation, findings, changes, observedOn, finishedAt, files };
  if (place.report !== null) {
    files.push({ ...(await writeExportReport(out, complianceReport({ ...set, files: [...files] }))), rows });
  }
  const written: WrittenFile[] = [...files];
  const manifest = manifestOf(set);
  if (place.manifest !== null) {
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    written.push(await out.writeFile(place.manifest, (write) => write(text)));
  }
  written.push(...(await writeBook(context, files, manifest)));
  if (cutOffCount(context) === 0) await keepAsLast(context, main, finishedAt);
  return { files: written, rows, coverage: evaluation.coverage, changes, findings };
}

/** compliance.xlsx, last: it has the manifest, and with it the SHA-256 of the files that it shows. */
async function writeBook(
  context: ExportContext,
  files: readonly (WrittenFile & { readonly rows: number })[],
  manifest: unknown,
): Promise<WrittenFile[]> {
  const { out, place, host } = context;
  if (place.book === null) return [];
  const bytes = await complianceBook(context, files, manifest);
  if (bytes === null) {
    const most = counted(MOST_BOOK_ROWS);
    host.watcher.warn(`${place.book} is left out: it holds up to ${most} rows. The CSV files have them all.`);
    return [];
  }
  const file = out.startFile(place.book);
  file.write(bytes);
  return [file.commit()];
}

function cutOffCount({ readings }: ExportContext): number {
  return readings.filter(({ problem }) => problem !== '').length;
}

function* mainRecords({ readings, spool, host }: ExportContext): Generator<readonly string[]> {
  for (const reading of readings) {
    if (reading.problem === '') continue;
    const cells = incompleteCells(reading);
    yield COMPLIANCE_COLUMNS.map((column) => cells[column] ?? '');
  }
  for (const { cells } of complianceRows(spool)) {
    if (cells['finding_codes'] !== '') host.watcher.event?.(findingOf(cells));
    yield COMPLIANCE_COLUMNS.map((column) => cells[column] ?? '');
  }
}

/** What a number of a compliance set has, as an event. */
function findingOf(cells: Readonly<Record<string, string>>): ToldEvent {
  const text = (name: string): string => cells[name] ?? '';
  return {
    type: 'finding',
    account: text('account'),
    phone_number: text('phone_number'),
    endpoint_user_id: text('endpoint_user_id'),
    status: text('status'),
    severity: text('severity'),
    codes: text('finding_codes')
      .split(/[ ,;]+/)
      .filter((code) => code !== ''),
    finding: text('finding'),
  };
}

function* differenceRecords({ readings, spool }: ExportContext): Generator<readonly string[]> {
  for (const { account, problem } of readings) {
    if (problem !== '') yield [account, '', 'INCOMPLETE', '', '', problem, ''];
  }
  for (const { body } of spool.all<Difference>('difference')) {
    const { account, phoneNumber, code, line, inSheet, live, endUserId } = body;
    yield [account, phoneNumber, code, line, inSheet, live, endUserId];
  }
}

function countFindings({ codes }: Evaluation): FindingCounts {
  const bySeverity: Record<string, number> = { error: 0, warning: 0 };
  const byCode: Record<string, number> = {};
  for (const [code, { count }] of [...codes].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const { severity } = FINDINGS[code];
    bySeverity[severity] = (bySeverity[severity] ?? 0) + count;
    byCode[code] = count;
  }
  return { bySeverity, byCode };
}
