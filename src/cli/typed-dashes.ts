import { commandError } from '../errors/command-errors.ts';
import { optionsWith } from './command-options.ts';
import { STDIN } from './session/stdin-path.ts';

/** Options whose sheet can be piped in. */
const PIPED: ReadonlySet<string> = new Set(['against', 'compare', 'like']);

/**
 * A command line with stdin by its path: yargs drops a lone `-`. After an option that names no file, such as `--delimiter`, it is
 * a dash.
 * @throws UsageError COMMAND_LINE for an option whose file or folder is neither stdin nor stdout: written to, the path would be
 * replaced.
 */
export function withStdin(argv: readonly string[]): string[] {
  const words: string[] = [];
  let isValue = false;
  for (const [at, word] of argv.entries()) {
    const [, name = '', joined] = /^--([^=]+)(=-)?$/.exec(word) ?? [];
    if (isValue) isValue = false;
    else if (joined === undefined && !(argv[at + 1] === '-' && takesValue(name))) {
      words.push(word === '-' ? STDIN : word);
    } else {
      isValue = joined === undefined;
      words.push(...withDash(name, argv.includes('export')));
    }
  }
  return words;
}

function takesValue(name: string): boolean {
  return optionsWith(undefined).some((option) => option.name === name && !option.isSwitch);
}

function withDash(name: string, isExport: boolean): string[] {
  const isPlace = optionsWith(undefined).some(
    (option) => option.name === name && (option.values === 'file' || option.values === 'folder'),
  );
  if (!isPlace) return [`--${name}=-`];
  if (PIPED.has(name) || (name === 'out' && isExport)) return [`--${name}`, STDIN];
  throw commandError('dashNotTaken', { option: name });
}
