import { parseEnv } from 'node:util';
import { commandError } from '../errors/command-errors.ts';
import { readSmallFile } from './small-file.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment with the variables of `--env-file` (NAME=value, one a line, `#` comments, quotes). The file wins: it was
 * named for this command, and a variable left over in the shell must not send the calls to another account.
 * @throws UsageError ENV_FILE_UNREADABLE
 */
export async function withEnvFile(
  environment: Environment,
  path: string | undefined,
  onWarning: (message: string) => void,
): Promise<Environment> {
  if (path === undefined) return environment;
  const file = await readSmallFile(path);
  if ('problem' in file) {
    throw commandError('envFileUnreadable', { path, problem: file.problem });
  }
  if (file.isOpenToOthers) {
    onWarning(`${path} holds secrets and others on this machine can read it. Type: chmod 600 ${path}`);
  }
  return { ...environment, ...parseEnv(file.text) };
}
