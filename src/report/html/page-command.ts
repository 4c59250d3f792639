import path from 'node:path';
import { commandLine, type NextCommand } from '../../domain/next-command.ts';

/**
 * A command as it is typed in the folder of the report, with the state folder that it needs. The page travels, so it holds
 * no absolute path of the machine that wrote it.
 */
export function commandFromFolder(next: NextCommand, outDir: string, stateDir: string): string {
  const folder = path.resolve(outDir);
  const relative = (text: string): string =>
    path.isAbsolute(text) ? path.relative(folder, text) || '.' : text;
  const args = next.args.map(relative);
  const state = args.includes('--state') ? [] : ['--state', relative(path.resolve(stateDir))];
  return commandLine({ ...next, args: [...args, ...(next.reading ?? []), ...state] });
}
