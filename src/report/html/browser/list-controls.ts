/// <reference lib="dom" />
import type { PageRows } from './page-model.ts';
import type { Cells } from './show-cells.ts';

/** What a reader chose with the controls above the list. */
export interface Chosen {
  readonly text: string;
  readonly kinds: ReadonlySet<string>;
  readonly choices: ReadonlyMap<number, string>;
}

export interface Controls {
  readonly element: HTMLElement;
  chosen(): Chosen;
  /** Says how many rows are left. */
  say(count: number): void;
}

/** Search, filters by kind and by value; `changed` is called after each change, when typing has paused. */
export function listControls(model: PageRows, cells: Cells, changed: () => void): Controls {
  const { make } = cells;
  const typingPauseMs = 120;
  const mostChoices = 200;
  const element = make('div', 'controls');
  const kinds = new Set<string>();
  const choices = new Map<number, string>();
  const kindColumn = model.columns.findIndex(({ shape }) => shape === 'kind');
  const countText = make('p', 'found');
  countText.setAttribute('role', 'status');

  const search = make('input', '');
  search.type = 'search';
  search.placeholder = 'Number, address, reference, problem …';
  search.setAttribute('aria-label', 'Search the rows');
  let pause = 0;
  search.addEventListener('input', () => {
    window.clearTimeout(pause);
    pause = window.setTimeout(changed, typingPauseMs);
  });

  function countsOf(column: number): Map<string, number> {
    const counts = new Map<string, number>();
    for (const row of model.rows) {
      const value = row[column] ?? '';
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return counts;
  }

  function kindButtons(): HTMLElement {
    const group = make('div', 'chips');
    group.setAttribute('role', 'group');
    group.setAttribute('aria-label', model.columns[kindColumn]?.label ?? '');
    const counts = countsOf(kindColumn);
    for (const { key, label, tone } of model.kinds) {
      const count = counts.get(key) ?? 0;
      if (count === 0) continue;
      const button = make('button', `chip tone-${tone}`);
      button.type = 'button';
      button.dataset['kind'] = key;
      button.setAttribute('aria-pressed', 'false');
      button.append(make('span', '', label), ' ', make('b', '', count.toLocaleString('en-US')));
      button.addEventListener('click', () => {
        if (!kinds.delete(key)) kinds.add(key);
        button.setAttribute('aria-pressed', String(kinds.has(key)));
        changed();
      });
      group.append(button);
    }
    return group;
  }

  function choice(column: number, label: string): HTMLElement | null {
    const values = [...countsOf(column).keys()].filter((value) => value !== '').sort();
    if (values.length < 2 || values.length > mostChoices) return null;
    const wrap = make('label', 'choice');
    const select = make('select', '');
    select.dataset['column'] = label;
    select.append(new Option(`all`, ''));
    for (const value of values) select.append(new Option(value, value));
    select.addEventListener('change', () => {
      if (select.value === '') choices.delete(column);
      else choices.set(column, select.value);
      changed();
    });
    wrap.append(make('span', '', label), select);
    return wrap;
  }

  const line = make('div', 'control-line');
  line.append(search);
  for (const [column, { label, isFilter, shape }] of model.columns.entries()) {
    const control = isFilter && shape !== 'kind' ? choice(column, label) : null;
    if (control !== null) line.append(control);
  }
  line.append(countText);
  element.append(line);
  if (kindColumn >= 0) element.append(kindButtons());

  return {
    element,
    chosen: () => ({ text: search.value, kinds, choices }),
    say: (count) => {
      const all = model.rows.length.toLocaleString('en-US');
      countText.textContent =
        count === model.rows.length ? `${all} rows` : `${count.toLocaleString('en-US')} of ${all} rows`;
    },
  };
}
