/** On paper: black on white, no controls, the rows as an ordinary table whose head is on every sheet. */
export const PRINT_STYLE = `
@page { margin: 14mm 12mm 16mm; }
@media print {
  :root {
    color-scheme: light; --page: #fff; --surface: #fff; --ink: #000; --muted: #4a4a4a; --line: #d5d5d5; --line-strong: #999;
    --good: #155c38; --planned: #1c4a88; --waiting: #5c4700; --attention: #7d3700; --bad: #8f1a14; --quiet: #444;
    --good-soft: #e6f3eb; --planned-soft: #e6eef9; --waiting-soft: #f6f0dc; --attention-soft: #fbeadb;
    --bad-soft: #fbe7e5; --quiet-soft: #efefef;
    --fill-good: #3c9468; --fill-planned: #4d82c4; --fill-waiting: #c2a033; --fill-attention: #d2803c;
    --fill-bad: #c9504a; --fill-quiet: #b9b6ad;
  }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  html { font-size: 12px; }
  body { font-size: 9.5pt; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 17pt; }
  .headline { font-size: 11pt; }
  .figure dd { font-size: 14pt; }
  .figure { padding-right: 1.25rem; margin-right: 1.25rem; }
  .problems li { grid-template-columns: 3rem minmax(0, 1fr) 15rem; }
  .problems .where { grid-column: 3; }
  .block { margin-top: 1.6rem; }
  h2 { break-after: avoid; }
  tr, .problems li, .timeline, .notice { break-inside: avoid; }
  .controls, .list, .none, .plot, .timeline output, .row-sheet { display: none !important; }
  .drawing, .scripted .drawing { display: block; }
  .wide { overflow: visible; }
  .print-rows { border-collapse: collapse; width: 100%; font-size: 8pt; line-height: 1.3; margin-top: 0.5rem; }
  .print-rows th { text-align: left; font-weight: 600; border-bottom: 1px solid var(--line-strong); }
  .print-rows th, .print-rows td { padding: 1.5mm 2mm 1.5mm 0; vertical-align: top; }
  .print-rows .shape-code, .print-rows .shape-number, .print-rows .shape-kind { white-space: nowrap; }
  .print-rows .shape-before { width: 38%; }
  .print-rows td { border-bottom: 1px solid var(--line); }
  .badge { padding: 0 0.3rem; font-size: 8pt; }
}
`;
