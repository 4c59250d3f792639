import { diffArrays } from 'diff';
import { isSameText } from './address/same-text.ts';

/** A stretch of words that two texts share, or that only one of them has. */
interface DifferencePart {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Two addresses never differ in more words; beyond this the comparison costs more than it tells. */
const MOST_CHANGES = 200;

/**
 * What changes between two short texts, word by word. Texts that differ in hundreds of words are not compared: one is
 * removed, the other is added.
 */
export function wordDifference(before: string, after: string): DifferencePart[] {
  const [was, is] = [wordsOf(before), wordsOf(after)];
  const changes = diffArrays(was, is, { maxEditLength: MOST_CHANGES }) ?? [
    { value: was, removed: true, added: false },
    { value: is, removed: false, added: true },
  ];
  return changes.map(({ value, removed, added }) => ({
    kind: removed ? 'removed' : added ? 'added' : 'same',
    text: value.join(' '),
  }));
}

/** The difference in plain text: `[-645-] {+700+} Harrison St`, as wdiff writes it. */
export function differenceText(before: string, after: string): string {
  return wordDifference(before, after)
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'removed' ? `[-${text}-]` : `{+${text}+}`))
    .join(' ');
}

/** A word of one side, and whether the other side has no word in its place that says the same. */
interface ComparedWord {
  readonly text: string;
  readonly isOwn: boolean;
}

/** The words of two addresses side by side: case and punctuation, which say nothing, are no difference. */
export function comparedWords(one: string, other: string): readonly [ComparedWord[], ComparedWord[]] {
  const sides = [wordsOf(one), wordsOf(other)] as const;
  const at: [number, number] = [0, 0];
  const words: [ComparedWord[], ComparedWord[]] = [[], []];
  const take = (side: 0 | 1, count: number, isOwn: boolean): void => {
    words[side].push(...sides[side].slice(at[side], at[side] + count).map((text) => ({ text, isOwn })));
    at[side] += count;
  };
  const options = { comparator: isSameText, maxEditLength: MOST_CHANGES };
  for (const { count, added, removed } of diffArrays(sides[0], sides[1], options) ?? []) {
    if (!added) take(0, count, removed);
    if (!removed) take(1, count, added);
  }
  take(0, sides[0].length, true);
  take(1, sides[1].length, true);
  return words;
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
