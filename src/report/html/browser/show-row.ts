/// <reference lib="dom" />

import type { RowList } from './list-rows.ts';
import type { PageRows } from './page-model.ts';
import type { Cells } from './show-cells.ts';

/** A sheet at the side that shows one row whole, with the differences marked. Returns what opens it at a place of the list. */
export function showRow(model: PageRows, cells: Cells, list: () => RowList): (place: number) => void {
  const { make } = cells;
  const dialog = make('dialog', 'row-sheet');
  dialog.setAttribute('aria-labelledby', 'row-title');
  const title = make('h2', '');
  title.id = 'row-title';
  const facts = make('dl', '');
  const bar = make('div', 'row-bar');
  let place = 0;

  function button(label: string, hint: string, act: () => void): HTMLButtonElement {
    const element = make('button', '', label);
    element.type = 'button';
    element.setAttribute('aria-label', hint);
    element.addEventListener('click', act);
    return element;
  }
  const earlier = button('↑', 'Previous row', () => show(place - 1));
  const later = button('↓', 'Next row', () => show(place + 1));
  bar.append(
    earlier,
    later,
    button('Close', 'Close', () => dialog.close()),
  );
  dialog.append(bar, title, facts);
  document.body.append(dialog);

  dialog.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    show(place + step);
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('close', () => list().focus(place));

  const indexOf = (shape: string): number => model.columns.findIndex((column) => column.shape === shape);

  function fact(label: string, value: string | Node): void {
    const wrap = make('div', '');
    const detail = make('dd', '');
    detail.append(value);
    wrap.append(make('dt', '', label), detail);
    facts.append(wrap);
  }

  function changeOf(row: readonly string[], from: string, to: string): [string, string] {
    return [row[indexOf(from)] ?? '', row[indexOf(to)] ?? ''];
  }

  function show(wanted: number): void {
    const order = list().order();
    const row = model.rows[order[wanted] ?? -1];
    if (row === undefined) return;
    place = wanted;
    facts.replaceChildren();
    const codes = model.columns.flatMap(({ shape }, index) => (shape === 'code' ? [row[index] ?? ''] : []));
    title.textContent = codes.find((code) => code !== '') ?? `Row ${row[0] ?? ''}`;
    for (const [index, { label, shape }] of model.columns.entries()) {
      const text = row[index] ?? '';
      if (shape === 'before') {
        const [before, after] = changeOf(row, 'before', 'after');
        if (before !== '') fact('Address before', before);
        if (after !== '') fact('Address after', after);
        if (before !== '' && before !== after) fact('Difference', cells.difference(before, after));
      } else if (shape === 'suggested' && text !== '') {
        const [asked, suggested] = changeOf(row, 'asked', 'suggested');
        fact(label, cells.difference(asked, suggested));
      } else if (shape === 'kind') {
        const holder = make('span', '');
        cells.fill(holder, row, { label, shape, width: '', column: index });
        fact(label, holder);
      } else if (shape !== 'after' && text !== '') {
        fact(label, text);
      }
    }
    earlier.disabled = place === 0;
    later.disabled = place === order.length - 1;
    if (!dialog.open) dialog.showModal();
  }
  return show;
}
