import { confirm } from '@clack/prompts';
import { durationText } from '../../domain/duration-text.ts';
import { many } from '../../domain/plural.ts';
import type { GuardError } from '../../errors/app-error.ts';
import { commandError } from '../../errors/command-errors.ts';
import { costSentences } from '../../report/costs.ts';
import type { Confirmation } from '../../run/context/confirmation-question.ts';
import type { Session } from '../session/session.ts';
import { changeLines } from './change-lines.ts';
import type { Line, Terminal } from './terminal.ts';
import { visible } from './visible.ts';

/** What is about to happen, in one table and a few sentences. */
export function confirmationText(question: Confirmation, terminal: Pick<Terminal, 'table'>): string {
  const table = terminal.table(
    ['account', 'provider', 'assign', 'replace', 'remove', 'other', 'gaps'],
    question.accounts.map((one) => [
      one.account,
      one.title,
      ...[one.assign, one.replace, one.remove, one.other, one.gaps].map(String),
    ]),
    'stderr',
  );
  const gaps = question.accounts.reduce((sum, one) => sum + one.gaps, 0);
  const lines = [
    'About to change emergency addresses:',
    table,
    `${many(question.changes, 'change')} from ${many(question.rows, 'row')}.`,
  ];
  if (gaps > 0) {
    const longest = Math.max(...question.accounts.map((one) => one.maxGapSeconds));
    const each = gaps === 1 ? '' : 'each ';
    const upTo = longest === 0 ? '' : `, ${each}for up to ${durationText(longest)}`;
    lines.push(
      `${many(gaps, 'number has', 'numbers have')} no emergency address while ${gaps === 1 ? 'it' : 'theirs'} is replaced${upTo} (coverage gaps).`,
    );
  }
  lines.push(...question.accounts.flatMap(({ account, cost }) => costSentences(account, cost).map(visible)));
  if (question.leftOut > 0) {
    lines.push(`${many(question.leftOut, 'row is', 'rows are')} left out because of errors: see errors.csv.`);
  }
  if (question.also !== undefined) lines.push(visible(question.also));
  return lines.join('\n');
}

/**
 * Asks before the first change.
 * @throws GuardError CONFIRMATION_NEEDED without an interactive terminal
 */
export function confirmed(session: Session, question: Confirmation): Promise<boolean> {
  return answeredYes(session, {
    text: confirmationText(question, session.terminal),
    lines: changeLines(question.shown, question.allIn),
    message: 'Apply these changes?',
    unanswered: () =>
      commandError('confirmationNeeded', { changes: many(question.changes, 'change is', 'changes are') }),
  });
}

/**
 * Asks one question. Default is No; Ctrl-C and a signal are No. `--yes` answers it.
 *
 * @throws what `unanswered` makes, without an interactive terminal: a question into a pipe would hang, or be answered by
 * whatever the pipe holds.
 */
export async function answeredYes(
  session: Session,
  question: {
    readonly text: string;
    /** Shown above the text: what is closest to the question is read last. */
    readonly lines?: readonly Line[];
    readonly message: string;
    unanswered(): GuardError;
  },
): Promise<boolean> {
  const { io, terminal, args } = session;
  if (args.flag('yes')) {
    terminal.detail(question.text);
    return true;
  }
  if (terminal.options.json || !io.isTty.stdin || !io.isTty.stderr) throw question.unanswered();
  if (question.lines !== undefined) terminal.alertLines([...question.lines, []]);
  terminal.alert(question.text, 'plain');
  const answer = await confirm({
    message: question.message,
    initialValue: false,
    input: io.stdin,
    output: io.stderr,
    signal: session.stop,
  });
  return answer === true;
}
