import { html, type Markup } from './markup.ts';
import type { Figure, FixedTable, Notice, PageContent, ProblemGroup } from './page-content.ts';

/** The kind of report, its title and the headline. */
export function headSection(page: PageContent): Markup {
  return html`<header class="head">
<p class="kind">e911 <span aria-hidden="true">·</span> ${page.kind}</p>
<h1>${page.title}</h1>
<p class="headline tone-${page.tone}">${page.headline}</p>
</header>`;
}

/** The numbers that a reader looks for first. */
export function figuresSection(figures: readonly Figure[]): Markup {
  return html`<dl class="figures">${figures.map(
    ({ label, value, tone }) =>
      html`<div class="figure tone-${tone}"><dt>${label}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

/** Something to read before anything else. */
export function noticeSection(notice: Notice): Markup {
  return html`<section class="notice tone-${notice.tone}"><h2>${notice.title}</h2>
<ul>${notice.lines.map((line) => html`<li>${line}</li>`)}</ul></section>`;
}

/** What to do next, with the command to type where there is one. */
export function nextSection(steps: PageContent['next']): Markup {
  return html`<section class="next" aria-labelledby="next"><h2 id="next">What to do next</h2><ol>${steps.map(
    ({ text, command }) =>
      html`<li>${text}${command === '' ? null : html` <code class="command">${command}</code>`}</li>`,
  )}</ol></section>`;
}

/** A small table, whole. */
export function fixedTable(table: FixedTable): Markup {
  return html`<section class="block"><h2>${table.title}</h2>${
    table.note === '' ? null : html`<p class="note">${table.note}</p>`
  }
<div class="wide"><table class="fixed"><thead><tr>${table.columns.map(
    ({ label, isNumber }) => html`<th scope="col"${isNumber ? html` class="count"` : null}>${label}</th>`,
  )}</tr></thead>
<tbody>${table.rows.map(
    (cells) =>
      html`<tr>${table.columns.map(({ isNumber }, index) =>
        index === 0
          ? html`<th scope="row">${cells[index] ?? ''}</th>`
          : html`<td${isNumber ? html` class="count"` : null}>${cells[index] ?? ''}</td>`,
      )}</tr>\n`,
  )}</tbody></table></div></section>`;
}

/** So many kinds of problems stand open in the page; the rest is one click away, and open on paper. */
const OPEN_GROUPS = 8;

/** What is wrong, by kind, in the order given. */
export function problemsSection(groups: readonly ProblemGroup[]): Markup {
  const rest = groups.slice(OPEN_GROUPS);
  return html`<section class="block"><h2>What needs attention</h2>
<ul class="problems">${groups.slice(0, OPEN_GROUPS).map(problemItem)}</ul>${
    rest.length === 0
      ? null
      : html`<details><summary>${rest.length} more kinds</summary><ul class="problems">${rest.map(problemItem)}</ul></details>`
  }</section>`;
}

function problemItem(group: ProblemGroup): Markup {
  const more = group.count > group.examples.length ? ' …' : '';
  return html`<li class="tone-${group.severity === 'error' ? 'bad' : 'attention'}"><strong class="times">${group.count.toLocaleString('en-US')}×</strong>
<p><span class="problem">${group.message}</span> ${group.hint}</p>
<p class="where">${group.examplesLabel} ${group.examples.join(', ')}${more}<br><code>${group.code}</code></p></li>
`;
}

/** What identifies the report, and the other files with their SHA-256. */
export function factsSection(page: PageContent): Markup {
  return html`<footer class="block facts"><h2>About this report</h2>
<dl>${page.facts.map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
${
  page.files.length === 0
    ? null
    : html`<table class="fixed files"><caption>Files written with it</caption>
<thead><tr><th scope="col">File</th><th scope="col">SHA-256</th></tr></thead>
<tbody>${page.files.map(
        ({ name, sha256 }) => html`<tr><th scope="row">${name}</th><td><code>${sha256}</code></td></tr>`,
      )}</tbody></table>`
}</footer>`;
}
