import { LIST_STYLE } from './style-list.ts';
import { PRINT_STYLE } from './style-print.ts';

/** Colours by name; each tone has one for text (4.5:1 on the page and on its own soft ground) and a soft ground. */
const COLORS = `
:root {
  color-scheme: light dark;
  --page: #f6f5f1; --surface: #fffefc; --ink: #1f2328; --muted: #5b616b; --line: #e2dfd8; --line-strong: #c9c5bb;
  --good: #1c6e45; --good-soft: #dff0e6; --planned: #25589e; --planned-soft: #dfeaf8;
  --waiting: #6b5200; --waiting-soft: #f4ecd0; --attention: #934200; --attention-soft: #fae6d3;
  --bad: #a52019; --bad-soft: #fae1de; --quiet: #575d67; --quiet-soft: #ebeae5;
  --fill-good: #3c9468; --fill-planned: #4d82c4; --fill-waiting: #c2a033; --fill-attention: #d2803c;
  --fill-bad: #c9504a; --fill-quiet: #b9b6ad;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #15171a; --surface: #1c1f23; --ink: #e6e4df; --muted: #a2a7b0; --line: #2e3238; --line-strong: #464b53;
    --good: #7fcca2; --good-soft: #1b3528; --planned: #9cc0f0; --planned-soft: #1d2f47;
    --waiting: #e0c468; --waiting-soft: #37301a; --attention: #eda56d; --attention-soft: #3f2a1a;
    --bad: #f29a93; --bad-soft: #452320; --quiet: #aeb3bb; --quiet-soft: #2a2d32;
    --fill-good: #4fa87a; --fill-planned: #5f94d6; --fill-waiting: #b3953a; --fill-attention: #c97f45;
    --fill-bad: #cf5f58; --fill-quiet: #5f646c;
  }
}
.tone-good { --tone: var(--good); --tone-soft: var(--good-soft); }
.tone-planned { --tone: var(--planned); --tone-soft: var(--planned-soft); }
.tone-waiting { --tone: var(--waiting); --tone-soft: var(--waiting-soft); }
.tone-attention { --tone: var(--attention); --tone-soft: var(--attention-soft); }
.tone-bad { --tone: var(--bad); --tone-soft: var(--bad-soft); }
.tone-quiet { --tone: var(--quiet); --tone-soft: var(--quiet-soft); }
.fill-good { fill: var(--fill-good); } .fill-planned { fill: var(--fill-planned); }
.fill-waiting { fill: var(--fill-waiting); } .fill-attention { fill: var(--fill-attention); }
.fill-bad { fill: var(--fill-bad); } .fill-quiet { fill: var(--fill-quiet); }
.second { opacity: 0.55; }
`;

const TEXT = `
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
main { max-width: 74rem; margin: 0 auto; padding: 2.75rem 2rem 4rem; }
h1, h2 { font-weight: 600; line-height: 1.25; margin: 0; text-wrap: balance; }
h1 { font-size: 1.85rem; letter-spacing: -0.015em; }
h2 { font-size: 1.05rem; }
p { margin: 0; }
code { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.88em; }
.kind { color: var(--muted); font-size: 0.85rem; letter-spacing: 0.02em; margin-bottom: 0.35rem; }
.headline { font-size: 1.15rem; line-height: 1.45; max-width: 46rem; margin-top: 0.6rem; color: var(--ink); }
.headline.tone-bad { color: var(--tone); }
.note, small { color: var(--muted); font-size: 0.875rem; }
.block { margin-top: 2.25rem; }
.block > h2 + .note { margin-top: 0.25rem; max-width: 48rem; }
.wide { overflow-x: auto; margin-top: 0.85rem; }

.figures { display: flex; flex-wrap: wrap; margin: 1.75rem 0 0; border-block: 1px solid var(--line); }
.figure { padding: 0.9rem 1.75rem 0.9rem 0; margin-right: 1.75rem; border-right: 1px solid var(--line); display: flex; flex-direction: column-reverse; }
.figure:last-child { border-right: 0; margin-right: 0; padding-right: 0; }
.figure dd { margin: 0; font-size: 1.55rem; font-weight: 600; line-height: 1.2; letter-spacing: -0.01em; color: var(--tone); }
.figure.tone-quiet dd { color: var(--ink); }
.figure dt { color: var(--muted); font-size: 0.85rem; }

.notice { margin-top: 1.5rem; padding: 0.9rem 1.15rem; background: var(--tone-soft); border-left: 3px solid var(--tone); border-radius: 2px; }
.notice h2 { color: var(--tone); font-size: 1rem; }
.notice ul { margin: 0.35rem 0 0; padding-left: 1.1rem; }
.next { margin-top: 1.75rem; }
.next ol { margin: 0.5rem 0 0; padding-left: 1.25rem; max-width: 54rem; }
.next li { margin-top: 0.35rem; }
.command { display: inline-block; padding: 0.1rem 0.5rem; background: var(--surface); border: 1px solid var(--line); border-radius: 4px; user-select: all; }
`;

const BLOCKS = `
table.fixed { border-collapse: collapse; width: auto; min-width: min(100%, 40rem); font-size: 0.9rem; }
table.chart { width: 100%; }
table { overflow-wrap: break-word; }
.fixed th, .fixed td { text-align: left; padding: 0.4rem 1rem 0.4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.fixed thead th { color: var(--muted); font-weight: 500; font-size: 0.825rem; vertical-align: bottom; }
.fixed tbody th { font-weight: 500; }
.fixed small { display: block; font-weight: 400; }
.fixed .count { text-align: right; white-space: nowrap; padding-right: 0; padding-left: 1rem; }
.fixed .count + :not(.count) { padding-left: 1.5rem; }
.fixed .total { font-weight: 600; }
.fixed caption { text-align: left; color: var(--muted); font-size: 0.875rem; padding-bottom: 0.25rem; }
.chart tbody th, .chart tbody td { vertical-align: middle; padding-block: 0.4rem; }
.chart small { display: inline; margin-left: 0.5rem; font-size: 0.825rem; }
.chart .bar { width: 36%; min-width: 9rem; vertical-align: middle; }
.chart .bar svg { display: block; }
.chart tbody th { min-width: 7rem; max-width: 18rem; }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; list-style: none; margin: 0.6rem 0 0; padding: 0; font-size: 0.85rem; color: var(--muted); }
.swatch { margin-right: 0.4rem; }

.timeline { margin: 1rem 0 0; }
.timeline figcaption { font-weight: 500; font-size: 0.9rem; display: flex; gap: 0.75rem; align-items: baseline; flex-wrap: wrap; }
.timeline figcaption span, .timeline output { color: var(--muted); font-weight: 400; font-size: 0.85rem; }
.timeline output { margin-left: auto; }
.plot { margin-top: 0.35rem; }
.drawing { display: block; margin-top: 0.35rem; }
.scripted .drawing { display: none; }
.rate { fill: var(--planned-soft); stroke: var(--planned); stroke-width: 1.2; vector-effect: non-scaling-stroke; }
.limit { stroke: var(--muted); stroke-dasharray: 5 4; } .axis { stroke: var(--line-strong); }
.pause { fill: var(--attention-soft); } .label { fill: var(--muted); font-size: 11px; }

.problems { list-style: none; margin: 0.85rem 0 0; padding: 0; border-top: 1px solid var(--line); }
.problems li { padding: 0.6rem 0; border-bottom: 1px solid var(--line); display: grid; grid-template-columns: 3.5rem minmax(0, 1fr) 15rem; column-gap: 1rem; align-items: baseline; }
.problems .times { color: var(--tone); font-weight: 600; }
.problem { font-weight: 500; }
.problems p { color: var(--muted); } .problem { color: var(--ink); }
.problems .where { font-size: 0.825rem; }
details summary { cursor: pointer; color: var(--muted); font-size: 0.9rem; padding: 0.6rem 0; }
details .problems { margin-top: 0; }
@media (max-width: 46rem) { .problems li { grid-template-columns: 3.5rem minmax(0, 1fr); } .problems .where { grid-column: 2; } }

.facts dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 0.75rem 1.5rem; margin: 0.85rem 0 0; }
.facts dt { color: var(--muted); font-size: 0.825rem; }
.facts dd { margin: 0; font-size: 0.9rem; }
.facts .files { margin-top: 1.5rem; }
`;

/** The style of every page. Calm on purpose: one accent per state, hairlines, no ornament; follows light and dark. */
export const STYLE = `${COLORS}${TEXT}${BLOCKS}${LIST_STYLE}${PRINT_STYLE}`;
