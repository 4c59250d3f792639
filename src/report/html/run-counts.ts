import type { Problem } from '../../errors/problem.ts';
import { isRowCode, ROW_CODES } from '../../errors/row-codes.ts';
import { problemsOf } from '../errors-csv.ts';
import type { ReportSheet } from '../report-sheet.ts';
import { outcomeOf } from '../row-outcome.ts';
import type { RowTally } from '../row-tally.ts';
import type { ProblemGroup } from './page-content.ts';

const EXAMPLES_EACH = 12;
const MOST_GROUPS = 60;

/** The name that groups the rows that name no account of the config. */
export const NO_ACCOUNT = 'not sent';

/** What one reading of the rows comes to for a page. Grows with the kinds of problems, never with the rows. */
export interface RunCounts {
  /** Account name to counts by result. */
  readonly accounts: ReadonlyMap<string, Readonly<Record<string, number>>>;
  readonly problems: readonly ProblemGroup[];
}

/** Counts results per account and gathers the problems by their code, errors first, the most frequent first. */
export function runCounts(sheet: ReportSheet, sheetProblems: Iterable<Problem>): RowTally<RunCounts> {
  const accounts = new Map<string, Record<string, number>>();
  const groups = new Map<string, ProblemGroup & { count: number; examples: string[] }>();
  const note = (problem: Problem, line: string): void => {
    const known = groups.get(problem.code);
    if (known !== undefined) {
      known.count += 1;
      if (known.examples.length < EXAMPLES_EACH && known.examples.at(-1) !== line) known.examples.push(line);
      return;
    }
    if (groups.size < MOST_GROUPS) {
      groups.set(problem.code, { ...groupOf(problem), count: 1, examples: [line] });
    }
  };
  for (const problem of sheetProblems) note(problem, problem.row === 0 ? 'the header' : String(problem.row));
  return {
    note: (row) => {
      const account = row.request?.account ?? NO_ACCOUNT;
      const counts = accounts.get(account) ?? {};
      const { result } = outcomeOf(row);
      counts[result] = (counts[result] ?? 0) + 1;
      accounts.set(account, counts);
      for (const problem of problemsOf(sheet, row)) note(problem, String(row.line));
    },
    result: () => ({ accounts, problems: [...groups.values()].sort(worstFirst) }),
  };
}

function groupOf(problem: Problem): Omit<ProblemGroup, 'count' | 'examples'> {
  // A row's own message may quote its cell; the heading of a group is about the kind.
  const words = isRowCode(problem.code)
    ? { message: ROW_CODES[problem.code].title, hint: ROW_CODES[problem.code].hint }
    : { message: problem.message, hint: problem.hint };
  return { code: problem.code, severity: problem.severity, examplesLabel: 'Rows', ...words };
}

function worstFirst(a: ProblemGroup, b: ProblemGroup): number {
  if (a.severity !== b.severity) return a.severity === 'error' ? -1 : 1;
  return b.count - a.count;
}
