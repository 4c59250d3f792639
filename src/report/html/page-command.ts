import path from 'node:path';
import { commandLine, type NextCommand } from '../../domain/next-command.ts';
import type { StatePlace } from '../../journal/state-place.ts';

/**
 * A command as it is typed in the folder of the report, with the state folder that it needs. The page travels, so it holds
 * no absolute path of the machine that wrote it.
 */
export function commandFromFolder(next: NextCommand, outDir: string, state: StatePlace): string {
  const folder = path.resolve(outDir);
  const relative = (text: string): string =>
    path.isAbsolute(text) ? path.relative(folder, text) || '.' : text;
  const args = next.args.map(relative);
  // A database is named by the variable or the config of whoever types the command.
  const isNamed = args.includes('--state') || state.kind === 'postgres';
  const named = isNamed ? [] : ['--state', relative(path.resolve(state.stateDir))];
  return commandLine({ ...next, args: [...args, ...(next.reading ?? []), ...named] });
}
