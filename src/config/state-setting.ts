import { dirname, resolve } from 'node:path';
import { commandError } from '../errors/command-errors.ts';
import { readFileShape } from './file-shape.ts';
import { CONFIG_FILE_NAME } from './load-config.ts';
import { configError } from './problem-list.ts';
import { readSmallFile } from './small-file.ts';

/** `state:` of a config, as it is written there. */
export interface StateSetting {
  readonly text: string;
  /** The config's own folder: relative paths start there. */
  readonly folder: string;
}

/**
 * Reads `state:` alone from the config, for commands that need no account. Null without one. A file that does not speak of state
 * is not read any further: its mistakes are those of the commands that use its accounts.
 * @param path of `--config`; without it, the config that is found in `cwd`, if any
 * @throws UsageError CONFIG_NOT_FOUND for a file that was named; what is wrong with a file that speaks of state.
 */
export async function readStateSetting(cwd: string, path: string | undefined): Promise<StateSetting | null> {
  const file = resolve(cwd, path ?? CONFIG_FILE_NAME);
  const read = await readSmallFile(file);
  if (!('text' in read)) {
    const isMissing = read.code === 'ENOENT' || read.code === 'ENOTDIR';
    if (path === undefined && isMissing) return null;
    throw commandError(isMissing ? 'configNotFound' : 'configUnreadable', {
      path: file,
      problem: read.problem,
    });
  }
  if (!/^[\s{'"]*state['"]?\s*:/m.test(read.text)) return null;
  const content = await readFileShape(read.text);
  if ('problems' in content) throw configError(file, content.problems);
  const { state } = content.shape;
  return state === undefined ? null : { text: state, folder: dirname(file) };
}
