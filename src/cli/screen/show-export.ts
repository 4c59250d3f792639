import path from 'node:path';
import { exportAnswer } from '../../api/answers.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import type { ExportOptions, ExportReport } from '../../export/context/export-options.ts';
import { type Session, shortened } from '../session/session.ts';
import { nextHere } from './open-gaps.ts';
import { visible } from './visible.ts';

/** An export, and with `--notify` whether its summary arrived. */
interface ShownExport {
  readonly report: ExportReport;
  readonly options: ExportOptions;
  readonly notified?: Readonly<Record<string, unknown>>;
}

/** Names on stderr each account that was not read to its end. */
export function nameIncomplete({ terminal }: Session, report: ExportReport): void {
  for (const { account, problem, hint, reached } of report.readings) {
    if (problem === '' || report.exitCode === EXIT_CODES.interrupted.code) continue;
    const what = reached ? 'was not read to its end' : 'could not be reached';
    terminal.alert(`INCOMPLETE: ${visible(account)} ${what}: ${problem}`, 'red');
    if (hint !== '') terminal.alert(`       ${hint}`, 'plain');
  }
}

/** What `--json` prints and `--notify` posts of an export. */
export function exportSummary(
  session: Session,
  report: ExportReport,
  options: ExportOptions,
): Readonly<Record<string, unknown>> {
  return { ...exportAnswer(report), next: nextStep(session, report, options) };
}

/** Shows how an export ended: a table of accounts, counts, files, and what to type next; one object with `--json`. */
export function showExport(session: Session, { report, options, notified = {} }: ShownExport): void {
  const { terminal } = session;
  nameIncomplete(session, report);
  if (terminal.options.json) {
    terminal.json({ ...exportSummary(session, report, options), ...notified });
    return;
  }
  if (report.files.length === 0) return;
  terminal.answer(
    terminal.table(
      ['account', 'provider', report.kind, 'pages', 'total of the provider', 'complete for the scope'],
      report.readings.map((reading) => [
        reading.account,
        reading.title,
        String(reading.rows),
        String(reading.pages),
        reading.total === null ? '-' : String(reading.total),
        reading.problem !== '' ? 'NO' : reading.limited ? `no: --limit ${reading.rows}` : 'yes',
      ]),
    ),
  );
  for (const line of countLines(report)) terminal.answer(line);
  for (const { name } of report.files) {
    terminal.answer(`  ${shortened(session, path.join(report.outDir, name))}`);
  }
  terminal.answer(
    `${report.exitReason} (exit ${report.exitCode})`,
    report.exitCode === 0 ? 'green' : 'yellow',
  );
  const next = nextStep(session, report, options);
  if (next !== '') terminal.answer(`next: ${shortened(session, next)}`, 'bold');
}

function countLines({ coverage, changes, findings }: ExportReport): string[] {
  const told = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([word, count]) => `${count} ${word}`)
      .join(', ') || 'none';
  return [
    ...(Object.keys(coverage).length === 0 ? [] : [`status: ${told(coverage)}`]),
    ...(changes === null
      ? []
      : [
          `changes: ${changes.added} added, ${changes.removed} removed, ${changes.changed} changed, ${changes.newlyFailing} newly failing${changes.findingsChanged > 0 ? `, ${changes.findingsChanged} with other findings` : ''}`,
        ]),
    ...(findings === null ? [] : [`findings: ${told(findings.byCode)}`]),
  ];
}

function nextStep(session: Session, report: ExportReport, options: ExportOptions): string {
  if (!report.complete) {
    return 'fix what is named above, then run the same command again';
  }
  // A workbook is what --xlsx was asked for, and it loses no digit in a spreadsheet.
  const book = report.files.find(({ name }) => name.endsWith('.xlsx'));
  const main = book ?? report.files[0];
  if (main === undefined || options.compliance !== null) return '';
  const file = path.join(report.outDir, main.name);
  const advice = `fill in the column action for the rows to change in ${file}`;
  return nextHere(session, { command: 'plan', args: [file], advice });
}
