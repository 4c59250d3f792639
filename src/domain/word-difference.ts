/** A stretch of words that two texts share, or that only one of them has. */
export interface DifferencePart {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/**
 * What changes between two short texts, word by word: the longest common run of words stays, the rest was removed or
 * added. Texts of hundreds of words are not compared: one is removed, the other added.
 */
export function wordDifference(before: string, after: string): DifferencePart[] {
  const mostCells = 40_000;
  const was = before.split(/\s+/).filter((word) => word !== '');
  const is = after.split(/\s+/).filter((word) => word !== '');
  const width = is.length + 1;
  const isShort = (was.length + 1) * width <= mostCells;
  const table = new Uint16Array(isShort ? (was.length + 1) * width : 0);
  const common = (i: number, j: number): number => table[i * width + j] ?? 0;
  if (isShort) {
    for (let i = was.length - 1; i >= 0; i--) {
      for (let j = is.length - 1; j >= 0; j--) {
        table[i * width + j] =
          was[i] === is[j] ? common(i + 1, j + 1) + 1 : Math.max(common(i + 1, j), common(i, j + 1));
      }
    }
  }
  const parts: { kind: DifferencePart['kind']; words: string[] }[] = [];
  const add = (kind: DifferencePart['kind'], word: string): void => {
    const last = parts[parts.length - 1];
    if (last?.kind === kind) last.words.push(word);
    else parts.push({ kind, words: [word] });
  };
  let i = 0;
  let j = 0;
  while (i < was.length || j < is.length) {
    const old = was[i];
    const now = is[j];
    if (isShort && old !== undefined && old === now) {
      add('same', old);
      i++;
      j++;
    } else if (old !== undefined && (now === undefined || !isShort || common(i + 1, j) >= common(i, j + 1))) {
      add('removed', old);
      i++;
    } else if (now !== undefined) {
      add('added', now);
      j++;
    }
  }
  return parts.map(({ kind, words }) => ({ kind, text: words.join(' ') }));
}

/** The difference in plain text: `[-645-] {+700+} Harrison St`, as wdiff writes it. */
export function differenceText(before: string, after: string): string {
  return wordDifference(before, after)
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'removed' ? `[-${text}-]` : `{+${text}+}`))
    .join(' ');
}
