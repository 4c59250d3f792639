import { diffArrays } from 'diff';
import { isSameText } from './address/same-text.ts';

/** A stretch of words that two texts share, or that only one of them has. */
interface DifferencePart {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Two addresses never differ in more words; beyond this the comparison costs more than it tells. */
const MOST_CHANGES = 200;

/** Below this share of the shorter text, what stays are chance finds: the `200` of a suite is not the `200` of a house. */
const LEAST_SHARED = 0.5;

/**
 * Changes of word lists; null when they differ in too many words, or share too few. Case and punctuation, which say nothing, are
 * no difference.
 */
function compare(was: readonly string[], is: readonly string[]) {
  const changes = diffArrays([...was], [...is], { comparator: isSameText, maxEditLength: MOST_CHANGES });
  if (changes === undefined) return null;
  const shared = changes.reduce((sum, { count, added, removed }) => sum + (added || removed ? 0 : count), 0);
  return shared < LEAST_SHARED * Math.min(was.length, is.length) ? null : changes;
}

/**
 * What changes between two short texts, word by word; what stays is as the second one writes it. Texts that have
 * little in common are not compared: one is removed, the other is added.
 */
export function wordDifference(before: string, after: string): DifferencePart[] {
  const [was, is] = [wordsOf(before), wordsOf(after)];
  const changes = compare(was, is) ?? [
    { value: was, removed: true, added: false },
    { value: is, removed: false, added: true },
  ];
  return changes.map(({ value, removed, added }) => ({
    kind: removed ? 'removed' : added ? 'added' : 'same',
    text: value.join(' '),
  }));
}

/** Each stretch of words that changes: what it was and what it is, empty where it was or is nothing. */
export function changedWords(before: string, after: string): { readonly was: string; readonly is: string }[] {
  const changes: { was: string; is: string }[] = [];
  let open: { was: string; is: string } | null = null;
  for (const { kind, text } of wordDifference(before, after)) {
    if (kind === 'same') {
      open = null;
      continue;
    }
    if (open === null) {
      open = { was: '', is: '' };
      changes.push(open);
    }
    open[kind === 'removed' ? 'was' : 'is'] = text;
  }
  return changes;
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

/** The words of two addresses side by side. */
export function comparedWords(one: string, other: string): readonly [ComparedWord[], ComparedWord[]] {
  const sides = [wordsOf(one), wordsOf(other)] as const;
  const at: [number, number] = [0, 0];
  const words: [ComparedWord[], ComparedWord[]] = [[], []];
  const take = (side: 0 | 1, count: number, isOwn: boolean): void => {
    words[side].push(...sides[side].slice(at[side], at[side] + count).map((text) => ({ text, isOwn })));
    at[side] += count;
  };
  for (const { count, added, removed } of compare(...sides) ?? []) {
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
