import type { PageContent } from '../../src/report/html/page-content.ts';
import { RESULT_KINDS } from '../../src/report/html/result-kinds.ts';
import { NAUGHTY, PAYLOADS } from './payloads.ts';

export const ROWS = 100_000;
const COLUMNS: NonNullable<PageContent['rows']>['columns'] = [
  { label: 'Row', shape: 'number', isFilter: false },
  { label: 'Number', shape: 'code', isFilter: false },
  { label: 'Account', shape: 'text', isFilter: true },
  { label: 'Result', shape: 'kind', isFilter: true },
  { label: 'What and why', shape: 'text', isFilter: false },
  { label: 'Address before', shape: 'before', isFilter: false },
  { label: 'Address after', shape: 'after', isFilter: false },
  { label: 'Note', shape: 'detail', isFilter: false },
];

export function* rows(): Generator<readonly string[]> {
  for (let index = 0; index < ROWS; index++) {
    const result = index % 1_000 === 0 ? 'failed' : 'applied';
    const number = `+1415${String(index).padStart(7, '0')}`;
    const account = index % 3 === 0 ? 'hq' : 'branch';
    const city = index === 77_777 ? 'Montréal' : 'Boise';
    yield [
      String(index + 2),
      number,
      account,
      result,
      'assign',
      '',
      `${index} Main St, ${city}`,
      `note ${index}`,
    ];
  }
}

/** Each row has one naughty text in every cell, those that are chosen from and drawn in colors too. */
export function* naughtyRows(): Generator<readonly string[]> {
  for (const [index, text] of NAUGHTY.entries()) {
    const chosen = PAYLOADS[index % PAYLOADS.length] ?? '';
    yield [String(index + 2), text, chosen, text, text, text, `${text} 2`, text];
  }
}

export function content(text: string, list: Iterable<readonly string[]>): PageContent {
  const labels = [text, 'second'];
  return {
    kind: text,
    title: text,
    tone: 'good',
    headline: text,
    figures: [{ label: text, value: text, tone: 'good' }],
    notices: [{ tone: 'bad', title: text, lines: labels }],
    next: [{ text, command: text }],
    chart: {
      title: text,
      kinds: RESULT_KINDS,
      accounts: [{ name: text, note: text, counts: { applied: 3 } }],
    },
    tables: [{ title: text, note: text, columns: [{ label: text, isNumber: false }], rows: [[text]] }],
    timeline: {
      seconds: [0, 1, 2, 3].map((second) => ({
        account: text,
        second: 1_700_000_000 + second,
        calls: second,
      })),
      pauses: [{ account: text, fromMs: 1_700_000_001_000, untilMs: 1_700_000_002_000 }],
      limits: [{ account: text, perSecond: 5 }],
    },
    problems: Array.from({ length: 12 }, (_, index) => ({
      code: `${text}${index}`,
      severity: 'error' as const,
      message: text,
      hint: text,
      count: 2,
      examplesLabel: text,
      examples: labels,
    })),
    rows: { title: text, columns: COLUMNS, kinds: RESULT_KINDS, rows: list, file: text },
    facts: [{ label: text, value: text }],
    files: [{ name: text, sha256: text }],
    operator: text,
    footer: text,
  };
}
