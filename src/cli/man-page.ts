/** The word that asks for the man page; the build writes it into the package. */
export const MAN_WORD = '--get-man-page';
/** Man pages are read in terminals of 80 columns, with a margin. */
export const MAN_COLUMNS = 72;

/**
 * The man page, in roff: the help of the program and of each command, drawn from the same text that `--help` prints.
 * @param helpOf the help of a command, or of the program for no words
 */
export async function manPage(
  version: string,
  commands: readonly string[],
  helpOf: (words: readonly string[]) => Promise<string>,
): Promise<string> {
  const sections = [
    `.TH E911 1 "" "e911-bulk ${roff(version)}" "User Commands"`,
    '.SH NAME',
    'e911 \\- registers emergency (911) addresses for the phone numbers of a spreadsheet',
    '.SH SYNOPSIS',
    '.B e911',
    '.I command',
    '[options]',
    '.SH DESCRIPTION',
    ...asPrinted(await helpOf([])),
    '.SH COMMANDS',
  ];
  for (const command of commands) {
    sections.push(`.SS "e911 ${roff(command)}"`, ...asPrinted(await helpOf(command.split(' '))));
  }
  return `${sections.join('\n')}\n`;
}

/** Text that keeps its lines. */
function asPrinted(text: string): string[] {
  return ['.nf', ...text.trimEnd().split('\n').map(roff), '.fi'];
}

/** A backslash and a hyphen mean themselves, and no line is a request. */
function roff(line: string): string {
  return line
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=['.])/, '\\&');
}
