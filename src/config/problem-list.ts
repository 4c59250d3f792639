import { UsageError } from '../errors/app-error.ts';
import type { ConfigProblem } from '../errors/command/config-problems.ts';

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
