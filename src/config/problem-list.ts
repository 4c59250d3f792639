import { UsageError } from '../errors/app-error.ts';

/** One thing wrong with the config, its value never repeated. */
export interface ConfigProblem {
  /** Stable code, for example CONFIG_LITERAL_SECRET. */
  readonly code: string;
  /** Where: `accounts.twilio.auth_token`; empty for the config as a whole. */
  readonly where: string;
  /** The rest of a sentence that begins with `where`. */
  readonly message: string;
  /** What to write instead. */
  readonly hint: string;
}

const FIX = 'Fix the config and run the command again.';

/**
 * All problems of a config as one error: a single problem under its own code, several under CONFIG_INVALID with one line each.
 */
export function configError(path: string | null, problems: readonly ConfigProblem[]): UsageError {
  const from = path ?? 'the environment';
  const [first] = problems;
  if (first !== undefined && problems.length === 1) {
    return new UsageError(`${from}: ${sentence(first)}`, { code: first.code, hint: first.hint || FIX });
  }
  const lines = problems.map((problem) =>
    [`  ${sentence(problem)}`, problem.hint].filter((part) => part !== '').join(' '),
  );
  return new UsageError(`${from} has ${problems.length} problems:\n${lines.join('\n')}`, {
    code: 'CONFIG_INVALID',
    hint: FIX,
  });
}

function sentence(problem: ConfigProblem): string {
  return `${problem.where === '' ? 'the config' : problem.where} ${problem.message}`;
}
