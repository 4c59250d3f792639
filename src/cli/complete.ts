/** The word before a command line that asks for what could come next; the scripts of `e911 completion` use it. */
export const COMPLETE_WORD = '--get-completions';

/**
 * What could follow the typed words: commands, subcommands, or the options of the command. Drawn from the help, which is what
 * the user would look it up in. Empty where a file name is expected.
 *
 * @param words the command line with the program's name first; the last word is the one that is being typed
 * @param helpOf the help of a command, or of the program for no words
 */
export async function completions(
  words: readonly string[],
  helpOf: (command: readonly string[]) => Promise<string>,
): Promise<readonly string[]> {
  const before = words.slice(1, -1).filter((word) => !word.startsWith('-'));
  const current = words.at(-1) ?? '';
  const command = before.slice(0, 1);
  const isGroup = before[0] === 'accounts';
  const help = await helpOf(isGroup ? before.slice(0, 2) : command);
  const found = current.startsWith('-')
    ? [...help.matchAll(/^ +(?:-\w, )?(--[a-z-]+)/gm)].map(([, name = '']) => name)
    : [...help.matchAll(isGroup ? /^ {2}e911 accounts (\w+)/gm : /^ {2}e911 (\w+)/gm)].map(
        ([, name = '']) => name,
      );
  const isWordWanted = command.length === 0 || (isGroup && before.length === 1);
  if (!current.startsWith('-') && !isWordWanted) return [];
  return [...new Set(found)].filter((name) => name.startsWith(current));
}
