import path from 'node:path';
import { runAnswer } from '../../api/answers.ts';
import { durationText } from '../../domain/duration-text.ts';
import { nextText } from '../../domain/next-command.ts';
import { counted, many } from '../../domain/plural.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { RESULTS } from '../../journal/records.ts';
import { costSentences } from '../../report/costs.ts';
import { formattingSentence } from '../../report/formatting-only.ts';
import { changesText, gapSentence, type Preview } from '../../report/preview.ts';
import { RUN_LOG } from '../../report/run-log.ts';
import type { Summary } from '../../report/summary.ts';
import type { RunReport } from '../../run/context/run-options.ts';
import { type Session, shortened } from '../session/session.ts';
import { changeLines } from './change-lines.ts';
import type { Line } from './terminal.ts';
import { visible, visibleSentence } from './visible.ts';

/** Exits after which nothing was sent, or less than was asked for: said on stderr too, where a script's log shows it. */
const STOPPED: ReadonlySet<number> = new Set([
  EXIT_CODES.usage.code,
  EXIT_CODES.invalidSheet.code,
  EXIT_CODES.guard.code,
  EXIT_CODES.access.code,
  EXIT_CODES.fault.code,
]);

/** The end of a run on stdout: what changed, how the rows ended, where the files are, what to type next. */
export function showRun(session: Session, report: RunReport): void {
  const { terminal } = session;
  nameUncovered(session, report);
  if (STOPPED.has(report.exitCode)) terminal.alert(`stopped: ${visibleSentence(report.exitReason)}`, 'red');
  if (terminal.options.json) {
    terminal.json(runAnswer(report));
    return;
  }
  for (const block of runBlocks(session, report)) {
    if (typeof block === 'string') terminal.answer(`${block}\n`);
    else terminal.answerLines([...block, []]);
  }
  const style = report.exitCode === EXIT_CODES.done.code ? 'green' : 'yellow';
  terminal.answer(`${visibleSentence(report.exitReason)} (exit ${report.exitCode})`, style);
  const next = nextText(report.next);
  if (next !== '') terminal.answer(`next: ${visible(shortened(session, next))}`, 'bold');
  for (let way = report.next?.otherwise; way !== undefined; way = way.otherwise) {
    terminal.answer(`  or: ${visible(shortened(session, nextText(way)))}`);
  }
}

/** The sheet, and before it the run that an undo or a verification is about. */
function ofWhat({ of_run: ofRun, sheet }: Summary): string {
  return ofRun === '' ? visible(sheet.name) : `of run ${visible(ofRun)} (${visible(sheet.name)})`;
}

function runBlocks(session: Session, report: RunReport): (string | readonly Line[])[] {
  const { summary } = report;
  const { terminal } = session;
  const blocks: (string | readonly Line[])[] = [
    `${summary.command} ${ofWhat(summary)}: ${many(summary.rows, 'row')}, run ${report.runId}`,
  ];
  if (summary.preview !== undefined) {
    blocks.push(...previewBlocks(session, summary.preview));
  } else if (report.changes.length > 0) {
    blocks.push(
      terminal.table(
        ['account', 'change', 'count'],
        report.changes.map((one) => [one.account, one.verb, String(one.count)]),
      ),
    );
  }
  if (report.planned !== null && report.planned.total > 0) {
    blocks.push(changeLines(report.planned, ': see plan.csv'));
  }
  const counted = RESULTS.filter((result) => summary.results[result] > 0);
  if (counted.length > 0) {
    blocks.push(
      terminal.table(
        ['result', 'rows'],
        counted.map((result) => [result, String(summary.results[result])]),
      ),
    );
  }
  // What would change is shown as such above, and what stopped all rows once below.
  const examples = report.examples.filter(
    ({ result, text }) =>
      (report.planned === null || result !== 'would_apply') &&
      (result !== 'not_attempted' || text !== report.exitReason),
  );
  if (examples.length > 0) {
    blocks.push(
      terminal.table(
        ['row', 'result', 'number', 'what'],
        examples.map((one) => [String(one.row), one.result, one.phoneNumber, one.text]),
      ),
    );
    const others = leftOut({ ...report, examples });
    if (others !== '') blocks.push(others);
  }
  const warned = summary.rows_with_warnings;
  if (warned > 0) blocks.push(`${many(warned, 'row')} with warnings: see errors.csv`);
  const formatting = formattingSentence(summary.formatting_only);
  if (formatting !== '') blocks.push(visibleSentence(formatting));
  const review = reviewSentence(report);
  if (review !== '') blocks.push(review);
  const sent = Object.values(summary.calls).some(({ total }) => total > 0);
  const names = [...summary.files.map((file) => file.name), 'summary.json', ...(sent ? [RUN_LOG] : [])];
  const folder = shortened(session, `${report.outDir}${path.sep}`);
  blocks.push(`files in ${visible(folder)}\n  ${[...new Set(names)].join('  ')}`);
  return blocks;
}

/** Where rows that need a decision are decided; empty where the next command is another one. */
function reviewSentence({ summary, next }: RunReport): string {
  if (next?.command !== 'review') return '';
  const count = summary.results.needs_review;
  const what =
    count === 0
      ? 'The carrier offers several addresses for some rows'
      : `${many(count, 'row needs', 'rows need')} a decision`;
  return `${what}. e911 review opens a page to decide and sign.`;
}

/** How many rows the list of examples leaves out, by result, and where they are; empty when it shows every row. */
function leftOut({ summary, examples, planned }: RunReport): string {
  const hidden = RESULTS.flatMap((result) => {
    if (result === 'would_apply' && planned !== null) return [];
    const count = summary.results[result] - examples.filter((one) => one.result === result).length;
    const isShown = examples.some((one) => one.result === result);
    return count > 0 ? [`${counted(count)}${isShown ? ' more' : ''} ${result}`] : [];
  });
  return hidden.length === 0 ? '' : `… and ${hidden.join(', ')}: see results.csv`;
}

/** What e911 apply would do at each account: changes, calls and time, gaps, what is not checked yet, and guards. */
function previewBlocks({ terminal }: Session, preview: Preview): (string | readonly Line[])[] {
  const table = terminal.table(
    ['account', 'changing calls', 'reads', 'about', 'uncovered', 'for up to', 'unchecked rows', 'changes'],
    Object.entries(preview.accounts).map(([name, account]) => [
      name,
      String(account.changing_calls),
      String(account.reads),
      durationText(account.seconds),
      String(account.gaps),
      account.max_gap_seconds === 0 ? '' : durationText(account.max_gap_seconds),
      String(account.unchecked_rows),
      changesText(account.changes),
    ]),
  );
  const lines: string[] = [];
  if (preview.gaps > 0) lines.push(gapSentence(preview));
  if (preview.unchecked_rows > 0) {
    lines.push(
      `The provider checks the addresses of ${many(preview.unchecked_rows, 'row')} only when they are created; --check-by-create checks them now.`,
    );
  }
  for (const [name, account] of Object.entries(preview.accounts)) {
    lines.push(...costSentences(name, account).map(visible));
  }
  for (const guard of preview.guards) lines.push(`A guard would stop this run: ${visibleSentence(guard)}.`);
  const accounts = Object.keys(preview.accounts).length === 0 ? [] : [table];
  const sentences = lines.map((text): Line => [{ text, style: 'plain' }]);
  return sentences.length === 0 ? accounts : [...accounts, sentences];
}

function nameUncovered(session: Session, report: RunReport): void {
  for (const one of report.uncovered) {
    session.terminal.alert(
      `WITHOUT AN EMERGENCY ADDRESS NOW: ${visible(one.phoneNumber)} (${visible(one.account)})`,
      'red',
    );
  }
  for (const one of report.boughtUncovered) {
    session.terminal.alert(
      `BOUGHT, AND WITHOUT AN EMERGENCY ADDRESS: ${visible(one.phoneNumber)} (${visible(one.account)})`,
      'red',
    );
  }
}
