import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { wordDifference } from '../../domain/word-difference.ts';
import { drawTimeline } from './browser/draw-timeline.ts';
import { findRows } from './browser/find-rows.ts';
import { listControls } from './browser/list-controls.ts';
import { listRows } from './browser/list-rows.ts';
import type { PageParts } from './browser/page-model.ts';
import { printRows } from './browser/print-rows.ts';
import { readRows } from './browser/read-rows.ts';
import { showCells } from './browser/show-cells.ts';
import { showRow } from './browser/show-row.ts';
import { startPage } from './browser/start-page.ts';
import { type Markup, trusted } from './markup.ts';
import { STYLE } from './style.ts';

/** The only style sheet and the only scripts of a page. */
export interface PageAssets {
  readonly style: Markup;
  readonly scripts: readonly Markup[];
}

/** The assets of a page; `withChart` adds uPlot and its style, which only a run over time needs. */
export async function pageAssets(withChart: boolean): Promise<PageAssets> {
  const own = trusted(pageScript());
  if (!withChart) return { style: trusted(STYLE), scripts: [own] };
  const require = createRequire(import.meta.url);
  const [chart, chartStyle] = await Promise.all([
    readFile(require.resolve('uplot/dist/uPlot.iife.min.js'), 'utf8'),
    readFile(require.resolve('uplot/dist/uPlot.min.css'), 'utf8'),
  ]);
  return { style: trusted(`${chartStyle}\n${STYLE}`), scripts: [trusted(chart), own] };
}

/** The hash by which a content-security policy names what stands inside an element. */
export const sourceHash = (text: string): string =>
  `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

/**
 * The functions of `browser/` travel as their own source text. Each may use only what it is given and what a browser has;
 * what they need of each other is handed over here. So the page's script is checked like any other code and the built
 * program needs no second build step to put it in its place.
 */
function pageScript(): string {
  const parts: PageParts = {
    wordDifference,
    readRows,
    findRows,
    showCells,
    listControls,
    listRows,
    showRow,
    printRows,
    drawTimeline,
  };
  const given = Object.entries(parts).map(([name, part]) => `${name}: ${part}`);
  return `'use strict';\n(${startPage})({\n${given.join(',\n')}\n});`;
}
