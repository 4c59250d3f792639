import { element } from './element.ts';

/** Rows above and below the visible ones that are elements as well, so that scrolling shows no blank. */
const OVERSCAN = 6;
/** Browsers draw nothing below some 17 million pixels; longer lists are scrolled in proportion. */
const MOST_PIXELS = 8_000_000;

/** The part of the list that is in view. */
export interface RowView {
  readonly element: HTMLElement;
  /** Draws another order from its start. */
  reset(): void;
  /** Puts the keyboard on the row at this place, scrolled into view. */
  focus(place: number): void;
  /** Marks the row at this place as the one that the keyboard is on. */
  activate(place: number): void;
  active(): number;
  rowsPerPage(): number;
}

/** Only the rows in view are elements, so a hundred thousand scroll like ten. */
export function rowView(parts: {
  readonly list: HTMLElement;
  readonly head: HTMLElement;
  readonly order: () => Uint32Array;
  /** Makes the element of the row at this place of the order. */
  readonly make: (place: number) => HTMLElement;
}): RowView {
  const { list, head, order, make } = parts;
  const view = element('div', { class: 'list-view', role: 'rowgroup' });
  const size = element('div', { class: 'list-size' }, view);
  let active = 0;
  let drawnFirst = -1;

  /** The style decides it: rows on a narrow screen are taller. */
  const rowHeight = (): number =>
    Number.parseFloat(window.getComputedStyle(list).getPropertyValue('--row-height')) || 48;
  const viewHeight = (): number => Math.max(rowHeight(), list.clientHeight - head.offsetHeight);
  const wholeHeight = (): number => order().length * rowHeight();
  /** Pixels of the list for one pixel of the scroll bar. */
  function stretch(): number {
    const whole = wholeHeight();
    return whole <= MOST_PIXELS ? 1 : (whole - viewHeight()) / (MOST_PIXELS - viewHeight());
  }

  function draw(anew: boolean): void {
    const height = rowHeight();
    const from = list.scrollTop * stretch();
    const first = Math.max(0, Math.floor(from / height) - OVERSCAN);
    view.style.transform = `translateY(${list.scrollTop - from + first * height}px)`;
    if (!anew && first === drawnFirst) return;
    drawnFirst = first;
    const hadFocus = view.contains(document.activeElement);
    const last = Math.min(order().length, first + Math.ceil(viewHeight() / height) + 2 * OVERSCAN);
    const drawn = Array.from({ length: Math.max(0, last - first) }, (_, offset) => {
      const row = make(first + offset);
      row.tabIndex = first + offset === active ? 0 : -1;
      return row;
    });
    view.replaceChildren(...drawn);
    if (hadFocus) drawn[active - first]?.focus({ preventScroll: true });
  }

  function resize(): void {
    size.style.height = `${Math.min(wholeHeight(), MOST_PIXELS)}px`;
    draw(true);
  }

  function focus(place: number): void {
    const height = rowHeight();
    active = Math.max(0, Math.min(order().length - 1, place));
    const top = active * height;
    const from = list.scrollTop * stretch();
    if (top < from) list.scrollTop = top / stretch();
    else if (top + height > from + viewHeight()) list.scrollTop = (top + height - viewHeight()) / stretch();
    draw(true);
    view.querySelector<HTMLElement>(`[data-place="${active}"]`)?.focus({ preventScroll: true });
  }

  list.addEventListener('scroll', () => window.requestAnimationFrame(() => draw(false)), { passive: true });
  new ResizeObserver(resize).observe(list);
  return {
    element: size,
    reset: () => {
      active = 0;
      list.scrollTop = 0;
      resize();
    },
    focus,
    activate: (place) => {
      active = place;
    },
    active: () => active,
    rowsPerPage: () => Math.max(1, Math.floor(viewHeight() / rowHeight()) - 1),
  };
}
