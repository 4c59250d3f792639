import { element } from '../../report/html/page/element.ts';
import type { DecisionList, Filter, RowGroup } from './decision-list.ts';
import { type CardAction, drawCard } from './row-card.ts';

/** Cards that are drawn at once; further ones follow as the page is scrolled. */
const CARDS_AT_ONCE = 60;

/** The cards of the rows that are listed, and which of them the reviewer is at. */
export class CardList {
  readonly view = element('main', {});
  private readonly list: DecisionList;
  private readonly act: (group: RowGroup, action: CardAction, offer?: number) => void;
  private readonly end = element('div', { class: 'end' });
  private groups: readonly RowGroup[] = [];
  private drawn = 0;

  /** @param act called with what the reviewer clicks or presses */
  constructor(list: DecisionList, act: (group: RowGroup, action: CardAction, offer?: number) => void) {
    this.list = list;
    this.act = act;
    new IntersectionObserver((seen) => {
      if (seen.some(({ isIntersecting }) => isIntersecting)) this.drawMore();
    }).observe(this.end);
  }

  /** Draws the rows that match anew, and goes to the card at this place, or to the last one before it. */
  draw(filter: Filter, search: string, at: number): void {
    this.groups = this.list.listed(filter, search);
    this.drawn = 0;
    const isDone = this.list.left() === 0 && filter === 'left';
    const empty = element(
      'p',
      { class: 'empty' },
      isDone ? 'Every row is decided: sign below.' : 'No row matches.',
    );
    this.view.replaceChildren(...(this.groups.length === 0 ? [empty] : []), this.end);
    do this.drawMore();
    while (this.drawn < Math.min(this.groups.length, at + CARDS_AT_ONCE));
    this.goTo(Math.min(at, this.groups.length - 1));
  }

  /** The place of the card that the reviewer is at; 0 where it is none. */
  place(): number {
    return Math.max(
      0,
      this.cards().findIndex((card) => card.contains(document.activeElement)),
    );
  }

  placeOf(group: RowGroup): number {
    return Math.max(0, this.groups.indexOf(group));
  }

  group(at: number): RowGroup | undefined {
    return this.groups[at];
  }

  card(at: number): HTMLElement | undefined {
    return this.cards()[at];
  }

  /** Goes to a card, and draws further ones where it is near the last that is drawn. */
  goTo(at: number): void {
    if (at >= this.drawn - 1) this.drawMore();
    const card = this.card(Math.max(0, Math.min(at, this.groups.length - 1)));
    card?.focus({ preventScroll: true });
    card?.scrollIntoView({ block: 'nearest' });
  }

  private cards(): HTMLElement[] {
    return [...this.view.querySelectorAll<HTMLElement>('.card')];
  }

  private drawMore(): void {
    const next = this.groups.slice(this.drawn, this.drawn + CARDS_AT_ONCE);
    this.drawn += next.length;
    this.end.before(
      ...next.map((group) => drawCard(group, this.list, (action, offer) => this.act(group, action, offer))),
    );
  }
}
