/*
 * Cells of a sheet and words of a provider are not ours. Written raw to a terminal they could move the cursor, change
 * its title, or turn the reading direction so that one number looks like another.
 */

/** C0, DEL, C1, line and paragraph separators, all format characters (bidi marks, zero widths, tags), lone surrogates. */
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\p{Cf}|\p{Cs}/gu;
const HIDDEN_BUT_NEWLINE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]|\p{Cf}|\p{Cs}/gu;

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** One value on one line: every character that a terminal would obey or hide is shown as `\u{..}`, a newline too. */
export function visible(text: string): string {
  return text.replace(HIDDEN, escaped);
}

/** Text of several lines that we laid out ourselves: as `visible`, but the newlines stay. */
export function visibleLines(text: string): string {
  return text.replace(HIDDEN_BUT_NEWLINE, escaped);
}

/** The same characters as JSON escapes, so that a JSON text keeps its meaning and is safe to look at. */
export function visibleJson(json: string): string {
  return json.replace(HIDDEN_BUT_NEWLINE, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
