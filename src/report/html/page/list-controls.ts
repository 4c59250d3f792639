import { element } from './element.ts';
import type { PageRows, RowQuery } from './page-model.ts';

const TYPING_PAUSE_MS = 120;
const MOST_CHOICES = 200;

/** The controls above the list. */
interface Controls {
  readonly element: HTMLElement;
  chosen(): Pick<RowQuery, 'text' | 'kinds' | 'choices'>;
  /** Says how many rows are listed. */
  say(count: number): void;
}

/** Search, filters by kind and by value; `changed` is called after each change, when typing has paused. */
export function listControls(model: PageRows, changed: () => void): Controls {
  const kinds = new Set<string>();
  const choices = new Map<number, string>();
  const found = element('p', { class: 'found', role: 'status' });
  const search = searchField(changed);
  const selects = model.columns.flatMap(({ label, isFilter, shape }, column) =>
    isFilter && shape !== 'kind' ? choiceOf(model, column, label, { choices, changed }) : [],
  );
  const line = element('div', { class: 'control-line' }, search, selects, found);
  const all = model.rows.length;
  return {
    element: element('div', { class: 'controls' }, line, kindButtons(model, kinds, changed)),
    chosen: () => ({ text: search.value, kinds, choices }),
    say: (count) => {
      const rows = `${all.toLocaleString('en-US')} ${all === 1 ? 'row' : 'rows'}`;
      found.textContent = count === all ? rows : `${count.toLocaleString('en-US')} of ${rows}`;
    },
  };
}

function searchField(changed: () => void): HTMLInputElement {
  const search = element('input', {
    type: 'search',
    placeholder: 'Number, address, reference, problem …',
    'aria-label': 'Search the rows',
  });
  let pause = 0;
  search.addEventListener('input', () => {
    window.clearTimeout(pause);
    pause = window.setTimeout(changed, TYPING_PAUSE_MS);
  });
  return search;
}

function countsOf({ rows }: PageRows, column: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = row[column] ?? '';
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

function kindButtons(model: PageRows, kinds: Set<string>, changed: () => void): HTMLElement | null {
  const column = model.columns.findIndex(({ shape }) => shape === 'kind');
  if (column < 0) return null;
  const counts = countsOf(model, column);
  const buttons = model.kinds.flatMap(({ key, label, tone }) => {
    const count = counts.get(key) ?? 0;
    if (count === 0) return [];
    const button = element(
      'button',
      { class: `chip tone-${tone}`, type: 'button', 'data-kind': key, 'aria-pressed': 'false' },
      element('span', {}, label),
      ' ',
      element('b', {}, count.toLocaleString('en-US')),
    );
    button.addEventListener('click', () => {
      if (!kinds.delete(key)) kinds.add(key);
      button.setAttribute('aria-pressed', String(kinds.has(key)));
      changed();
    });
    return [button];
  });
  const label = model.columns[column]?.label ?? '';
  return element('div', { class: 'chips', role: 'group', 'aria-label': label }, buttons);
}

function choiceOf(
  model: PageRows,
  column: number,
  label: string,
  { choices, changed }: { readonly choices: Map<number, string>; readonly changed: () => void },
): HTMLElement[] {
  const values = [...countsOf(model, column).keys()].filter((value) => value !== '').sort();
  if (values.length < 2 || values.length > MOST_CHOICES) return [];
  const options = values.map((value) => element('option', { value }, value));
  const select = element(
    'select',
    { 'data-column': label },
    element('option', { value: '' }, 'all'),
    options,
  );
  select.addEventListener('change', () => {
    if (select.value === '') choices.delete(column);
    else choices.set(column, select.value);
    changed();
  });
  return [element('label', { class: 'choice' }, element('span', {}, label), select)];
}
