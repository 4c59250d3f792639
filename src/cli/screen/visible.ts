import { oneLine } from '../../domain/one-line.ts';

/*
 * Cells of a sheet and words of a provider are not ours. Written raw to a terminal they could move the cursor, change
 * its title, or turn the reading direction so that one number looks like another.
 */

/** Control characters (C0, DEL, C1), format characters (bidi tags, zero widths, tags), lone surrogates, line separators. */
const HIDDEN = /\p{Cc}|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}/gu;

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** One value on one line: every character that a terminal would obey or hide is shown as `\u{..}`, a newline too. */
export function visible(text: string): string {
  return text.replace(HIDDEN, escaped);
}

/** A sentence, which may hold a provider's words, on one line: as `visible`, but a line break is a space. */
export function visibleSentence(text: string): string {
  return visible(oneLine(text));
}

/** Text of several lines that we laid out ourselves: as `visible`, but the newlines stay. */
export function visibleLines(text: string): string {
  return text.replace(HIDDEN, (character) => (character === '\n' ? character : escaped(character)));
}

/** The same characters as JSON escapes, so that a JSON text keeps its meaning and is safe to show. */
export function visibleJson(json: string): string {
  return json.replace(HIDDEN, (character) => (character === '\n' ? character : jsonEscaped(character)));
}

/** `\\u` and four hexadecimal digits for each UTF-16 unit. */
function jsonEscaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
