import { comparedWords } from '../../domain/word-difference.ts';
import { element } from '../../report/html/page/element.ts';
import type { ShownDecision } from '../exchange.ts';
import { type PlainAddress, plainLine } from '../plain-address.ts';
import type { ReviewRow } from '../review-rows.ts';
import type { DecisionList, RowGroup } from './decision-list.ts';

/** What may be done with a card. The key is what the reviewer presses. */
export const CARD_ACTIONS = [
  { verdict: 'accept', key: 'a', label: 'Accept' },
  { verdict: 'keep', key: 'm', label: 'Keep mine' },
  { verdict: 'edit', key: 'e', label: 'Edit' },
  { verdict: 'leave-out', key: 'x', label: 'Leave out' },
  { verdict: 'undecided', key: 'u', label: 'Undo' },
] as const;
export type CardAction = (typeof CARD_ACTIONS)[number]['verdict'];

const DECIDED: Readonly<Record<string, string>> = {
  accept: 'Accepted',
  edit: 'Edited',
  keep: 'Kept: stays as it is, for review',
  'leave-out': 'Left out',
};
/** Further rows of a group that a card names; the rest is counted. */
const NAMED_ROWS = 4;

/** Whether an action can be taken on a row as it is now. */
export function canTake(action: CardAction, row: ReviewRow, decision: ShownDecision | undefined): boolean {
  if (action === 'accept') return row.question !== 'error' && row.offers.length <= 1;
  if (action === 'keep') return row.question !== 'error';
  if (action === 'undecided') return decision !== undefined;
  return true;
}

/** A card for rows that are one decision; `act` is called with what was clicked. */
export function drawCard(
  { rows }: RowGroup,
  list: DecisionList,
  act: (action: CardAction, offer?: number) => void,
): HTMLElement {
  const [first, ...more] = rows;
  if (first === undefined) return element('article');
  const decision = list.of(first);
  const buttons = CARD_ACTIONS.filter(({ verdict }) => canTake(verdict, first, decision)).map(
    ({ verdict, key, label }) => {
      const button = element(
        'button',
        { type: 'button', class: `action ${verdict}` },
        label,
        ' ',
        element('kbd', {}, key),
      );
      button.addEventListener('click', () => act(verdict));
      return button;
    },
  );
  const named = more.slice(0, NAMED_ROWS).map(({ number }) => number);
  const rest = more.length - named.length;
  return element(
    'article',
    { class: `card question-${first.question}`, tabindex: '0', 'data-position': first.position },
    element(
      'header',
      {},
      element('strong', { class: 'number' }, first.number || `row ${first.line}`),
      element('span', { class: 'facts' }, factsOf(first)),
      more.length === 0 ? null : element('span', { class: 'many' }, `${rows.length} rows, one decision`),
    ),
    element(
      'p',
      { class: 'question' },
      first.text,
      first.code === '' ? null : element('code', {}, first.code),
    ),
    addresses(first, decision),
    first.offers.length > 1 ? choice(first.offers, (offer) => act('accept', offer)) : null,
    first.hint === '' || first.question === 'address' ? null : element('p', { class: 'hint' }, first.hint),
    more.length === 0
      ? null
      : element('p', { class: 'others' }, `Also ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`),
    element(
      'footer',
      {},
      decision === undefined
        ? null
        : element(
            'span',
            { class: `decided ${decision.verdict}` },
            `${DECIDED[decision.verdict]} by ${decision.by}`,
          ),
      ...buttons,
    ),
  );
}

function factsOf({ account, action, reference, callerName, line }: ReviewRow): string {
  return [action, account, reference, callerName, `row ${line}`].filter(Boolean).join(' · ');
}

function addresses(row: ReviewRow, decision: ShownDecision | undefined): HTMLElement {
  const offer = row.offers.length === 1 ? row.offers[0] : undefined;
  const taken = decision?.address ?? null;
  const other: PlainAddress | undefined = taken ?? offer;
  return element(
    'dl',
    {},
    ...pair('Sheet', other === undefined ? plainLine(row.asked) : marked(row.asked, other, 'removed')),
    ...(other === undefined
      ? []
      : pair(decision?.verdict === 'edit' ? 'Edited' : 'Carrier', marked(row.asked, other, 'added'))),
    ...(row.before === '' ? [] : pair('Now', row.before)),
  );
}

/** Several addresses to choose from, each with the number that is its key. */
function choice(offers: readonly PlainAddress[], take: (offer: number) => void): HTMLElement {
  const items = offers.map((offer, at) => {
    const button = element(
      'button',
      { type: 'button', class: 'action accept' },
      element('kbd', {}, at + 1),
      ` ${plainLine(offer)}`,
    );
    button.addEventListener('click', () => take(at));
    return element('li', {}, button);
  });
  return element('ul', { class: 'offers', 'aria-label': 'Addresses that the carrier offers' }, items);
}

const pair = (name: string, value: string | readonly Node[]): HTMLElement[] => [
  element('dt', {}, name),
  element('dd', {}, value === '' ? '(no address)' : value),
];

/** One side of two addresses, with the words that only it has marked. */
function marked(asked: PlainAddress, other: PlainAddress, side: 'removed' | 'added'): Node[] {
  const [before, after] = comparedWords(plainLine(asked), plainLine(other));
  return (side === 'removed' ? before : after).flatMap(({ text, isOwn }) => [
    isOwn ? element('mark', { class: side }, text) : document.createTextNode(text),
    document.createTextNode(' '),
  ]);
}
