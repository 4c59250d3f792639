/** Longer words are no typing mistakes, and the comparison costs length times length. */
const LONGEST_WORD = 48;
/** Every other short word is one letter away. */
const SHORTEST_WORD = 3;

/**
 * How many letters must be put in, left out, changed or swapped with their neighbour to turn one word into the
 * other (optimal string alignment).
 */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const changed = from[i - 1] === to[j - 1] ? 0 : 1;
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + changed);
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) {
        cost = Math.min(cost, at(beforeLast, j - 2) + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, to.length);
}

/** A "did you mean" over a list of words: the nearest one within a third of the word's length, without regard to case. */
export function createSuggester<Word extends string>(
  words: readonly Word[],
): (typed: string) => Word | undefined {
  const candidates = words.map((word) => ({ word, folded: word.toLowerCase() }));
  return (typed) => {
    const folded = typed.trim().toLowerCase();
    if (folded.length < SHORTEST_WORD || folded.length > LONGEST_WORD) return undefined;
    const limit = Math.max(1, Math.floor(folded.length / 3));
    let best: { word: Word; distance: number } | undefined;
    for (const candidate of candidates) {
      if (Math.abs(candidate.folded.length - folded.length) > limit) continue;
      const distance = editDistance(folded, candidate.folded);
      if (distance <= limit && (best === undefined || distance < best.distance)) {
        best = { word: candidate.word, distance };
      }
    }
    return best?.word;
  };
}

/** ` Did you mean "x"?` to append to a message; empty when there is nothing to offer. */
export function didYouMean(word: string | undefined): string {
  return word === undefined ? '' : ` Did you mean "${word}"?`;
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
