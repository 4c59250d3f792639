import { element } from './element.ts';
import type { RowList } from './list-rows.ts';
import type { PageRows } from './page-model.ts';
import { type Cells, difference } from './row-cells.ts';

/** The panel that shows one row whole. */
interface RowSheet {
  /** Shows the row at this place of the list. */
  open(place: number): void;
  /** Names the list whose order the panel follows. */
  follow(list: RowList): void;
}

/** A panel at the side that shows one row whole, with the differences marked. */
export function rowSheet(model: PageRows, cells: Cells): RowSheet {
  const title = element('h2', { id: 'row-title' });
  const facts = element('dl');
  const previous = button('↑', 'Previous row', () => open(place - 1));
  const next = button('↓', 'Next row', () => open(place + 1));
  const close = button('Close', 'Close', () => dialog.close());
  const bar = element('div', { class: 'row-bar' }, previous, next, close);
  const dialog = element('dialog', { class: 'row-sheet', 'aria-labelledby': 'row-title' }, bar, title, facts);
  document.body.append(dialog);
  let list: RowList | null = null;
  let place = 0;

  dialog.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    open(place + step);
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('close', () => list?.focus(place));

  function open(wanted: number): void {
    const order = list?.order() ?? new Uint32Array(0);
    const row = model.rows[order[wanted] ?? -1];
    if (row === undefined) return;
    place = wanted;
    title.textContent = titleOf(model, row);
    facts.replaceChildren(...factsOf(model, cells, row));
    previous.disabled = place === 0;
    next.disabled = place === order.length - 1;
    if (!dialog.open) dialog.showModal();
  }

  return {
    open,
    follow: (followed) => {
      list = followed;
    },
  };
}

function button(text: string, label: string, act: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', 'aria-label': label }, text);
  made.addEventListener('click', act);
  return made;
}

function titleOf({ columns }: PageRows, row: readonly string[]): string {
  const codes = columns.flatMap(({ shape }, index) => (shape === 'code' ? [row[index] ?? ''] : []));
  return codes.find((code) => code !== '') ?? `Row ${row[0] ?? ''}`;
}

function factsOf(model: PageRows, cells: Cells, row: readonly string[]): HTMLElement[] {
  const { columns } = model;
  const textOf = (name: string): string => row[columns.findIndex(({ shape }) => shape === name)] ?? '';
  return columns.flatMap(({ label, shape }, index): HTMLElement[] => {
    const text = row[index] ?? '';
    if (shape === 'after' || (text === '' && shape !== 'before')) return [];
    if (shape === 'before') return changeFacts(text, textOf('after'));
    if (shape === 'suggested') return [fact(label, ...difference(textOf('asked'), text))];
    if (shape !== 'kind') return [fact(label, text)];
    const badge = element('span');
    cells.fill(badge, row, { label, shape, width: '', column: index });
    return [fact(label, badge)];
  });
}

function changeFacts(before: string, after: string): HTMLElement[] {
  return [
    ...(before === '' ? [] : [fact('Address before', before)]),
    ...(after === '' ? [] : [fact('Address after', after)]),
    ...(before === '' || before === after ? [] : [fact('Difference', ...difference(before, after))]),
  ];
}

function fact(label: string, ...value: readonly (string | HTMLElement)[]): HTMLElement {
  return element('div', {}, element('dt', {}, label), element('dd', {}, value));
}
