import { migrationAnswer } from '../../api/answers.ts';
import { nextText } from '../../domain/next-command.ts';
import { many } from '../../domain/plural.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import type { MigrationReport } from '../../migrate/migration-report.ts';
import { type Session, shortened } from '../session/session.ts';
import { visible, visibleSentence } from './visible.ts';

const SHOWN = 5;
const { usage, invalidSheet, guard, access, incomplete } = EXIT_CODES;
/** Said on stderr too, where a script's log shows it. */
const STOPPED: ReadonlySet<number> = new Set(
  [usage, invalidSheet, guard, access, incomplete].map(({ code }) => code),
);

/** Shows how a migration ended; returns its exit code. */
export function showMigration(session: Session, report: MigrationReport): number {
  const { terminal } = session;
  const { exitCode, exitReason, outDir, next } = report;
  if (STOPPED.has(exitCode)) terminal.alert(`stopped: ${visibleSentence(exitReason)}`, 'red');
  if (terminal.options.json) {
    terminal.json(migrationAnswer({ ...report, next }));
    return exitCode;
  }
  terminal.answer(
    `migrate ${visible(report.oldAccount)} to ${visible(report.newAccount)}: ${many(report.numbers, 'number')}, migration ${report.migrationId}\n`,
  );
  terminal.answer(
    `${terminal.table(
      ['part', 'run', 'exit', ''],
      report.parts.map((one) => [one.what, one.runId, String(one.exitCode), one.exitReason]),
    )}\n`,
  );
  terminal.answer(`covered at ${visible(report.newAccount)}: ${report.verified} of ${report.numbers}`);
  terminal.answer(`removed at ${visible(report.oldAccount)}: ${report.removed} of ${report.numbers}`);
  for (const line of [...leftOutLines(report), ...stayedLines(session, report)]) terminal.answer(line);
  if (report.numbers > 0) terminal.answer(`files in ${visible(shortened(session, outDir))}`);
  terminal.answer(
    `${visibleSentence(exitReason)} (exit ${exitCode})`,
    exitCode === EXIT_CODES.done.code ? 'green' : 'yellow',
  );
  const typed = nextText(next);
  if (typed !== '') terminal.answer(`next: ${visible(shortened(session, typed))}`, 'bold');
  return exitCode;
}

function leftOutLines({ leftOut, columnsLeftOut, oldAccount, newAccount }: MigrationReport): string[] {
  const told = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([word, count]) => `${word} (${count})`)
      .join(', ');
  return [
    ...(Object.keys(leftOut).length === 0
      ? []
      : [`nothing to move at ${visible(oldAccount)}, by state: ${visible(told(leftOut))}`]),
    ...(Object.keys(columnsLeftOut).length === 0
      ? []
      : [`columns that ${visible(newAccount)} cannot hold (filled rows): ${told(columnsLeftOut)}`]),
  ];
}

function stayedLines({ terminal }: Session, { stayed }: MigrationReport): string[] {
  if (stayed.length === 0) return [];
  const shown = stayed
    .slice(0, SHOWN)
    .map(({ phoneNumber, why }) => [visible(phoneNumber), visibleSentence(why)]);
  const more = stayed.length - shown.length;
  const lines = [terminal.table(['stays', 'because'], shown)];
  return more > 0 ? [...lines, `… and ${more} more: see migration.csv; --json lists all of them`] : lines;
}
