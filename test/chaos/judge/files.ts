import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Evidence, LeftFile } from '../evidence.ts';
import type { SheetRow } from '../world/sheet.ts';
import type { Report, ResultRow } from './violation.ts';

const RESULTS = new Set([
  'applied',
  'unchanged',
  'needs_review',
  'pending',
  'unknown',
  'failed',
  'skipped',
  'not_attempted',
  'undone',
  'would_apply',
  'valid',
]);
const OWNER_ONLY = 0o600;

const summarySchema = z.object({
  rows: z.number(),
  results: z.record(z.string(), z.number()),
  exit_code: z.number(),
  files: z.array(z.object({ name: z.string(), sha256: z.string() })),
});

/** I1 and I10: whole files, each input row in exactly one result, counts that add up. */
export function checkFiles(evidence: Evidence, report: Report): ResultRow[] | null {
  const { outFolder } = evidence;
  const named = (name: string): LeftFile | undefined =>
    evidence.files.find((file) => file.name === `${outFolder}/${name}`);
  const summaryFile = outFolder === null ? undefined : named('summary.json');
  if (!summaryFile) {
    report('I12', 'no run came to its end');
    return null;
  }
  const summary = summarySchema.parse(JSON.parse(summaryFile.bytes.toString('utf8')));
  for (const { name, sha256 } of summary.files) {
    const bytes = named(name)?.bytes;
    if (!bytes || createHash('sha256').update(bytes).digest('hex') !== sha256) {
      report('I10', `${name} is not the file that summary.json names`);
    }
  }
  const rows = csvRows(named('results.csv'), report);
  // An undo and a verification have no retry.csv.
  const sheets = summary.files.map(({ name }) => name).filter((name) => name.endsWith('.csv'));
  for (const name of new Set([...sheets, 'errors.csv'])) csvRows(named(name), report);
  if (!rows) return null;
  checkEachRowOnce(evidence.sheet, rows, report);
  const counts: Record<string, number> = {};
  for (const { result = '' } of rows) counts[result] = (counts[result] ?? 0) + 1;
  if (summary.rows !== rows.length) {
    report('I1', `summary.json counts ${summary.rows} rows of ${rows.length}`);
  }
  for (const result of new Set([...Object.keys(counts), ...Object.keys(summary.results)])) {
    if ((summary.results[result] ?? 0) !== (counts[result] ?? 0)) {
      report('I1', `summary.json counts ${summary.results[result] ?? 0} ${result} of ${counts[result] ?? 0}`);
    }
  }
  if (summary.exit_code !== evidence.exitCode) {
    report('I13', `summary.json says exit ${summary.exit_code}, the process ended with ${evidence.exitCode}`);
  }
  return rows;
}

function csvRows(file: LeftFile | undefined, report: Report): ResultRow[] | null {
  if (!file) {
    report('I10', 'a result file is missing');
    return null;
  }
  try {
    return parse(file.bytes, { columns: true, bom: true }) as ResultRow[];
  } catch (error) {
    report('I10', `${file.name} cannot be read: ${String(error)}`);
    return null;
  }
}

function checkEachRowOnce(sheet: readonly SheetRow[], rows: readonly ResultRow[], report: Report): void {
  if (rows.length !== sheet.length) report('I1', `${sheet.length} rows went in and ${rows.length} came out`);
  const byLine = new Map<string, ResultRow[]>();
  for (const row of rows) {
    const line = row['row'] ?? '';
    byLine.set(line, [...(byLine.get(line) ?? []), row]);
  }
  for (const [index, row] of sheet.entries()) {
    const answers = byLine.get(String(index + 2)) ?? [];
    const [answer] = answers;
    if (answers.length !== 1 || !answer) {
      report('I1', `row ${index + 2} has ${answers.length} results`);
      continue;
    }
    for (const [column, cell] of Object.entries(row)) {
      if ((answer[column] ?? '') !== cell) report('I1', `row ${index + 2} shows another ${column}`);
    }
    if (!RESULTS.has(answer['result'] ?? '')) {
      report('I1', `row ${index + 2} has the result "${answer['result']}"`);
    }
  }
}

/** I7: nothing secret in any file or output, and every file for its owner only. */
export function checkSecretsAndModes(evidence: Evidence, report: Report): void {
  for (const { name, mode, bytes } of evidence.files) {
    if (mode !== OWNER_ONLY) report('I7', `${name} has mode ${mode.toString(8)}`);
    if (evidence.secrets.some((secret) => bytes.includes(secret))) report('I7', `${name} holds a secret`);
  }
  for (const secret of evidence.secrets) {
    if (evidence.said.some((text) => text.includes(secret))) report('I7', 'a secret was printed');
  }
}
