import { diffArrays } from 'diff';

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

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
