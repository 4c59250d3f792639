import { wrapAnsi } from 'fast-wrap-ansi';

/** How much further in than its first line the rest of a wrapped line begins. */
const HANGING = 2;

/**
 * A command to paste: from `e911` to a word that ends with a mark of the sentence around it, or to the end. Words in single
 * quotes belong together, as the shell reads them.
 */
const COMMAND = /(?<=^|[\s`(])e911(?: (?:'[^']*'|\S)+(?<![.,;:)`])(?= ))* (?:'[^']*'|\S)+/g;
/** Stands for the spaces of a command while a line is broken at its other ones; a code point that no text has. */
const GLUE = '\ufdd0';

/** A text of one line, styled or not, in lines of at most `width` characters: broken at words, and inside of one only when it is longer than a line. */
export function wrapped(text: string, width: number): string[] {
  return wrapAnsi(text, width, { hard: true }).split('\n');
}

/**
 * A line, styled or not, for a terminal `width` characters wide: broken at words, the rest further in than its start. A command, and a
 * word longer than the terminal, stay in one piece, so that a copy of them has no line break; the terminal wraps them itself.
 */
export function hangingLine(line: string, width: number): string {
  if (!wrapAnsi(line, width, { trim: false }).includes('\n')) return line;
  const indent = line.search(/[^ ]|$/);
  const hanging = ' '.repeat(indent + HANGING);
  const glued = line.slice(indent).replace(COMMAND, (command) => command.replaceAll(' ', GLUE));
  const lines = wrapAnsi(glued, width - hanging.length)
    .replaceAll(GLUE, ' ')
    .split('\n');
  return ' '.repeat(indent) + lines.join(`\n${hanging}`);
}
