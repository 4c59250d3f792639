/*
 * What a provider may write otherwise without saying anything else: case, spaces, and punctuation. Not among it: a sign between
 * digits (`1/2`, `12-34`, `12.5`), which is part of a number, `&`, which is a word, and accents.
 */

/** The text without what makes no difference, to be compared with another one. */
export function textKey(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/['’`´]/gu, '')
    .replace(/(?<!\d)\.|\.(?!\d)/gu, '')
    .replace(/(?<!\d)[^\p{L}\p{M}\p{N}\p{S}.&]|[^\p{L}\p{M}\p{N}\p{S}.&](?!\d)|(?<=\d)[\s,;:](?=\d)/gu, ' ')
    .replace(/&/gu, ' & ')
    .trim()
    .replace(/\s+/gu, ' ')
    .toUpperCase();
}

/** Whether two texts are the same but for case, spaces, and punctuation. */
export function isSameText(one: string, other: string): boolean {
  return textKey(one) === textKey(other);
}
