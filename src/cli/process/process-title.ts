import { shownText } from '../../journal/state-place.ts';

/**
 * The command line without the passwords of databases, for the list of processes that every user of the machine sees; null when
 * nothing has to be hidden.
 * @param args what was typed after the program's name
 */
export function titleWithoutPasswords(args: readonly string[]): string | null {
  const shown = args.map((arg) => {
    const at = arg.startsWith('-') ? arg.indexOf('=') + 1 : 0;
    return arg.slice(0, at) + shownText(arg.slice(at));
  });
  return shown.every((arg, index) => arg === args[index]) ? null : ['e911', ...shown].join(' ');
}
