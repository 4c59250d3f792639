import type { OutFolder, WrittenFile } from '../out-folder.ts';
import { accountChart } from './account-chart.ts';
import { html, type Markup } from './markup.ts';
import { pageAssets, sourceHash } from './page-assets.ts';
import type { PageContent } from './page-content.ts';
import {
  factsSection,
  figuresSection,
  fixedTable,
  headSection,
  nextSection,
  noticeSection,
  problemsSection,
} from './page-sections.ts';
import { rowsSection, writeRowData } from './row-data.ts';
import { timelineData, timelineSection } from './timeline.ts';

/**
 * Writes report.html: one file that calls nobody, under a content-security policy that lets only the style and the scripts
 * named by their hashes take effect. Rows go out as they are read, so memory does not grow with them.
 * @throws UsageError, AppError as `OutFolder.writeFile` does.
 */
export async function writePage(out: OutFolder, page: PageContent): Promise<WrittenFile> {
  const withChart = page.timeline !== null && page.timeline.seconds.length > 0;
  const assets = await pageAssets(withChart);
  return out.writeFile('report.html', async (write) => {
    await write(`<!doctype html>\n${pageTop(page, assets).text}`);
    for (const section of sectionsOf(page)) await write(`${section.text}\n`);
    if (page.rows !== null) await write(rowsSection(page.rows).text);
    await write(html`${factsSection(page)}</main>\n`.text);
    if (page.rows !== null) await writeRowData(write, page.rows);
    if (page.timeline !== null) await write(timelineData(page.timeline).text);
    for (const script of assets.scripts) await write(`<script>${script.text}</script>\n`);
    await write('</body>\n</html>\n');
  });
}

function* sectionsOf(page: PageContent): Generator<Markup> {
  yield headSection(page);
  for (const notice of page.notices) yield noticeSection(notice);
  yield figuresSection(page.figures);
  if (page.next.length > 0) yield nextSection(page.next);
  if (page.chart !== null) yield accountChart(page.chart);
  for (const table of page.tables) yield fixedTable(table);
  if (page.timeline !== null) yield timelineSection(page.timeline) ?? html``;
  if (page.problems.length > 0) yield problemsSection(page.problems);
}

function pageTop(page: PageContent, assets: Awaited<ReturnType<typeof pageAssets>>): Markup {
  const policy = [
    "default-src 'none'",
    `script-src ${assets.scripts.map(({ text }) => sourceHash(text)).join(' ')}`,
    `style-src ${sourceHash(assets.style.text)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  return html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title}</title>
<style>${assets.style}</style>
</head>
<body>
<main>
`;
}
