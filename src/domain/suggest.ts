import { distance } from 'fastest-levenshtein';

/** Longer words are not typing mistakes, and the comparison costs length times length. */
const LONGEST_WORD = 48;
/** Every other short word is one letter away. */
const SHORTEST_WORD = 3;
/** More changed letters make another word, however long it is: Community Name is not Company Name. */
const MOST_CHANGES = 3;

/**
 * A "did you mean" over a list of words: the nearest word within a third of the typed word's length and at most three
 * letters away, without regard to case.
 */
export function createSuggester<Word extends string>(
  words: readonly Word[],
): (typed: string) => Word | undefined {
  const candidates = words.map((word) => ({ word, folded: word.toLowerCase() }));
  return (typed) => {
    const folded = typed.trim().toLowerCase();
    if (folded.length < SHORTEST_WORD || folded.length > LONGEST_WORD) return undefined;
    const limit = Math.min(MOST_CHANGES, Math.max(1, Math.floor(folded.length / 3)));
    let best: { word: Word; changes: number } | undefined;
    for (const candidate of candidates) {
      if (Math.abs(candidate.folded.length - folded.length) > limit) continue;
      const changes = changesBetween(folded, candidate.folded);
      if (changes <= limit && (best === undefined || changes < best.changes)) {
        best = { word: candidate.word, changes };
      }
    }
    return best?.word;
  };
}

/** Letters to insert, delete or change; two neighbors that were swapped count as one. */
function changesBetween(typed: string, word: string): number {
  const changes = distance(typed, word);
  return changes === 2 && lettersOf(typed) === lettersOf(word) ? 1 : changes;
}

function lettersOf(word: string): string {
  return [...word].sort().join('');
}

/** ` Did you mean "x"?` to append to a message; empty when there is nothing to offer. */
export function didYouMean(word: string | undefined): string {
  return word === undefined ? '' : ` Did you mean "${word}"?`;
}
