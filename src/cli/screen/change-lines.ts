import { durationText } from '../../domain/duration-text.ts';
import { counted } from '../../domain/plural.ts';
import { isEndUserId } from '../../domain/request/subject-key.ts';
import { comparedWords } from '../../domain/word-difference.ts';
import type { ShownChange, ShownChanges } from '../../report/shown-changes.ts';
import type { Line, Span } from './terminal.ts';
import { visibleSentence } from './visible.ts';

const NO_ADDRESS = 'no emergency address';

/**
 * The changes of a plan, the riskiest first: the old address and the new one on a line each, their changed words marked.
 * `more`: where the others are, as the end of a sentence.
 */
export function changeLines({ riskiest, first, total }: ShownChanges, more: string): readonly Line[] {
  const left = total - riskiest.length - first.length;
  return [
    ...(riskiest.length === 0 ? [] : [plain('Look at these first (coverage gaps, removals, replacements):')]),
    ...riskiest.flatMap(linesOf),
    ...(first.length === 0
      ? []
      : [plain(riskiest.length === 0 ? 'First changes:' : 'First of the other changes:')]),
    ...first.flatMap(linesOf),
    ...(left > 0 ? [plain(`… and ${counted(left)} more${more}`)] : []),
  ];
}

const plain = (text: string): Line => [{ text, style: 'plain' }];

function linesOf(change: ShownChange): Line[] {
  const { row, account, phoneNumber, what, opensGap, maxGapSeconds } = change;
  const upTo = maxGapSeconds > 0 ? ` for up to ${durationText(maxGapSeconds)}` : ' for a while';
  const subject = isEndUserId(phoneNumber) ? `end user ${phoneNumber}` : phoneNumber;
  const parts = [row === 0 ? '' : `row ${row}`, subject, account, what].filter((part) => part !== '');
  const head: Span[] = [{ text: `  ${parts.map(visibleSentence).join('  ')}`, style: 'plain' }];
  if (opensGap) head.push({ text: `; without an address${upTo}`, style: 'yellow' });
  return [head, ...addressLines(change)];
}

/** Nothing where the change is not about an address. */
function addressLines({ before, after }: ShownChange): Line[] {
  if (before === '' && after === '') return [];
  if (before === after) return [[{ text: `      ${visibleSentence(after)}`, style: 'plain' }]];
  const [was, is] = comparedWords(before, after);
  return [
    [{ text: '    - ', style: 'red' }, ...sideOf(was, after === '' ? 'red' : 'removed')],
    [{ text: '    + ', style: 'green' }, ...sideOf(is, before === '' ? 'green' : 'added')],
  ];
}

/** One address; the words that the other one does not have are in `style`, stretch by stretch. */
function sideOf(words: ReturnType<typeof comparedWords>[number], style: Span['style']): Span[] {
  if (words.length === 0) return [{ text: NO_ADDRESS, style: 'dim' }];
  const spans: { text: string; style: Span['style'] }[] = [];
  for (const { text, isOwn } of words) {
    const wanted = isOwn ? style : 'plain';
    const last = spans.at(-1);
    if (last?.style === wanted) last.text += ` ${text}`;
    else {
      if (last !== undefined) spans.push({ text: ' ', style: 'plain' });
      spans.push({ text, style: wanted });
    }
  }
  return spans;
}
