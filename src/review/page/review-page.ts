import { many } from '../../domain/plural.ts';
import { element } from '../../report/html/page/element.ts';
import type { DecideAnswer, DecideBody, ReviewContent } from '../exchange.ts';
import { CardList } from './card-list.ts';
import { DecisionList, type RowGroup } from './decision-list.ts';
import { editForm } from './edit-form.ts';
import { listControls } from './list-controls.ts';
import { CARD_ACTIONS, type CardAction, canTake } from './row-card.ts';
import { askAbout, Refused, readSince, sendDecision, sendSignature } from './server-calls.ts';
import { signForm } from './sign-form.ts';

/** How often another reviewer's decisions are looked for. */
const POLL_MS = 2_000;

/** The page: what is listed, what was decided, and the signature below. */
export class ReviewPage {
  private readonly list: DecisionList;
  private readonly cards: CardList;
  private readonly controls: ReturnType<typeof listControls>;
  private readonly signature: ReturnType<typeof signForm>;
  private readonly status = element('p', { class: 'said', role: 'status' });

  constructor(content: ReviewContent) {
    this.list = new DecisionList(content);
    this.cards = new CardList(this.list, (group, action, offer) => void this.act(group, action, offer));
    this.controls = listControls(content.sheetName, () => this.draw(0, false));
    this.signature = signForm(this.list, (by, note) =>
      sendSignature(by, note).catch((error: unknown) => this.say(error)),
    );
  }

  /** Puts the page into the document and begins to look for what others decide. */
  show(): void {
    const { rows, settled, sheetName, signed } = this.list.content;
    document.title = `Review of ${sheetName}`;
    const others = ` ${many(settled, 'other row is', 'other rows are')} planned as the report of this plan shows.`;
    const intro = `${many(rows.length, 'row needs', 'rows need')} a decision.${settled === 0 ? '' : others}`;
    document.body.append(
      this.controls.view,
      element('p', { class: 'rest' }, intro),
      this.status,
      this.cards.view,
      this.signature.view,
    );
    document.addEventListener('keydown', (event) => this.press(event));
    this.draw(0);
    if (signed === null) void this.look();
    else this.signature.close(signed);
  }

  private draw(at: number, takesFocus = true): void {
    const typed = document.activeElement;
    this.cards.draw(this.controls.filter(), this.controls.search.value, at);
    if (!takesFocus && typed instanceof HTMLElement) typed.focus();
    this.controls.showLeft(this.list.left());
    this.signature.refresh();
  }

  private async act(group: RowGroup, action: CardAction, offer?: number): Promise<void> {
    const [first] = group.rows;
    if (first === undefined || (offer === undefined && !canTake(action, first, this.list.of(first)))) return;
    const at = this.cards.placeOf(group);
    if (action !== 'edit') {
      await this.decide(group, { verdict: action, ...(offer !== undefined && { offer }) });
      this.draw(at);
      return;
    }
    const decision = this.list.of(first);
    const former = decision?.verdict === 'edit' ? decision.address : null;
    const form = editForm(former ?? first.asked, {
      check: (address) =>
        askAbout({ position: first.position, address }).catch((error: unknown) => ({
          ...{ carrier: 'unasked' as const, message: '', offers: [] },
          problems: [{ position: first.position, column: '', message: this.say(error), hint: '' }],
        })),
      // Rows of a group share what is wrong with them; an address is that of one row of the sheet.
      save: (address) => this.decide({ ...group, rows: [first] }, { verdict: 'edit', address }),
      close: (said) => {
        this.draw(at);
        if (said !== '') this.status.textContent = said;
      },
    });
    this.cards.card(at)?.append(form);
    form.querySelector('input')?.focus();
  }

  private async decide(
    group: RowGroup,
    decision: Pick<DecideBody, 'verdict' | 'address' | 'offer'>,
  ): Promise<DecideAnswer['problems']> {
    const rows = this.list.meant(group, decision.verdict);
    const asked = rows.map((row) => ({ position: row.position, seen: this.list.seen(row) }));
    try {
      const { decisions, overtaken, problems } = await sendDecision({ ...decision, rows: asked, by: '' });
      this.list.take(decisions);
      const { length } = overtaken;
      this.status.textContent =
        length > 0
          ? `${many(length, 'row was', 'rows were')} decided by another reviewer first. Look at what is decided now.`
          : problems.map(({ message, hint }) => `${message} ${hint}`).join(' ');
      return problems;
    } catch (error) {
      const message = this.say(error);
      return [{ position: 0, column: '', message, hint: '' }];
    }
  }

  private press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.cards.place();
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) {
      if (event.key === 'Escape') this.cards.goTo(0);
      return;
    }
    const action = CARD_ACTIONS.find(({ key }) => key === event.key)?.verdict;
    const group = this.cards.group(at);
    const offer = Number(event.key) - 1;
    if (event.key === '/') this.controls.search.focus();
    else if (event.key === 'j') this.cards.goTo(at + 1);
    else if (event.key === 'k') this.cards.goTo(at - 1);
    else if (action !== undefined && group !== undefined) void this.act(group, action);
    else if (group?.rows[0]?.offers[offer] !== undefined && group.rows[0].offers.length > 1) {
      void this.act(group, 'accept', offer);
    } else return;
    event.preventDefault();
  }

  private async look(): Promise<void> {
    try {
      const { decisions, signed } = await readSince(this.list.seq);
      if (this.list.take(decisions) && this.cards.view.querySelector('form') === null) {
        this.draw(this.cards.place(), false);
      }
      if (signed !== null) {
        this.signature.close(signed);
        return;
      }
      setTimeout(() => void this.look(), POLL_MS);
    } catch (error) {
      this.say(error);
    }
  }

  private say(error: unknown): string {
    const text = error instanceof Refused ? error.message : `Internal error: ${String(error)}`;
    this.status.textContent = text;
    return text;
  }
}
