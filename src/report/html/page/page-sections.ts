import type { Figure, FixedTable, Notice, PageContent, ProblemGroup } from '../page-content.ts';
import { element } from './element.ts';

/** Kinds of problems that are open in the page; the rest is one click away, and open on paper. */
const OPEN_GROUPS = 8;
/** A table of more columns is shown on a telephone with each row as lines of their own. */
const NARROW_COLUMNS = 2;

/** The kind of report, its title and the headline. */
export function headSection(page: Pick<PageContent, 'kind' | 'title' | 'tone' | 'headline'>): HTMLElement {
  return element(
    'header',
    { class: 'head' },
    element('p', { class: 'kind' }, `e911 · ${page.kind}`),
    element('h1', {}, page.title),
    element('p', { class: `headline tone-${page.tone}` }, page.headline),
  );
}

/** The numbers that a reader looks for first. */
export function figuresSection(figures: readonly Figure[]): HTMLElement {
  return element(
    'dl',
    { class: 'figures' },
    figures.map(({ label, value, tone }) =>
      element('div', { class: `figure tone-${tone}` }, element('dt', {}, label), element('dd', {}, value)),
    ),
  );
}

/** Something to read before anything else. */
export function noticeSection({ tone, title, lines }: Notice): HTMLElement {
  return element(
    'section',
    { class: `notice tone-${tone}` },
    element('h2', {}, title),
    element(
      'ul',
      {},
      lines.map((line) => element('li', {}, line)),
    ),
  );
}

/** What to do next, with the command to type where there is one. */
export function nextSection(steps: PageContent['next']): HTMLElement {
  return element(
    'section',
    { class: 'next', 'aria-labelledby': 'next' },
    element('h2', { id: 'next' }, 'What to do next'),
    element(
      'ol',
      {},
      steps.map(({ text, command }) =>
        element(
          'li',
          {},
          text,
          command === '' ? null : [' ', element('code', { class: 'command' }, command)],
        ),
      ),
    ),
  );
}

/** A small table, whole. */
export function tableSection({ title, note, columns, rows }: FixedTable): HTMLElement {
  const countClass = (isNumber: boolean): string | null => (isNumber ? 'count' : null);
  const head = columns.map(({ label, isNumber }) =>
    element('th', { scope: 'col', class: countClass(isNumber) }, label),
  );
  const body = rows.map((cells) =>
    element(
      'tr',
      {},
      columns.map(({ label, isNumber }, index) =>
        index === 0
          ? element('th', { scope: 'row' }, cells[index] ?? '')
          : element('td', { class: countClass(isNumber), 'data-label': label }, cells[index] ?? ''),
      ),
    ),
  );
  const table = element(
    'table',
    { class: columns.length > NARROW_COLUMNS ? 'fixed stacked' : 'fixed' },
    element('thead', {}, element('tr', {}, head)),
    element('tbody', {}, body),
  );
  return element(
    'section',
    { class: 'block' },
    element('h2', {}, title),
    note === '' ? null : element('p', { class: 'note' }, note),
    element('div', { class: 'wide' }, table),
  );
}

/** What is wrong, by kind, in the order given. */
export function problemsSection(groups: readonly ProblemGroup[]): HTMLElement {
  const list = (shown: readonly ProblemGroup[]): HTMLElement =>
    element('ul', { class: 'problems' }, shown.map(problemItem));
  const rest = groups.slice(OPEN_GROUPS);
  const more = `${rest.length} more ${rest.length === 1 ? 'kind' : 'kinds'}`;
  return element(
    'section',
    { class: 'block' },
    element('h2', {}, 'What needs attention'),
    list(groups.slice(0, OPEN_GROUPS)),
    rest.length === 0 ? null : element('details', {}, element('summary', {}, more), list(rest)),
  );
}

function problemItem(group: ProblemGroup): HTMLElement {
  const { severity, count, message, hint, examplesLabel, examples, code } = group;
  const more = count > examples.length ? ' …' : '';
  return element(
    'li',
    { class: `tone-${severity === 'error' ? 'bad' : 'attention'}` },
    element('strong', { class: 'times' }, `${count.toLocaleString('en-US')}×`),
    element('p', {}, element('span', { class: 'problem' }, message), ' ', hint),
    element(
      'p',
      { class: 'where' },
      `${examplesLabel} ${examples.join(', ')}${more}`,
      element('br'),
      element('code', {}, code),
    ),
  );
}

/** What identifies the report, and the other files with their SHA-256. */
export function factsSection({ facts, files }: Pick<PageContent, 'facts' | 'files'>): HTMLElement {
  return element(
    'footer',
    { class: 'block facts' },
    element('h2', {}, 'About this report'),
    element(
      'dl',
      {},
      facts.map(({ label, value }) => element('div', {}, element('dt', {}, label), element('dd', {}, value))),
    ),
    files.length === 0 ? null : filesTable(files),
  );
}

/** A link to a file beside the page; a name can be nothing but a name. */
export function fileLink(name: string): HTMLElement {
  return element('a', { href: `./${encodeURIComponent(name)}` }, name);
}

/** On paper: who made the report, and room for those who sign it. */
export function signatureSection({ operator }: Pick<PageContent, 'operator'>): HTMLElement {
  const line = (label: string, value: string): HTMLElement =>
    element('div', {}, element('dt', {}, label), element('dd', {}, value));
  const fields = ['Name', 'Signature', 'Date'].map((label) => line(label, ''));
  return element(
    'section',
    { class: 'block signature' },
    element('h2', {}, 'Signature'),
    element('dl', {}, line('Prepared by', operator), fields),
  );
}

function filesTable(files: PageContent['files']): HTMLElement {
  const head = ['File', 'SHA-256'].map((label) => element('th', { scope: 'col' }, label));
  const rows = files.map(({ name, sha256 }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, fileLink(name)),
      element('td', {}, element('code', {}, sha256)),
    ),
  );
  return element(
    'table',
    { class: 'fixed files' },
    element('caption', {}, 'Files written with it'),
    element('thead', {}, element('tr', {}, head)),
    element('tbody', {}, rows),
  );
}
