/**
 * The text of a field that holds the program's tag and then as much of the label as fits; empty when both are. The label is
 * for people; the tag alone finds the thing again.
 */
export function taggedLabel(tag: string, label: string, maxChars: number): string {
  let text = '';
  for (const character of [tag, label].filter((part) => part !== '').join(' ')) {
    // Whole characters only: half of a surrogate pair is not text.
    if (text.length + character.length > maxChars) break;
    text += character;
  }
  return text.trimEnd();
}
