const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * The text with every half of a letter replaced by the sign for a lost one. Files are written in UTF-8, which cannot hold a
 * half; done on reading, the checks see it (`ROW_LETTERS_LOST`) and what is written is what was read.
 */
export function wellFormed(text: string): string {
  return text.replace(LONE_SURROGATE, '\uFFFD');
}
