import wrapAnsi from 'wrap-ansi';

/** A text of one line, styled or not, in lines of at most `width` characters: broken at words, and inside of one only when it is longer than a line. */
export function wrapped(text: string, width: number): string[] {
  return wrapAnsi(text, width, { hard: true }).split('\n');
}
