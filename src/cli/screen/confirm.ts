import { confirm } from '@clack/prompts';
import { GuardError } from '../../errors/app-error.ts';
import type { Confirmation } from '../../run/context/run-options.ts';
import type { Session } from '../session.ts';
import { textTable } from './text-table.ts';

/** What is about to happen, in one table and one sentence. */
export function confirmationText(question: Confirmation): string {
  const table = textTable(
    ['account', 'provider', 'assign', 'replace', 'remove', 'other', 'gaps'],
    question.accounts.map((one) => [
      one.account,
      one.title,
      ...[one.assign, one.replace, one.remove, one.other, one.gaps].map(String),
    ]),
  );
  const gaps = question.accounts.reduce((sum, one) => sum + one.gaps, 0);
  const lines = [
    'About to change emergency addresses:',
    table,
    `${question.changes} changes from ${question.rows} rows.`,
  ];
  if (gaps > 0) {
    lines.push(`${gaps} numbers are without an address for a moment while theirs is replaced (gaps).`);
  }
  if (question.leftOut > 0) lines.push(`${question.leftOut} rows are left out: see errors.csv.`);
  return lines.join('\n');
}

/**
 * Asks before the first change. Default is No; Ctrl-C and a signal are No.
 *
 * @throws GuardError CONFIRMATION_NEEDED when there is nobody to ask: a question into a pipe would hang or be answered
 * by whatever stands there.
 */
export async function confirmed(session: Session, question: Confirmation): Promise<boolean> {
  const { io, terminal, args } = session;
  if (args.flag('yes')) {
    terminal.detail(confirmationText(question));
    return true;
  }
  if (args.flag('json') || !io.isTty.stdin || !io.isTty.stderr) {
    throw new GuardError(
      `Not confirmed: ${question.changes} changes would be made and nobody can be asked.`,
      {
        code: 'CONFIRMATION_NEEDED',
        hint: 'Look at the preview with "e911 plan", then give the same command with --yes.',
      },
    );
  }
  terminal.alert(confirmationText(question), 'plain');
  const answer = await confirm({
    message: 'Carry this out?',
    initialValue: false,
    input: io.stdin,
    output: io.stderr,
    signal: session.stop,
  });
  return answer === true;
}
